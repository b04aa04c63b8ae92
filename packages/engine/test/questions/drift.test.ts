import { equalJson, isJsonObject, type Json, type KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { drift } from '../../src/questions/drift.ts'
import { exampleSnapshot, nameOf, recorded } from './recorded.ts'

function valueAt(object: KubeObject | undefined, path: string): Json | undefined {
  let value: Json | undefined = object
  for (const field of path.split('.')) value = isJsonObject(value) ? value[field] : undefined
  return value
}

const same = (a: Json | undefined, b: Json | undefined): boolean => a === b || equalJson(a, b)

describe('drift', () => {
  it.each(['heal-1-0000', 'heal-1-0022', 'heal-1-0027', 'heal-1-0013'])(
    'an edit is put back, or stays, as %s recorded',
    (name) => {
      const { snapshot, after, actions } = recorded('heal', name)
      const { edits } = askQuestion(drift, snapshot, { edit: actions })
      expect(edits.length).toBeGreaterThan(0)
      for (const { object, path = '', fate } of edits) {
        const isIt = (each: KubeObject): boolean => each.kind === object.kind && each.metadata.name === object.name
        const [before, now] = [valueAt(snapshot.objects.find(isIt), path), valueAt(after.find(isIt), path)]
        expect([path, fate === 'put back']).toEqual([path, same(before, now)])
      }
    },
  )

  it.each(['heal-1-0009', 'heal-1-0015'])(
    'an edit that admission puts back at once is told, as %s recorded',
    (name) => {
      const { snapshot, actions, codes } = recorded('heal', name)
      expect(codes).toEqual([200])
      expect(askQuestion(drift, snapshot, { edit: actions })).toMatchObject({
        edits: [],
        notTaken: [expect.any(String)],
      })
    },
  )

  it.each([
    ['heal-1-0004', 'limitranges'],
    ['heal-1-0016', 'networkpolicies'],
  ])('tampering with what is generated is refused as %s recorded (%s)', (name) => {
    const { snapshot, messages, actions } = recorded('heal', name)
    const { refused, edits } = askQuestion(drift, snapshot, { edit: actions })
    expect(refused.map(({ message }) => message)).toEqual(messages)
    expect(edits).toEqual([])
  })

  it('a cluster role of the operator that is deleted is made again, as case-cluster-role-removed recorded', () => {
    const { after } = recorded('case', 'case-cluster-role-removed')
    const edit = ['delete clusterrole capsule-namespace-deleter']
    const { edits } = askQuestion(drift, exampleSnapshot(), { edit })
    expect(after.map(nameOf)).toContain('ClusterRole capsule-namespace-deleter')
    expect(edits.map(({ fate }) => fate)).toContain('put back')
  })

  it('a cluster that is well would not be written to', () => {
    expect(askQuestion(drift, exampleSnapshot(), {})).toMatchObject({ drifted: [], edits: [], severity: 'none' })
  })

  it('says who would write what is otherwise', () => {
    const { objects, ...rest } = exampleSnapshot()
    const without = objects.filter(({ kind, metadata }) => kind !== 'LimitRange' || metadata.namespace !== 'oil-dev')
    const { drifted } = askQuestion(drift, { ...rest, objects: without }, {})
    expect(drifted).toMatchObject([
      {
        object: { kind: 'LimitRange', namespace: 'oil-dev' },
        outcome: 'created',
        when: 'when the operator starts again',
      },
    ])
  })
})
