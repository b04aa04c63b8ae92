import { defineConfig } from 'vitest/config'

const conditions = ['@capsule-whatif/source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/{test,src,example/test}/**/*.test.ts'],
    testTimeout: 60_000,
    coverage: { include: ['packages/model/src/**'], reporter: ['text-summary', 'json-summary', 'text'] },
  },
})
