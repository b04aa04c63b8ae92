import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { nameText } from '../../src/questions/asking/object-name.ts'
import { compare } from '../../src/questions/compare.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

const deletion = 'delete crd tenants.capsule.clastix.io'

describe('compare', () => {
  it('two ways differ by what incident-crd-deleted and incident-crd-deleted-operator-down recorded differently', () => {
    const [up, down] = [
      recorded('incident', 'incident-crd-deleted'),
      recorded('incident', 'incident-crd-deleted-operator-down'),
    ]
    const { differences } = askQuestion(compare, up.snapshot, { do: [deletion], instead: ['operator stop', deletion] })
    const lostOnlyUp = up.gone.filter((name) => !down.gone.includes(name))
    expect(
      differences
        .filter(({ one, other }) => one === 'gone' && other !== 'gone')
        .map(({ object }) => nameText(object))
        .sort(),
    ).toEqual(lostOnlyUp)
  })

  it('two snapshots differ by what protects one of them', () => {
    const { differences, one, other, severity } = askQuestion(compare, exampleSnapshot(), {
      do: ['delete tenant oil'],
      with: exampleSnapshot('two-tenants-prevent-deletion'),
    })
    expect([one.refused.length, other.refused.length]).toEqual([0, 1])
    expect(differences).toContainEqual({ object: { kind: 'Tenant', name: 'oil' }, one: 'gone', other: 'same' })
    expect(severity).toBe('danger')
  })

  it('the same done to the same does not differ', () => {
    expect(askQuestion(compare, exampleSnapshot(), { do: [deletion], instead: [deletion] })).toMatchObject({
      differences: [],
      severity: 'none',
    })
  })

  it('with nothing to compare with says so', () => {
    expect(() => askQuestion(compare, exampleSnapshot(), { do: [deletion] })).toThrow(
      '--instead ACTION, or --with SNAPSHOT',
    )
  })
})
