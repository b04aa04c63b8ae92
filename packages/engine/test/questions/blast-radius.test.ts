import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { blastRadius } from '../../src/questions/blast-radius.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

describe('blast-radius', () => {
  it('ranks first what loses most, as many as case-many-namespaces recorded', () => {
    const { snapshot, gone } = recorded('case', 'case-many-namespaces')
    const { ranking } = askQuestion(blastRadius, snapshot, {})
    expect(ranking[0]).toMatchObject({ name: 'fleet', objects: gone.length, lost: { Namespace: 12, Tenant: 1 } })
  })

  it('counts what each loses of one command: together as many as incident-crd-deleted recorded', () => {
    const { snapshot, gone } = recorded('incident', 'incident-crd-deleted')
    const { ranking } = askQuestion(blastRadius, snapshot, { do: ['delete crd tenants.capsule.clastix.io'] })
    expect(ranking.reduce((sum, { objects }) => sum + objects, 0)).toBe(gone.length - 1)
  })

  it('a refused deletion loses nothing, as surely as never', () => {
    const { ranking, severity } = askQuestion(blastRadius, exampleSnapshot('two-tenants-prevent-deletion'), {})
    expect(ranking.map(({ objects, certainty }) => [objects, certainty])).toEqual(ranking.map(() => [0, 'never']))
    expect(severity).toBe('none')
  })

  it('says how many it left out', () => {
    expect(askQuestion(blastRadius, exampleSnapshot(), { most: 1 }).findings.join()).toContain('1 more are there')
  })
})
