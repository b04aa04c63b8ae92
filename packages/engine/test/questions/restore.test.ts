import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { nameText } from '../../src/questions/asking/object-name.ts'
import { type RestoreAnswer, restore } from '../../src/questions/restore.ts'
import type { RestoreTrial, RestoreWay } from '../../src/questions/restoring/restore-trial.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

function trial({ trials }: RestoreAnswer, way: RestoreWay): RestoreTrial {
  const found = trials.find(
    (each) => each.order === way.order && each.references === way.references && each.road === way.road,
  )
  if (found === undefined) throw new Error('there is no such trial')
  return found
}

const bare = 'with the operator stopped and its webhook configurations deleted'

describe('restore', () => {
  const answer = askQuestion(restore, exampleSnapshot(), { after: ['delete tenant oil'] })

  it('with the uids of the backup is refused as incident-backup-restored recorded', () => {
    const { messages } = recorded('incident', 'incident-backup-restored')
    const { refused } = trial(answer, { order: 'Tenants before Namespaces', references: 'kept', road: 'as it is' })
    expect(refused.map(({ message }) => message)).toContain(messages[2])
    expect(messages[3]).toBe('namespaces "oil-prod" not found')
    expect(refused.flatMap(({ objects }) => objects.map(nameText))).toContain('ConfigMap oil-prod/ledger')
  })

  it('with nobody to refuse it the garbage collector takes what names a uid that is gone', () => {
    const kept = trial(answer, { order: 'Tenants before Namespaces', references: 'kept', road: bare })
    expect(kept.collected.map(nameText)).toEqual(['Namespace oil-dev', 'Namespace oil-prod'])
    expect(kept.complete).toBe(false)
  })

  it('with uids mapped, Tenants first, all is back', () => {
    expect(trial(answer, { order: 'Tenants before Namespaces', references: 'mapped', road: bare })).toMatchObject({
      complete: true,
      missing: [],
    })
  })

  it('names the owner whose uid is gone', () => {
    expect(answer.owners).toMatchObject([{ owner: { kind: 'Tenant', name: 'oil' } }])
    expect(answer.owners[0]?.now).toBeUndefined()
  })

  it('of a cluster that has everything has nothing to do', () => {
    expect(askQuestion(restore, exampleSnapshot(), {})).toMatchObject({ lacking: [], trials: [], severity: 'none' })
  })

  it('takes a backup of another time', () => {
    const { objects, ...rest } = exampleSnapshot()
    const without = objects.filter(({ metadata }) => metadata.name !== 'ledger')
    const { lacking, trials } = askQuestion(restore, { ...rest, objects: without }, { backup: exampleSnapshot() })
    expect(lacking.map(nameText)).toEqual(['ConfigMap oil-prod/ledger'])
    expect(trials.every(({ complete }) => complete)).toBe(true)
  })
})
