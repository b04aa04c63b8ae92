import { expect, test } from 'vitest'
import { compareTexts } from '../../src/object/go-format.ts'
import { type PatchFields, patchFields } from '../../src/object/patch-schema.ts'
import { vectors } from './vectors.ts'

type Tag = readonly [path: string, strategy: string, mergeKey: string]

function tags(fields: PatchFields, path: string): Tag[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const inner = tags(field.fields ?? {}, `${path}/${name}`)
    return field.strategy === undefined
      ? inner
      : [[`${path}/${name}`, field.strategy, field.mergeKey ?? ''] as const, ...inner]
  })
}

test('every field of every kind is merged as the tags of its Go type say', () => {
  const rows = vectors('patch-schema') as unknown as [string, string, Tag[]][]
  const ours = rows.map(([group, kind]) => [
    group,
    kind,
    tags(patchFields(group, kind), '').sort(([a], [b]) => compareTexts(a, b)),
  ])
  expect(rows.length).toBeGreaterThan(50)
  expect(ours).toEqual(rows)
})
