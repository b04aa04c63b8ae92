/** How much is read at most, so that a small archive cannot fill the memory. Everything in bytes or counted. */
export interface ReadLimits {
  /** one file or entry of an archive, unpacked */
  readonly fileBytesMax: number
  /** all texts of a snapshot together, unpacked */
  readonly textBytesMax: number
  /** all that comes out of one archive, read or not */
  readonly unpackedBytesMax: number
  /** entries of one archive, or files of one folder */
  readonly entriesMax: number
  /** archives within archives, and compressed files within them */
  readonly nestingMax: number
}

const mebibyte = 2 ** 20

/** 500 MiB a file, 1 GiB of text in all, 8 GiB out of one archive, 500,000 entries, archives in archives four deep. */
export const usualLimits: ReadLimits = {
  fileBytesMax: 500 * mebibyte,
  textBytesMax: 1024 * mebibyte,
  unpackedBytesMax: 8 * 1024 * mebibyte,
  entriesMax: 500_000,
  nestingMax: 4,
}

/** Thrown while something is unpacked that goes over a limit, and caught by who reads it. */
export class TooLarge extends Error {}

export function sizeText(bytes: number): string {
  return bytes >= mebibyte ? `${Math.round(bytes / mebibyte)} MiB` : `${bytes} bytes`
}
