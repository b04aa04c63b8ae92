import { chooseByLayout, isReadablePath } from './left-out-paths.ts'
import { loadSnapshot, type Snapshot, type SnapshotOptions } from './load-snapshot.ts'
import { issue, otherNames, type Reading, readableFiles, readContent, reasonOf, skipped } from './read-content.ts'
import { type ReadLimits, usualLimits } from './read-limits.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'
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
 * Reads a snapshot from files, folders (all below them that is named like JSON, YAML or an archive, in the order of names)
 * and standard input (`-`). Files may be compressed with gzip, or be archives (tar, zip) of such files: must-gather, Velero
 * backups, what `kubectl cluster-info dump` writes. What a file is, its content says. Never rejects: what cannot be read or
 * is left out is an issue.
 */
export async function readSnapshot(
  sources: readonly string[],
  reader: SourceReader,
  options: SnapshotOptions = {},
  limits: ReadLimits = usualLimits,
): Promise<Snapshot> {
  const { texts, issues } = await readSources(sources, reader, limits)
  const snapshot = loadSnapshot(texts, options)
  return { ...snapshot, issues: [...issues, ...snapshot.issues] }
}

/** The texts of files, folders, archives and standard input. */
export async function readSources(
  sources: readonly string[],
  reader: SourceReader,
  limits: ReadLimits = usualLimits,
): Promise<SourceTexts> {
  const reading: Reading = { texts: [], issues: [], limits, length: 0 }
  for (const source of new Set(sources)) {
    if (source === '-') await readContent(reading, '-', () => reader.readStandardInput())
    else await readPath(reading, source, reader)
  }
  return { texts: reading.texts, issues: reading.issues }
}

async function readPath(reading: Reading, path: string, reader: SourceReader): Promise<void> {
  try {
    if ((await reader.kindOf(path)) === 'file') await readContent(reading, path, () => reader.read(path))
    else await readFolder(reading, path, reader)
  } catch (error) {
    reading.issues.push(issue('source-unreadable', path, `cannot be read: ${reasonOf(error)}`))
  }
}

async function readFolder(reading: Reading, folder: string, reader: SourceReader): Promise<void> {
  const files = await filesBelow(folder, '', reader, 0, reading)
  const chosen = chooseByLayout(files.filter(isReadablePath))
  const others = files.filter((path) => !isReadablePath(path))
  reading.issues.push(...skipped(folder, [...chosen.left, { why: otherNames, paths: others }]))
  for (const file of chosen.read) {
    const path = pathIn(folder, file)
    await readContent(reading, path, () => reader.read(path))
  }
  if (chosen.read.length === 0)
    reading.issues.push(issue('source-empty', folder, `the folder holds no ${readableFiles}`))
}

/** Paths of files, from the folder on, with `/` between names. */
async function filesBelow(
  folder: string,
  below: string,
  reader: SourceReader,
  depth: number,
  reading: Reading,
): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of [...(await reader.list(pathIn(folder, below)))].sort()) {
    const file = `${below}${name}`
    const path = pathIn(folder, file)
    try {
      if ((await reader.kindOf(path)) === 'file') files.push(file)
      else if (depth < foldersMax) files.push(...(await filesBelow(folder, `${file}/`, reader, depth + 1, reading)))
      else reading.issues.push(issue('source-unreadable', path, `more than ${foldersMax} folders deep; left out`))
    } catch (error) {
      reading.issues.push(issue('source-unreadable', path, `cannot be read: ${reasonOf(error)}`))
    }
    if (files.length > reading.limits.entriesMax) {
      const message = `not read whole: more than ${reading.limits.entriesMax} files in it`
      reading.issues.push(issue('too-large', path, message))
      break
    }
  }
  return files
}
