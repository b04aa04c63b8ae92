import { describe, expect, it } from 'vitest'
import { readInstallations } from '../../src/cli/installations.ts'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { upgradeQuestion } from '../../src/questions/upgrade.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

const upgrade = upgradeQuestion(readInstallations)

describe('upgrade', () => {
  it('is as bad as what it deletes: moving a namespace by its label alone is refused as incident-migrate-label-only recorded', () => {
    const { snapshot } = recorded('incident', 'incident-crd-deleted', 'v0.7')
    const { actions, severity } = askQuestion(upgrade, snapshot, { from: '0.7', to: '0.14' })
    const moved = actions.find(({ title }) => title === 'administrator: move oil-dev to gas by its label')
    expect(moved?.to.code).toBe(recorded('incident', 'incident-migrate-label-only').codes[0])
    expect(severity).toBe('danger')
  })

  it('to the same version nothing that people do ends otherwise', () => {
    const { actions, severity } = askQuestion(upgrade, exampleSnapshot(), { from: '0.14', to: '0.14' })
    expect(actions.flatMap(({ changes }) => changes)).toEqual([])
    expect(severity).toBe('info')
  })
})
