/** The first line of every page. */
export const generated: string =
  '<!-- Written by `npm run reference` from the sources. Change what is said there, not this file. -->'

/** A text as it stands in a cell of a table. */
export function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}
