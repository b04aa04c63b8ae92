/** An IP address as a number, with its width. */
export interface Address {
  readonly bits: bigint
  readonly width: 32 | 128
}

export interface Network extends Address {
  readonly prefix: number
}

/** An address of version 4 or 6, or undefined where the text is none. `::ffff:10.0.0.1` is of version 4. [Go net.ParseIP] */
export function parseAddress(text: string): Address | undefined {
  const address = parseEither(text)
  return address && isMapped(address) ? { bits: address.bits & 0xffffffffn, width: 32 } : address
}

function parseEither(text: string): Address | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text)
}

function isMapped({ bits, width }: Address): boolean {
  return width === 128 && bits >> 32n === 0xffffn
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return { bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n), width: 32 }
}

function parseVersion6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1))
  if (!head || (halves.length === 2 && !tail)) return undefined
  const given = head.length + (tail?.length ?? 0)
  if (tail ? given > 7 : given !== 8) return undefined
  const groups = [...head, ...Array<bigint>(8 - given).fill(0n), ...(tail ?? [])]
  return { bits: groups.reduce((bits, group) => (bits << 16n) | group, 0n), width: 128 }
}

/** The last group of an address may be written as an address of version 4. */
function groupsOf(text: string, isLast: boolean): readonly bigint[] | undefined {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const embedded = isLast && index === parts.length - 1 ? parseVersion4(part) : undefined
    if (embedded) groups.push(embedded.bits >> 16n, embedded.bits & 0xffffn)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}

/** A network such as `10.0.0.0/8`, or undefined where the text is none. [Go net.ParseCIDR] */
export function parseCidr(text: string): Network | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/')
  const parsed = parseEither(address)
  if (!parsed || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > parsed.width) return undefined
  const length = Number(prefix)
  return isMapped(parsed) && length >= 96
    ? { bits: parsed.bits & 0xffffffffn, width: 32, prefix: length - 96 }
    : { ...parsed, prefix: length }
}

/** Whether the address lies in the network. [Go net.IPNet.Contains] */
export function containsAddress(network: Network, address: Address): boolean {
  const shift = BigInt(network.width - network.prefix)
  return network.width === address.width && network.bits >> shift === address.bits >> shift
}
