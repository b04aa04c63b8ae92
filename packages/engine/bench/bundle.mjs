#!/usr/bin/env node
// Writes dist/bundle/capsule-whatif.js: the command line in one file. Hundreds of modules take longer to load than to run.
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url))

const bundle = await rolldown({
  input: path('dist/cli/main.js'),
  platform: 'node',
  resolve: { conditionNames: ['node', 'import', 'default'] },
})
await bundle.write({ file: path('dist/bundle/capsule-whatif.js'), format: 'esm', codeSplitting: false })
await bundle.close()
