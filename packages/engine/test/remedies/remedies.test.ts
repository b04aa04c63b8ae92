import type { KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { type GoalName, type GoalObjects, goalNames } from '../../src/remedies/remedy.ts'
import { remedyFor } from '../../src/remedies/remedy-for.ts'
import { exampleSnapshot } from '../questions/recorded.ts'
import { recordedTenants, replayedScript, undoneRemedy, withSystemNamespaceAttached } from './fixing.ts'

const patient = 120_000

interface Case {
  readonly what: string
  readonly goal: GoalName
  readonly named: GoalObjects
  readonly objects: () => readonly KubeObject[]
}

const both: readonly Omit<Case, 'objects'>[] = [
  { what: 'the definition of Tenant is replaced', goal: 'replace-definition', named: {} },
  { what: 'a namespace moves', goal: 'move-namespace', named: { namespace: 'oil-prod', tenant: 'gas' } },
  { what: 'a namespace leaves', goal: 'detach-namespace', named: { namespace: 'gas-dev' } },
  { what: 'the operator is uninstalled', goal: 'uninstall-operator', named: {} },
  { what: 'a tenant is made anew', goal: 'recreate-tenant', named: { tenant: 'oil' } },
]

const cases: readonly Case[] = [
  ...both.map((each) => ({ ...each, what: `${each.what}, 0.14`, objects: () => exampleSnapshot().objects })),
  ...both.map((each) => ({ ...each, what: `${each.what}, 0.7`, objects: () => recordedTenants('v0.7') })),
  ...['v0.14', 'v0.7'].map((version) => ({
    what: `a system namespace is detached, ${version}`,
    goal: 'detach-namespace' as const,
    named: { namespace: 'kube-public' },
    objects: () => withSystemNamespaceAttached(version),
  })),
]

describe('a remedy is found, and its script keeps every namespace and its content in every order', () => {
  it.each(cases)(
    '$what',
    ({ goal, named, objects: made }) => {
      const objects = made()
      const answer = remedyFor(objects, goal, named)
      expect(answer.remedy?.steps.length).toBeGreaterThan(0)
      expect(answer.remedy?.orders).toMatchObject({ holds: true, complete: true, breaks: [] })
      const replayed = replayedScript(objects, goal, answer, named)
      expect(replayed).toMatchObject({ holds: true, complete: true, breaks: [], states: answer.remedy?.orders.states })
    },
    patient,
  )
})

describe('an undo after any number of steps loses nothing, and gives every namespace back to its tenant', () => {
  it.each(cases.filter(({ goal }) => goal !== 'uninstall-operator'))(
    '$what',
    ({ goal, named, objects: made }) => {
      const objects = made()
      const answer = remedyFor(objects, goal, { ...named, statesMax: 1000 })
      for (const [index] of (answer.remedy?.steps ?? []).entries()) {
        const undone = undoneRemedy(objects, goal, answer, named, index + 1)
        expect({ steps: index + 1, ...undone }).toEqual({ steps: index + 1, refused: [], lost: [], elsewhere: [] })
      }
    },
    patient,
  )
})

describe('a script that lacks a step is not safe', () => {
  const { objects } = exampleSnapshot()

  it.each([
    ['replace-definition', {}, 1],
    ['recreate-tenant', { tenant: 'oil' }, 1],
    ['move-namespace', { namespace: 'oil-prod', tenant: 'gas' }, 0],
    ['uninstall-operator', {}, 3],
  ] as const)(
    '%s',
    (goal, named, left) => {
      const answer = remedyFor(objects, goal, named)
      if (answer.remedy === undefined) throw new Error('there is no remedy')
      const steps = answer.remedy.steps.filter((_, index) => index !== left)
      const verdict = replayedScript(objects, goal, { ...answer, remedy: { ...answer.remedy, steps } }, named)
      expect(verdict.holds).toBe(false)
      expect(verdict.counterexample?.length).toBeGreaterThan(0)
    },
    patient,
  )
})

describe('remedyFor', () => {
  const { objects } = exampleSnapshot()

  it('says so where no plan of so few steps is safe, and what the best of them breaks', () => {
    const { remedy, best, tried } = remedyFor(objects, 'recreate-tenant', { tenant: 'oil', stepsMax: 2 })
    expect(remedy).toBeUndefined()
    expect(best?.operations.length).toBeGreaterThan(0)
    expect(best?.breaks).toContain('missing: Tenant oil is there, and is not the one that was')
    expect(tried.likely).toBeGreaterThan(3)
  })

  it('says which limit it hit', () => {
    expect(remedyFor(objects, 'recreate-tenant', { tenant: 'oil', plansMax: 3 }).limits).toEqual(['plans'])
    expect(remedyFor(objects, 'recreate-tenant', { tenant: 'oil', isOver: () => true }).limits).toEqual(['time'])
  })

  it('does nothing where nothing is to be done', () => {
    const { remedy } = remedyFor(objects, 'detach-namespace', { namespace: 'default' })
    expect(remedy?.steps).toEqual([])
  })

  it('tells what is away for a while', () => {
    const { remedy } = remedyFor(objects, 'recreate-tenant', { tenant: 'oil' })
    expect(remedy?.generatedAway).toContain('ResourceQuota oil-prod/capsule-oil-0')
    expect(remedy?.generatedLost).toEqual([])
  })

  it('leaves the objects that it was given as they were, and answers twice alike', () => {
    const before = JSON.stringify(objects)
    const first = remedyFor(objects, 'detach-namespace', { namespace: 'gas-dev' })
    expect(JSON.stringify(remedyFor(objects, 'detach-namespace', { namespace: 'gas-dev' }))).toBe(JSON.stringify(first))
    expect(JSON.stringify(objects)).toBe(before)
  })

  it.each(goalNames.filter((goal) => goal !== 'uninstall-operator'))('names what is missing for %s', (goal) => {
    expect(() => remedyFor([], goal)).toThrow(/Expected one of/)
  })
})
