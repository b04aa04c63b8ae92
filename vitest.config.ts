import { defineConfig } from 'vitest/config'

const conditions = ['@capsule-whatif/source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/{test,src,example/test}/**/*.test.ts', 'docs/extend/examples/*.test.ts'],
    testTimeout: 60_000,
    // two files at a time, on two cores too
    maxWorkers: 2,
    // nothing is kept between files but caches of what never changes: importing the packages anew for each costs more than the tests
    isolate: false,
    coverage: { include: ['packages/model/src/**'], reporter: ['text-summary', 'json-summary', 'text'] },
  },
})
