import { type ContentForm, formOf } from './content-form.ts'
import { chooseByLayout, isReadablePath, type LeftOut } from './left-out-paths.ts'
import { type ReadLimits, sizeText, TooLarge } from './read-limits.ts'
import { type SnapshotIssue, type SnapshotIssueCode, severityOf } from './snapshot-issue.ts'
import type { SourceText } from './source-text.ts'
import { type Unpacked, unpackTar, unpackZip } from './unpack-archive.ts'

/** What was read so far; grows as sources are read. */
export interface Reading {
  readonly texts: SourceText[]
  readonly issues: SnapshotIssue[]
  readonly limits: ReadLimits
  /** characters of all texts */
  length: number
}

/** Reads what a file holds: a text, or a compressed one, or an archive with files, whatever its name is. Never rejects. */
export async function readContent(
  reading: Reading,
  name: string,
  read: () => Uint8Array | Promise<Uint8Array>,
  depth = 0,
): Promise<void> {
  try {
    const bytes = await read()
    await readForm(reading, name, formOf(bytes), bytes, depth)
  } catch (error) {
    if (error instanceof TooLarge) reading.issues.push(issue('too-large', name, `not read: ${error.message}`))
    else reading.issues.push(issue('source-unreadable', name, `cannot be read: ${reasonOf(error)}`))
  }
}

async function readForm(
  reading: Reading,
  name: string,
  form: ContentForm,
  bytes: Uint8Array,
  depth: number,
): Promise<void> {
  const { limits } = reading
  if (form === 'text') {
    addText(reading, name, decode(bytes))
    return
  }
  if (typeof form === 'object') throw new TypeError(`it is packed with ${form.unsupported}; unpack it first`)
  if (depth >= limits.nestingMax) throw new TooLarge(`it is packed more than ${limits.nestingMax} times over`)
  if (form === 'zip') await readEntries(reading, name, await unpackZip(bytes, isReadablePath, limits), depth)
  else if (form === 'tar') await readEntries(reading, name, await unpackTar([bytes], isReadablePath, limits), depth)
  else await readGzip(reading, name, bytes, depth)
}

async function readGzip(reading: Reading, name: string, bytes: Uint8Array, depth: number): Promise<void> {
  const { gunzip, joined } = await import('./unpack-gzip.ts')
  const { start, chunks } = await gunzip(bytes, reading.limits)
  if (formOf(start) === 'tar')
    await readEntries(reading, name, await unpackTar(chunks, isReadablePath, reading.limits), depth)
  else {
    const unpacked = await joined(chunks, reading.limits)
    await readForm(reading, name, formOf(unpacked), unpacked, depth + 1)
  }
}

async function readEntries(reading: Reading, name: string, { entries, left }: Unpacked, depth: number): Promise<void> {
  const bytesByPath = new Map(entries.map(({ path, bytes }) => [path, bytes] as const))
  const chosen = chooseByLayout([...bytesByPath.keys()])
  reading.issues.push(...skipped(name, [...chosen.left, { why: otherNames, paths: left }]))
  if (chosen.read.length === 0)
    reading.issues.push(issue('source-empty', name, `the archive holds no ${readableFiles}`))
  for (const path of chosen.read)
    await readContent(reading, `${name}/${path}`, () => bytesByPath.get(path) ?? new Uint8Array(), depth + 1)
}

function addText(reading: Reading, name: string, text: string): void {
  reading.length += text.length
  const { textBytesMax } = reading.limits
  if (reading.length > textBytesMax) throw new TooLarge(`the snapshot is more than ${sizeText(textBytesMax)} already`)
  reading.texts.push({ name, text })
}

export const readableFiles = '.json, .jsonl, .yaml or .yml file'
export const otherNames = 'files of other names than a snapshot has'

/** What was left out of a folder or an archive, a note for each reason. */
export function skipped(name: string, left: readonly LeftOut[]): readonly SnapshotIssue[] {
  return left
    .filter(({ paths }) => paths.length > 0)
    .map(({ why, paths }) => {
      const first = paths.toSorted()[0] ?? ''
      const which = paths.length === 1 ? first : `${first} and ${paths.length - 1} more`
      return issue('input-skipped', name, `left out, as ${why}: ${which}`)
    })
}

/** Text of bytes in UTF-8, or in UTF-16 where they begin as PowerShell's redirection writes it. */
function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  if (text.includes('\0')) throw new TypeError('it is not a text file')
  return text
}

export function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}

const damaged = 'it is damaged or cut off; fetch it again'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not a text in UTF-8',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
  ERR_STRING_TOO_LONG: 'it is larger than 512 MiB',
  Z_BUF_ERROR: damaged,
  Z_DATA_ERROR: damaged,
}

export function issue(code: SnapshotIssueCode, file: string, message: string): SnapshotIssue {
  return { code, severity: severityOf(code), message, file }
}
