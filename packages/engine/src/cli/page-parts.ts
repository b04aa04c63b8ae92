import { readFileSync } from 'node:fs'
import { type PageParts, pageFiles } from '../pictures/page-text.ts'
import { packageFile } from './package-file.ts'

/** The page's style, body and script: files of this package. */
export function readPageParts(): PageParts {
  return { style: read(pageFiles.style), body: read(pageFiles.body), scripts: pageFiles.scripts.map(read) }
}

function read(file: string): string {
  return readFileSync(packageFile(`page/${file}`), 'utf8')
}
