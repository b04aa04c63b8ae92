/** An IP address as a number, with its width. */
export interface Address {
  readonly bits: bigint
  readonly width: 32 | 128
}

export interface Network extends Address {
  readonly prefix: number
}

/** An address of version 4 or 6, or undefined where the text is none. [Go net.ParseIP] */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text)
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
  const [head, tail] = halves.map(groupsOf)
  if (!head || (halves.length === 2 && !tail)) return undefined
  const given = head.length + (tail?.length ?? 0)
  if (tail ? given > 7 : given !== 8) return undefined
  const groups = [...head, ...Array<bigint>(8 - given).fill(0n), ...(tail ?? [])]
  return { bits: groups.reduce((bits, group) => (bits << 16n) | group, 0n), width: 128 }
}

function groupsOf(text: string): readonly bigint[] | undefined {
  if (text === '') return []
  const groups: bigint[] = []
  for (const part of text.split(':')) {
    const embedded = part.includes('.') ? parseVersion4(part) : undefined
    if (embedded) groups.push(embedded.bits >> 16n, embedded.bits & 0xffffn)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}

/** A network such as `10.0.0.0/8`, or undefined where the text is none. [Go net.ParseCIDR] */
export function parseCidr(text: string): Network | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/')
  const parsed = parseAddress(address)
  if (!parsed || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > parsed.width) return undefined
  return { ...parsed, prefix: Number(prefix) }
}

/** Whether the address lies in the network. [Go net.IPNet.Contains] */
export function containsAddress(network: Network, address: Address): boolean {
  const shift = BigInt(network.width - network.prefix)
  return network.width === address.width && network.bits >> shift === address.bits >> shift
}
