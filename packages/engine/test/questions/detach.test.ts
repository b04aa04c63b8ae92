import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { type DetachAnswer, detach } from '../../src/questions/detach.ts'
import type { EditedFields } from '../../src/questions/ownership/ownership-edit.ts'
import type { Road } from '../../src/questions/ownership/roads.ts'
import type { Way } from '../../src/questions/ownership/ways.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

const bare: Road = 'with the operator stopped and its webhook configurations deleted'

function way({ ways }: DetachAnswer, road: Road, fields: EditedFields): Way {
  const found = ways.find((each) => each.road === road && each.fields === fields)
  if (found === undefined) throw new Error(`there is no way ${road}, ${fields}`)
  return found
}

describe('detach', () => {
  const answer = askQuestion(detach, exampleSnapshot(), { namespace: 'gas-dev' })

  it('is fought as incident-detach-live recorded', () => {
    const { messages } = recorded('incident', 'incident-detach-live')
    const said = (['reference', 'label', 'both'] as const).map(
      (fields) => way(answer, 'as it is', fields).refused[0]?.message,
    )
    expect(said).toEqual(messages)
  })

  it('with the operator paused is refused as incident-detach-paused recorded', () => {
    const { messages } = recorded('incident', 'incident-detach-paused')
    const said = (['reference', 'label'] as const).map(
      (fields) => way(answer, 'with the operator stopped', fields).refused[0]?.message,
    )
    expect(said).toEqual(messages)
  })

  it('a label taken alone is put back, as bare-detached-label-only recorded', () => {
    const { after } = recorded('bare', 'bare-detached-label-only')
    const namespace = after.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'gas-dev')
    expect(way(answer, bare, 'label').belonging?.label).toBe(namespace?.metadata.labels?.['capsule.clastix.io/tenant'])
    expect(way(answer, bare, 'label').reached).toBe(false)
    expect(way(answer, bare, 'label').putBackBy).toBe('capsule/tenants')
  })

  it('an administrator of the operator is not refused, but admission puts one field alone back, as admin-1-0003 recorded', () => {
    const { codes, after } = recorded('admin', 'admin-1-0003')
    expect(codes).toContain(200)
    expect(after.find(({ metadata }) => metadata.name === 'adv16-oil-dev')?.metadata.ownerReferences).toHaveLength(1)
    const fields = ['label', 'reference'] as const
    const writers = fields.map((each) => way(answer, 'as an administrator of the operator', each).putBackBy)
    expect(writers).toEqual(['admission', 'admission'])
    expect(way(answer, 'as it is', 'both').putBackBy).toBeUndefined()
  })

  it('both in one patch hold, the operator starting again, and the Namespace outlives its Tenant', () => {
    expect(way(answer, bare, 'both').reached).toBe(true)
    expect(answer.afterwards).toEqual({ holdsAfterRestart: true, whenTenantGoes: 'stays' })
  })

  it('of a Namespace without a Tenant says that there is nothing to leave', () => {
    expect(askQuestion(detach, exampleSnapshot(), { namespace: 'default' })).toMatchObject({
      severity: 'none',
      ways: [],
    })
  })
})
