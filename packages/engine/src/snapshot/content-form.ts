/** What bytes are, by their first ones and not by the name of their file. */
export type ContentForm = 'text' | 'gzip' | 'tar' | 'zip' | { readonly unsupported: string }

/** Bytes that must be known to tell. */
export const formBytes = 512

const signatures: readonly { readonly form: ContentForm; readonly start: readonly number[] }[] = [
  { form: 'gzip', start: [0x1f, 0x8b] },
  { form: 'zip', start: [0x50, 0x4b, 0x03, 0x04] },
  { form: 'zip', start: [0x50, 0x4b, 0x05, 0x06] },
  { form: { unsupported: 'xz' }, start: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { form: { unsupported: 'bzip2' }, start: [0x42, 0x5a, 0x68] },
  { form: { unsupported: 'zstd' }, start: [0x28, 0xb5, 0x2f, 0xfd] },
  { form: { unsupported: '7-Zip' }, start: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
]

export function formOf(bytes: Uint8Array): ContentForm {
  const signature = signatures.find(({ start }) => start.every((byte, index) => bytes[index] === byte))
  if (signature !== undefined && !isTextOfBzip(signature.form, bytes)) return signature.form
  return isTarHeader(bytes) ? 'tar' : 'text'
}

/** `BZh` may begin a text; compressed data goes on with a digit and the digits of pi. */
function isTextOfBzip(form: ContentForm, bytes: Uint8Array): boolean {
  return typeof form === 'object' && form.unsupported === 'bzip2' && bytes[4] !== 0x31
}

const [sumStart, sumEnd] = [148, 156]

/** Every tar, of whatever dialect, begins with a block that holds the sum of its own bytes. [POSIX pax, ustar] */
function isTarHeader(bytes: Uint8Array): boolean {
  if (bytes.length < formBytes || bytes[0] === 0) return false
  const said = /^ *([0-7]+)/.exec(String.fromCharCode(...bytes.subarray(sumStart, sumEnd)))?.[1]
  if (said === undefined) return false
  let sum = 0
  for (let at = 0; at < formBytes; at++) sum += at >= sumStart && at < sumEnd ? 0x20 : (bytes[at] ?? 0)
  return sum === Number.parseInt(said, 8)
}
