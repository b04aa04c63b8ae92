import { type FieldError, invalid, required } from '../../object/field-error.ts'
import { type Address, containsAddress, type Network, parseAddress, parseCidr } from '../../object/ip-network.ts'
import { type JsonObject, listAt, textAt } from '../../object/json.ts'

/** An address of either family. [apimachinery util/validation/ip.go:IsValidIPForLegacyField] */
export function addressErrors(text: string, path: string): readonly FieldError[] {
  const detail = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
  return parseAddress(text) ? [] : [invalid(path, text, detail)]
}

/** A range of addresses. [IsValidCIDRForLegacyField] */
export function rangeErrors(text: string, path: string): readonly FieldError[] {
  const detail = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'
  return parseCidr(text) ? [] : [invalid(path, text, detail)]
}

const refused: readonly (readonly [detail: string, ...ranges: readonly string[]])[] = [
  ['may not be in the loopback range (127.0.0.0/8, ::1/128)', '127.0.0.0/8', '::1/128'],
  ['may not be in the link-local range (169.254.0.0/16, fe80::/10)', '169.254.0.0/16', 'fe80::/10'],
  ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)', '224.0.0.0/24', 'ff02::/16'],
]

/** Addresses that traffic may come to from outside. [pkg/apis/core/validation/validation.go:ValidateEndpointIP] */
export function endpointErrors(text: string, path: string): readonly FieldError[] {
  const address = parseAddress(text)
  if (!address) return addressErrors(text, path)
  if (address.bits === 0n) return [invalid(path, text, `may not be unspecified (${text})`)]
  return refused
    .filter(([, ...ranges]) => ranges.some((range) => isIn(address, parseCidr(range))))
    .map(([detail]) => invalid(path, text, detail))
}

function isIn(address: Address, range: Network | undefined): boolean {
  return range !== undefined && range.width === address.width && containsAddress(range, address)
}

/** A range, and smaller ranges in it that are taken out. [pkg/apis/networking/validation/validation.go:ValidateIPBlock] */
export function blockErrors(block: JsonObject, path: string): readonly FieldError[] {
  const text = textAt(block, 'cidr') ?? ''
  if (text === '') return [required(`${path}.cidr`)]
  const range = parseCidr(text)
  if (!range) return rangeErrors(text, `${path}.cidr`)
  return listAt(block, 'except').flatMap((except, index) => {
    const within = parseCidr(String(except))
    const exceptPath = `${path}.except[${index}]`
    if (!within) return rangeErrors(String(except), exceptPath)
    const fits = isIn(within, range) && within.prefix > range.prefix
    return fits ? [] : [invalid(exceptPath, except, 'must be a strict subset of `cidr`')]
  })
}
