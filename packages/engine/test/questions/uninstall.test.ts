import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { type TriedOrder, uninstall } from '../../src/questions/uninstall.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

describe('uninstall', () => {
  const { orders, severity } = askQuestion(uninstall, exampleSnapshot(), {})
  const orderOf = (name: string): TriedOrder | undefined => orders.find(({ order }) => order === name)

  /** order, recording of its decisive steps */
  it.each([
    ['helm uninstall, the operator ending first, then the definitions', 'case', 'case-operator-uninstalled'],
    ['the definitions first, while the operator runs', 'incident', 'incident-crd-deleted'],
    ['the operator first, then the Tenants in the background', 'bare', 'bare-tenant-deleted'],
    ['the operator first, then the Tenants with --cascade=orphan', 'bare', 'bare-recreated-after-orphan'],
  ])('%s: the Namespaces go or stay as recorded in %s/%s', (order, family, name) => {
    const { gone } = recorded(family, name)
    const isLost = orderOf(order)?.namespacesLost.includes('oil-prod')
    expect(isLost).toBe(gone.includes('Namespace oil-prod'))
  })

  it('puts an order first that loses nothing and leaves nothing', () => {
    expect(orders[0]).toMatchObject({ safe: true, left: {}, namespacesLost: [] })
    expect(orders[0]?.steps.every(({ refused }) => refused === 0)).toBe(true)
    expect(severity).toBe('warning')
  })

  it('says what hangs where the finalizers stay', () => {
    const { left } = orderOf('helm uninstall, the operator ending first, then the definitions') ?? { left: {} }
    expect(left).toMatchObject({ CustomResourceDefinition: 1, Tenant: 2 })
  })
})
