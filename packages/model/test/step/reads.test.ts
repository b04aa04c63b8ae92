import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listenToReads } from '../../src/state/reads.ts'

test('what is read by another copy of the package is heard of too', async () => {
  const file = join(import.meta.dirname, '../../src/state/reads.ts')
  const copy = (await import(`${file}?copy`)) as typeof import('../../src/state/reads.ts')
  expect(copy.listenToReads).not.toBe(listenToReads)
  const heard: string[] = []
  const ignore = (): void => {}
  const listener = {
    key: (_: object, key: string) => heard.push(key),
    prefix: ignore,
    absent: ignore,
    resources: ignore,
    derived: ignore,
  }
  listenToReads(listener, () => copy.readKey({}, 'oil'))
  copy.readKey({}, 'gas')
  expect(heard).toEqual(['oil'])
})
