import { readFileSync } from 'node:fs'
import type { CapsuleVersion, KubeObject } from '@capsule-whatif/model'
import type { Installations } from '../upgrade/installation.ts'
import { packageFile } from './package-file.ts'

/** What the charts of the modelled versions install: files of this package, an object a line. */
export function readInstallations(): Installations {
  return { '0.7': readChart('0.7'), '0.14': readChart('0.14') }
}

function readChart(version: CapsuleVersion): readonly KubeObject[] {
  const text = readFileSync(packageFile(`charts/capsule-${version}.jsonl`), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as KubeObject)
}
