import type { KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { consistency } from '../../src/questions/consistency.ts'
import type { Snapshot } from '../../src/snapshot/load-snapshot.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

function edited(name: string, change: (object: KubeObject) => KubeObject): Snapshot {
  const { objects, ...rest } = exampleSnapshot()
  return {
    ...rest,
    objects: objects.map((object) =>
      object.kind === 'Namespace' && object.metadata.name === name ? change(object) : object,
    ),
  }
}

describe('consistency', () => {
  it.each([
    ['incident', 'incident-crd-deleted'],
    ['case', 'case-many-namespaces'],
    ['bare', 'bare-moved'],
  ])('the cluster that %s/%s began on is well', (family, name) => {
    expect(askQuestion(consistency, recorded(family, name).snapshot, {})).toMatchObject({
      disagreements: [],
      goes: [],
      severity: 'none',
      certainty: 'must',
    })
  })

  it('does not know of what it cannot see', () => {
    const { objects, ...rest } = exampleSnapshot()
    const blind = { ...rest, objects: objects.filter(({ kind }) => kind !== 'CustomResourceDefinition') }
    const { disagreements, certainty } = askQuestion(consistency, blind, {})
    expect(certainty).toBe('unknown')
    expect(new Set(disagreements.map((each) => each.certainty))).toEqual(new Set(['unknown']))
  })

  it('a label that is gone is put back when the operator starts, as bare-detached-label-only recorded', () => {
    const snapshot = edited('gas-dev', ({ metadata: { labels: _, ...metadata }, ...rest }) => ({ ...rest, metadata }))
    const { disagreements, severity } = askQuestion(consistency, snapshot, {})
    expect(disagreements).toMatchObject([{ object: 'Namespace gas-dev', heals: 'when the operator starts again' }])
    expect(severity).toBe('warning')
  })

  it('a Namespace that names its Tenant by another uid goes, or is mended: bare-stale-uid says which', () => {
    const stale = (object: KubeObject): KubeObject => ({
      ...object,
      metadata: {
        ...object.metadata,
        ownerReferences: (object.metadata.ownerReferences ?? []).map((each) => ({ ...each, uid: 'deadbeef' })),
      },
    })
    const answer = askQuestion(consistency, edited('oil-prod', stale), {})
    const { gone } = recorded('bare', 'bare-stale-uid')
    expect(answer.disagreements.length).toBeGreaterThan(0)
    expect(answer.goes.some(({ kind, name }) => kind === 'Namespace' && name === 'oil-prod')).toBe(
      gone.includes('Namespace oil-prod'),
    )
  })
})
