import { loadSnapshot, type Snapshot, type SnapshotOptions } from './load-snapshot.ts'
import { type SnapshotIssue, severityOf } from './snapshot-issue.ts'
import { pathIn, type SourceReader } from './source-reader.ts'
import type { SourceText } from './source-text.ts'

/** What a reading of sources gave, before anything is parsed. */
export interface SourceTexts {
  readonly texts: readonly SourceText[]
  readonly issues: readonly SnapshotIssue[]
}

/** How deep folders are searched; deeper there is a circle of links. */
const foldersMax = 32

/**
 * Reads a snapshot from files, folders (all `.json`, `.jsonl`, `.yaml` and `.yml` below them, in the order of their names)
 * and standard input (`-`). Never rejects: what cannot be read is an issue.
 */
export async function readSnapshot(
  sources: readonly string[],
  reader: SourceReader,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const { texts, issues } = await readSources(sources, reader)
  const snapshot = loadSnapshot(texts, options)
  return { ...snapshot, issues: [...issues, ...snapshot.issues] }
}

/** The texts of files, folders and standard input. */
export async function readSources(sources: readonly string[], reader: SourceReader): Promise<SourceTexts> {
  const texts: SourceText[] = []
  const issues: SnapshotIssue[] = []
  for (const source of new Set(sources)) {
    if (source === '-') await readInto(texts, issues, '-', () => reader.readStandardInput())
    else await readPath(texts, issues, source, reader)
  }
  return { texts, issues }
}

async function readPath(
  texts: SourceText[],
  issues: SnapshotIssue[],
  path: string,
  reader: SourceReader,
): Promise<void> {
  try {
    if ((await reader.kindOf(path)) === 'file') {
      await readInto(texts, issues, path, () => reader.read(path))
      return
    }
    const files = await filesBelow(path, reader, 0, issues)
    for (const file of files) await readInto(texts, issues, file, () => reader.read(file))
    if (files.length === 0)
      issues.push(issue('source-empty', path, 'the folder holds no .json, .jsonl, .yaml or .yml file'))
  } catch (error) {
    issues.push(issue('source-unreadable', path, `cannot be read: ${reasonOf(error)}`))
  }
}

async function filesBelow(
  folder: string,
  reader: SourceReader,
  depth: number,
  issues: SnapshotIssue[],
): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of [...(await reader.list(folder))].sort()) {
    const path = pathIn(folder, name)
    try {
      if ((await reader.kindOf(path)) === 'file') {
        if (/\.(?:jsonl?|ya?ml)$/i.test(name)) files.push(path)
      } else if (depth < foldersMax) files.push(...(await filesBelow(path, reader, depth + 1, issues)))
      else issues.push(issue('source-unreadable', path, `more than ${foldersMax} folders deep; left out`))
    } catch (error) {
      issues.push(issue('source-unreadable', path, `cannot be read: ${reasonOf(error)}`))
    }
  }
  return files
}

async function readInto(
  texts: SourceText[],
  issues: SnapshotIssue[],
  name: string,
  read: () => Promise<Uint8Array>,
): Promise<void> {
  try {
    texts.push({ name, text: decode(await read()) })
  } catch (error) {
    issues.push(issue('source-unreadable', name, `cannot be read: ${reasonOf(error)}`))
  }
}

/** Text of bytes in UTF-8, or in UTF-16 where they begin as PowerShell's redirection writes it. */
function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  if (text.includes('\0')) throw new TypeError('it is not a text file')
  return text
}

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not a text in UTF-8',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
  ERR_STRING_TOO_LONG: 'it is larger than 512 MiB',
}

function issue(code: 'source-unreadable' | 'source-empty', file: string, message: string): SnapshotIssue {
  return { code, severity: severityOf(code), message, file }
}
