/** One document of a YAML stream: the text between two `---`, and where it starts. */
export interface YamlDocumentText {
  readonly text: string
  readonly offset: number
}

const marker = /^(?:---|\.\.\.)(?=[ \t\n]|$)/gm

/**
 * Cuts a YAML stream at its document markers; documents of comments only are left out. `---` and `...` at the start of a
 * line are markers wherever they stand, so one broken document cannot take the next with it. [YAML 1.2.2, 9.1.2]
 */
export function splitYaml(text: string): readonly YamlDocumentText[] {
  const documents: YamlDocumentText[] = []
  let start = 0
  for (const match of text.matchAll(marker)) {
    documents.push({ text: text.slice(start, match.index), offset: start })
    start = match.index + 3
  }
  documents.push({ text: text.slice(start), offset: start })
  return documents.filter((document) => /^[ \t]*[^#%\s]/m.test(document.text))
}
