import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { type PageParts, pageFiles } from '../pictures/page-text.ts'
import { packageFile } from './package-file.ts'

/** The page's style, body and script, files of this package, and what packs runs for it. */
export function readPageParts(): PageParts {
  return {
    style: read(pageFiles.style),
    body: read(pageFiles.body),
    scripts: pageFiles.scripts.map(read),
    pack: (text) => deflateRawSync(text).toString('base64'),
  }
}

function read(file: string): string {
  return readFileSync(packageFile(`page/${file}`), 'utf8')
}
