import { describe, expect, it } from 'vitest'
import { adopt } from '../../src/questions/adopt.ts'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

describe('adopt', () => {
  const answer = askQuestion(adopt, exampleSnapshot(), { namespace: 'capsule-system', to: 'gas' })

  it.each([
    ['case-adopt-plain', 'both', 2],
    ['case-adopt-reference', 'reference', 1],
  ] as const)('is refused as %s recorded', (name, fields, request) => {
    const { messages } = recorded('case', name)
    const way = answer.ways.find((each) => each.road === 'as it is' && each.fields === fields)
    expect(way?.refused[0]?.message).toBe(messages[request])
  })

  it('a Namespace that is adopted goes with its Tenant', () => {
    expect(answer.afterwards).toMatchObject({ holdsAfterRestart: true, whenTenantGoes: 'lost' })
    expect(answer.severity).toBe('danger')
  })

  it('one that the API server protects stays, as bare-system-attached recorded', () => {
    const { after } = recorded('bare', 'bare-system-attached')
    expect(after.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'kube-public')).toBe(true)
    const system = askQuestion(adopt, exampleSnapshot(), { namespace: 'kube-public', to: 'oil' })
    expect(system.afterwards?.whenTenantGoes).not.toBe('lost')
  })

  it('of a Namespace that has a Tenant says that it is a move', () => {
    expect(askQuestion(adopt, exampleSnapshot(), { namespace: 'oil-dev', to: 'gas' }).findings.join()).toContain(
      'ask migrate',
    )
  })
})
