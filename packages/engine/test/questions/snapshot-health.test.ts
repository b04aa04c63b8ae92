import { describe, expect, it } from 'vitest'
import { questions as asked } from '../../src/cli/questions.ts'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { snapshotHealth } from '../../src/questions/snapshot-health.ts'
import { questions } from '../../src/snapshot-health/health-finding.ts'
import { exampleSnapshot } from './recorded.ts'

describe('snapshot-health', () => {
  it('is as bad as what is missing', () => {
    const { objects, ...rest } = exampleSnapshot()
    const blind = { ...rest, objects: objects.filter(({ kind }) => kind !== 'CustomResourceDefinition') }
    expect(askQuestion(snapshotHealth, blind, {})).toMatchObject({ severity: 'danger', certainty: 'must' })
  })

  it('names questions as the catalogue has them', () => {
    const names = asked.map(({ name }) => name)
    expect(questions.filter((name) => name !== 'predict' && name !== 'plan' && !names.includes(name))).toEqual([])
  })
})
