import { defineConfig, mergeConfig } from 'vitest/config'
import usual from './vitest.config.ts'

/** What needs a browser: not part of `npm test`, since not every machine has one. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [] } },
  defineConfig({ test: { include: ['packages/*/test/**/*.browser.ts'], fileParallelism: false } }),
)
