import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { nameText } from '../../src/questions/asking/object-name.ts'
import { type MigrateAnswer, migrate } from '../../src/questions/migrate.ts'
import type { EditedFields } from '../../src/questions/ownership/ownership-edit.ts'
import type { Road } from '../../src/questions/ownership/roads.ts'
import type { Way } from '../../src/questions/ownership/ways.ts'
import { exampleSnapshot, nameOf, recorded } from './recorded.ts'

function way({ ways }: MigrateAnswer, road: Road, fields: EditedFields): Way {
  const found = ways.find((each) => each.road === road && each.fields === fields)
  if (found === undefined) throw new Error(`there is no way ${road}, ${fields}`)
  return found
}

const bare: Road = 'with the operator stopped and its webhook configurations deleted'

describe('migrate', () => {
  const answer = askQuestion(migrate, exampleSnapshot(), { namespace: 'oil-prod', to: 'gas' })

  it.each([
    ['incident-migrate-label-only', 'as it is', 'label'],
    ['incident-migrate-reference-only', 'as it is', 'reference'],
    ['incident-migrate-both', 'as it is', 'both'],
    ['incident-migrate-operator-down', 'with the operator stopped', 'both'],
  ] as const)('is refused as recorded in %s', (name, road, fields) => {
    const { codes, messages } = recorded('incident', name)
    const { accepted, refused } = way(answer, road, fields)
    expect(accepted).toBe('never')
    expect(refused.map(({ code, message }) => [code, message])).toEqual([[codes[0], messages[0]]])
  })

  it('is refused to an owner as recorded in incident-migrate-by-owner', () => {
    const { messages } = recorded('incident', 'incident-migrate-by-owner')
    expect(answer.movers.find(({ user }) => user === 'alice')?.message).toBe(messages[0])
  })

  it('loses and gains what bare-moved recorded', () => {
    const { snapshot, after } = recorded('bare', 'bare-moved')
    const { belonging, change } = way(
      askQuestion(migrate, snapshot, { namespace: 'oil-prod', to: 'gas' }),
      bare,
      'both',
    )
    const old = snapshot.objects.filter(({ metadata }) => metadata.namespace === 'oil-prod')
    const now = after.filter(({ metadata }) => metadata.namespace === 'oil-prod')
    const uids = new Set(now.map(({ metadata }) => metadata.uid))
    const known = new Set(old.map(({ metadata }) => metadata.uid))
    expect(change.lost.map(({ object }) => nameText(object)).sort()).toEqual(
      old
        .filter(({ metadata }) => !uids.has(metadata.uid))
        .map(nameOf)
        .sort(),
    )
    expect(change.gained.map(({ object }) => nameText(object)).sort()).toEqual(
      now
        .filter(({ metadata }) => !known.has(metadata.uid))
        .map(nameOf)
        .sort(),
    )
    expect(belonging).toEqual({ label: 'gas', references: [{ tenant: 'gas', uid: 'same' }], listedBy: ['gas'] })
  })

  it('tells the bounds that are lost, and whose rights', () => {
    const { change } = way(answer, bare, 'both')
    expect(change.lost.map(({ says }) => says)).toContain('limits.cpu 8, pods 10')
    expect(change.lost.map(({ says }) => says)).toContain('admin to User alice')
    expect(change.gained.map(({ says }) => says)).toContain('admin to User bob')
  })

  it('a label alone is put back by the operator that returns', () => {
    expect(way(answer, bare, 'label')).toMatchObject({
      accepted: 'likely',
      reached: false,
      belonging: { label: 'oil' },
    })
  })

  it('says what the new Tenant would not admit again', () => {
    const { objects, ...rest } = exampleSnapshot()
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'oil-prod', uid: 'claim' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
    }
    const strict = objects.map((object) =>
      object.kind === 'Tenant' && object.metadata.name === 'gas'
        ? { ...object, spec: { ...(object.spec as object), storageClasses: { allowed: ['standard'] } } }
        : object,
    )
    const { workloads } = askQuestion(
      migrate,
      { ...rest, objects: [...strict, claim] },
      { namespace: 'oil-prod', to: 'gas' },
    )
    expect(workloads).toMatchObject([
      { object: { name: 'data' }, admitted: false, message: expect.stringContaining('fast') },
    ])
  })
})
