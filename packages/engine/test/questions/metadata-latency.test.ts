import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { metadataLatency } from '../../src/questions/metadata-latency.ts'
import { exampleSnapshot } from './recorded.ts'

describe('metadata-latency', () => {
  it('says never where no order admits a pod before', () => {
    expect(askQuestion(metadataLatency, exampleSnapshot(), { tenant: 'oil' })).toMatchObject({
      severity: 'none',
      certainty: 'never',
    })
  })

  it('metadata that comes by reconciles alone may come after a pod', () => {
    const { objects, ...rest } = exampleSnapshot()
    const labelled = objects.map((object) =>
      object.kind === 'Tenant' && object.metadata.name === 'oil'
        ? {
            ...object,
            spec: {
              ...(object.spec as object),
              namespaceOptions: { additionalMetadata: { labels: { team: 'oil' } } },
            },
          }
        : object,
    )
    const answer = askQuestion(metadataLatency, { ...rest, objects: labelled }, { tenant: 'oil', mode: 'reconcile' })
    expect(answer).toMatchObject({ severity: 'warning', certainty: 'may' })
  })
})
