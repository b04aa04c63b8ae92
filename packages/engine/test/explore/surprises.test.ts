import { builtinResources, type KubeObject } from '@capsule-whatif/model'
import { expect, test } from 'vitest'
import { defaultUser } from '../../src/action/impersonated-user.ts'
import { parseAction } from '../../src/action/parse-action.ts'
import { exploreSnapshot } from '../../src/explore/explore-snapshot.ts'
import { type HuntedSurprise, type HuntSnapshotOptions, huntSnapshot } from '../../src/explore/hunt-snapshot.ts'
import type { PredictedAction } from '../../src/predict/predict.ts'
import { definedResources } from '../../src/snapshot/named-resource.ts'
import { aTeam, aTeamWithCharter, twoTenants } from './small-team.ts'

/** The surprise of that name that a hunt finds, which it is not told of. */
function found(objects: readonly KubeObject[], name: string, options: HuntSnapshotOptions): HuntedSurprise | undefined {
  return huntSnapshot(objects, { delaysMax: 0, ...options }).surprises.find((surprise) => surprise.name === name)
}

function texts(surprise: HuntedSurprise | undefined): readonly string[] {
  return (surprise?.schedule ?? []).map(({ text }) => text)
}

function actions(objects: readonly KubeObject[], ...all: readonly string[]): readonly PredictedAction[] {
  const context = { resources: [...builtinResources, ...definedResources(objects)], readFile: () => undefined }
  return all.map((text) => {
    const parsed = parseAction(text, context)
    if (!parsed.ok) throw new Error(parsed.error.message)
    return { text, actions: parsed.value.actions, user: defaultUser }
  })
}

test('an owner found absent while nobody served its kind stays absent for what is looked at later', () => {
  const surprise = found(aTeamWithCharter(), 'no-object-with-an-owner-in-place-is-collected', {
    operatorRunning: false,
    about: ['definition', 'other owners'],
    deedsMax: 4,
    delaysMax: 1,
  })
  expect(surprise?.says).toContain('is owned by blue, which lives')
  expect(texts(surprise)).toContain('make CustomResourceDefinition teams.example.com again')
  expect(texts(surprise).length).toBeLessThan(12)
  expect(surprise?.needs).toContain('Namespace blue-prod')
})

test('whether the mapper is reset in time decides whether a namespace goes with a definition that vanished', () => {
  const objects = aTeamWithCharter()
  const asked = actions(
    objects,
    'delete crd teams.example.com',
    `patch crd teams.example.com --type merge -p '{"metadata":{"finalizers":null}}'`,
    'delete clusterrole blue-charter',
  )
  const { answer } = exploreSnapshot(objects, asked, {
    operatorRunning: false,
    when: 'promptly',
    disturbances: ['reset'],
    asked: ['Namespace/blue-dev'],
  })
  const lost = answer.effects.find(({ effect }) => effect.outcome === 'gone' && effect.name === 'blue-dev')
  expect(lost?.verdict).toBe('may')
  const deciding = [lost?.window?.having.text, lost?.window?.lacking.text]
  expect(deciding).toContain('garbage-collector-controller mapper/')
  expect(lost?.window?.before.length).toBeLessThan(11)
})

test('an owner made again under its name while the collector is blind leaves its dependents behind', () => {
  const surprise = found(aTeam(), 'no-object-outlives-its-last-owner', {
    operatorRunning: false,
    about: ['definition', 'owner'],
    deedsMax: 5,
  })
  expect(surprise?.says).toBe('Namespace blue-dev: is there, and none of its owners is')
  expect(texts(surprise)).toContain('make Team blue again')
  expect(texts(surprise).length).toBeLessThan(12)
})

test('a Tenant takes along a namespace of another whose name its status still holds', () => {
  const surprise = found(twoTenants(), 'a-tenant-takes-only-its-own-namespaces-along', {
    about: ['owner', 'membership'],
    statesMax: 12_000,
  })
  expect(surprise?.says).toBe('Namespace gas-dev: was deleted with a Tenant not its own')
  expect(texts(surprise)).toEqual([
    'delete Namespace gas-dev',
    'namespace-controller gas-dev',
    'delete Tenant gas',
    'create Namespace gas-dev',
    'capsule/tenants gas',
  ])
})

test('a quota restricts nothing until its controller has counted', () => {
  const surprise = found(twoTenants(), 'quotas hold', { about: ['quota'], deedsMax: 2 })
  expect(surprise?.says).toBe('1 pods in gas-dev, where ResourceQuota pods-as-now allows 0')
  expect(texts(surprise)).toEqual(['create ResourceQuota gas-dev/pods-as-now', 'create Pod gas-dev/one-more'])
  expect(surprise?.needs).toEqual(['Namespace gas-dev', 'ServiceAccount gas-dev/default'])
})
