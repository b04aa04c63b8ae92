import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { type ProtectionsAnswer, type ProtectionTrial, protections } from '../../src/questions/protections.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

function trial({ asItIs, protections: all }: ProtectionsAnswer, protection: string, action: string): ProtectionTrial {
  const trials = all.find((each) => each.protection === protection)?.trials ?? asItIs
  const found = trials.find((each) => each.action === action)
  if (found === undefined) throw new Error(`there is no ${action}`)
  return found
}

describe('protections', () => {
  const answer = askQuestion(protections, exampleSnapshot(), { tenant: 'oil' })

  it('nothing holds on a cluster as it is', () => {
    expect(answer.asItIs.map(({ fate }) => fate)).not.toContain('unharmed')
    expect(answer.severity).toBe('danger')
  })

  /** protection, action, recording of it, whether the Namespaces of oil are gone in it */
  it.each([
    ['preventDeletion', 'delete the Tenant', 'incident', 'incident-tenant-deleted-prevented'],
    ['preventDeletion', 'delete the definition of Tenant', 'incident', 'incident-crd-deleted-prevented'],
    ['preventDeletion', 'delete a Namespace', 'case', 'case-prevent-then-namespaces'],
    ['operator stopped', 'delete the Tenant', 'incident', 'incident-tenant-deleted-operator-down'],
    ['operator stopped', 'delete the definition of Tenant', 'incident', 'incident-crd-deleted-operator-down'],
    ['as it is', 'delete the definition of Tenant', 'incident', 'incident-crd-deleted'],
    ['as it is', 'delete the Tenant', 'incident', 'incident-tenant-deleted'],
    ['as it is', 'helm uninstall, the operator ends first', 'case', 'case-operator-uninstalled'],
  ])('%s against: %s, as recorded in %s/%s', (protection, action, family, name) => {
    const { gone } = recorded(family, name)
    const { fate } = trial(answer, protection, action)
    expect(fate === 'lost').toBe(gone.includes('Namespace oil-dev') || gone.includes('Namespace oil-prod'))
  })

  it('preventDeletion is refused in the words of the webhook, as surely as never', () => {
    expect(trial(answer, 'preventDeletion', 'delete the Tenant')).toMatchObject({
      refused: expect.stringContaining('tenant is protected and cannot be deleted'),
      certainty: 'never',
    })
  })

  it('a stopped operator holds only until it returns', () => {
    const action = 'delete the definition while the operator is down; it returns'
    expect(trial(answer, 'operator stopped', action).fate).toBe('lost')
  })

  it('finalizers on Namespaces keep the Namespaces and not what is in them', () => {
    const held = trial(answer, 'finalizer on the Namespaces', 'delete the Tenant')
    expect(held).toMatchObject({ fate: 'emptied', namespacesLost: 0 })
    expect(held.objectsLost).toBeGreaterThan(held.generatedLost)
  })

  it('Helm keeps the definition it is told to keep, and nothing else does', () => {
    expect(trial(answer, 'Helm keep', 'delete the definition of Tenant').fate).toBe('lost')
  })

  it('says what the snapshot has already', () => {
    const { protections: all } = askQuestion(protections, exampleSnapshot('two-tenants-prevent-deletion'), {})
    expect(all.filter(({ isThere }) => isThere).map(({ protection }) => protection)).toEqual(['preventDeletion'])
  })

  it('has nothing to say of a cluster without Tenants', () => {
    const { objects, ...rest } = exampleSnapshot()
    const none = { ...rest, objects: objects.filter(({ kind }) => kind !== 'Tenant') }
    expect(askQuestion(protections, none, {})).toMatchObject({ certainty: 'unknown', severity: 'none' })
  })
})
