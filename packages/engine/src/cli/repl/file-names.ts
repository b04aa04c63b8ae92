import type { SourceReader } from '../../snapshot/source-reader.ts'

/** Files and folders whose path begins as the word does; folders with a slash at their end. */
export async function fileNames(word: string, reader: SourceReader): Promise<readonly string[]> {
  const folder = word.slice(0, word.lastIndexOf('/') + 1)
  try {
    const names = (await reader.list(folder === '' ? '.' : folder)).filter((name) =>
      `${folder}${name}`.startsWith(word),
    )
    const shown = names.filter((name) => !name.startsWith('.') || word.slice(folder.length).startsWith('.'))
    return await Promise.all(shown.toSorted().map((name) => withSlash(`${folder}${name}`, reader)))
  } catch {
    return []
  }
}

async function withSlash(path: string, reader: SourceReader): Promise<string> {
  return (await reader.kindOf(path)) === 'folder' ? `${path}/` : path
}
