import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadSnapshot, type Snapshot } from 'capsule-whatif'

/** One of the example clusters. Of a cluster of your own, read the file that `capsule-whatif collect` told you to write. */
export function exampleCluster(name: string): Snapshot {
  const file = createRequire(import.meta.url).resolve(`@capsule-whatif/fixtures/clusters/${name}.json`)
  return loadSnapshot([{ name, text: readFileSync(file, 'utf8') }])
}
