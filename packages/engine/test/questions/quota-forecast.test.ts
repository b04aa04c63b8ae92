import type { KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { quotaForecast } from '../../src/questions/quota-forecast.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

describe('quota-forecast', () => {
  const { snapshot, messages, actions } = recorded('incident', 'incident-quota-exhausted')

  it('refuses what incident-quota-exhausted recorded, in the same words', () => {
    const objects = actions.flatMap(({ actions: [action] }) =>
      action?.type === 'request' ? [action.request.body as KubeObject] : [],
    )
    const { tried } = askQuestion(quotaForecast, snapshot, {
      manifests: { objects, origins: [], issues: [] },
      as: 'alice',
      asGroup: ['projectcapsule.dev'],
    })
    expect(tried.map(({ message = '' }) => message)).toEqual(messages)
  })

  it("reads the Tenant's bound and those of its quotas, the nearest first", () => {
    const { bounds } = askQuestion(quotaForecast, snapshot, {})
    expect(bounds).toContainEqual({
      by: { kind: 'Tenant', name: 'oil' },
      resource: 'configmaps',
      used: '3',
      hard: '6',
      percent: 50,
    })
    const percents = bounds.map(({ percent }) => percent)
    expect(percents).toEqual(percents.toSorted((a, b) => b - a))
  })

  it('a number of Namespaces is hit at the one that is too many', () => {
    const { objects, ...rest } = exampleSnapshot()
    const bound = objects.map((object) =>
      object.kind === 'Tenant' && object.metadata.name === 'oil'
        ? { ...object, spec: { ...(object.spec as object), namespaceOptions: { quota: 3 } } }
        : object,
    )
    const { tried, severity } = askQuestion(
      quotaForecast,
      { ...rest, objects: bound },
      { tenant: 'oil', namespaces: 2 },
    )
    expect(tried.map(({ admitted }) => admitted)).toEqual([true, false])
    expect(severity).toBe('warning')
  })
})
