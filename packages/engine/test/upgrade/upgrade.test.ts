import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { readInstallations } from '../../src/cli/installations.ts'
import { restoreDefinition } from '../../src/replay/emptied.ts'
import { upgradeText } from '../../src/report/upgrade-text.ts'
import { capsuleVersionOf } from '../../src/snapshot/capsule-version.ts'
import { type Change, changesOf } from '../../src/upgrade/changes.ts'
import { withInstallation } from '../../src/upgrade/installation.ts'
import type { TriedAction } from '../../src/upgrade/tried-action.ts'
import { type ComparedAction, type UpgradeAnswer, upgrade } from '../../src/upgrade/upgrade.ts'

const traces = join(import.meta.dirname, '../../../fixtures/traces')
const installations = readInstallations()

function read(path: string): Json {
  return JSON.parse(readFileSync(join(traces, path), 'utf8')) as Json
}

/** The cluster that a scenario of v0.7 was recorded on. */
function cluster07(): readonly KubeObject[] {
  const { items } = read('baseline-0.7.json') as unknown as { readonly items: readonly KubeObject[] }
  const line = readFileSync(join(traces, 'v0.7/incident.jsonl'), 'utf8')
    .split('\n')
    .find((each) => each.includes('"name":"incident-crd-deleted"'))
  const { before } = JSON.parse(line ?? '') as { readonly before: readonly KubeObject[] }
  const definitions = items.map((object) =>
    object.kind === 'CustomResourceDefinition'
      ? restoreDefinition(object, read(`crds-0.7/${object.metadata.name}.json`), items)
      : object,
  )
  return [...definitions, ...before]
}

function action({ actions }: UpgradeAnswer, title: string): ComparedAction {
  const found = actions.find((each) => each.title === title)
  if (!found) throw new Error(`there is no action ${title}`)
  return found
}

function objectsOf({ changes }: ComparedAction, type: Change['type']): readonly string[] {
  return changes.flatMap((change) => (change.type === type && 'objects' in change ? change.objects : []))
}

describe('from Capsule 0.7 to 0.14', () => {
  const answer = upgrade(cluster07(), { from: '0.7', to: '0.14', installations })

  it('an owner may not delete generated RoleBindings any more', () => {
    const { changes, to } = action(answer, 'owner of oil: delete a generated RoleBinding in oil-dev')
    expect(changes).toEqual([{ type: 'refused now' }])
    expect(to.message).toContain('can only be done by the controller or administrators')
  })

  it('an administrator may not move a namespace by its label alone', () => {
    const moved = action(answer, 'administrator: move oil-dev to gas by its label')
    expect([moved.from.code, moved.to.code]).toEqual([200, 500])
  })

  it('the namespaces of a tenant that is deleted with --cascade=orphan go, where they survived', () => {
    const deleted = action(answer, 'administrator: delete oil with --cascade=orphan')
    expect(objectsOf(deleted, 'deleted now')).toEqual(
      expect.arrayContaining(['Namespace oil-dev', 'Namespace oil-prod']),
    )
  })

  it('the definition of Tenant hangs in its deletion while the operator is down, where it went', () => {
    const deleted = action(answer, 'administrator: delete the definition of Tenant, the operator being down')
    expect(objectsOf(deleted, 'held now')).toContain('Tenant oil')
    expect(objectsOf(deleted, 'survives now')).toContain('Tenant oil')
  })

  it('everyday work of owners goes on', () => {
    for (const title of ['create a namespace without prefix', 'label oil-dev', 'delete oil-dev'])
      expect(action(answer, `owner of oil: ${title}`)).toMatchObject({ changes: [], from: { allowed: true } })
  })

  it('the operator replaces the RoleBindings that it generates, when it starts', () => {
    const ofBindings = answer.itself.filter(({ kind }) => kind === 'RoleBinding').map(({ outcome }) => outcome)
    expect(new Set(ofBindings)).toEqual(new Set(['gone', 'created']))
  })

  it('is told for people by sort of change', () => {
    const text = upgradeText(answer)
    expect(text).toContain('Will be refused, was allowed:\n  owner of gas: delete a generated RoleBinding in gas-dev')
    expect(text).toContain('Will delete what survived:\n  administrator: delete gas with --cascade=orphan')
  })
})

it('between a version and itself nothing changes', () => {
  const answer = upgrade(cluster07(), { from: '0.7', to: '0.7', installations })
  expect(answer.actions.filter(({ changes }) => changes.length > 0)).toEqual([])
})

describe('what a chart installs', () => {
  it('takes the place of what that of the other version installed', () => {
    const upgraded = withInstallation(cluster07(), '0.14', installations)
    expect(capsuleVersionOf(upgraded)).toBe('0.14')
    const names = upgraded
      .filter(({ kind }) => kind.endsWith('WebhookConfiguration'))
      .map(({ metadata }) => metadata.name)
    expect(new Set(names)).toEqual(new Set(['capsule-dynamic-webhook']))
  })

  it('keeps who is a Capsule user, and the identity of what is there already', () => {
    const groups = ['devs']
    const objects = cluster07().map((object) =>
      object.kind === 'CapsuleConfiguration'
        ? {
            ...object,
            metadata: { ...object.metadata, uid: 'u' },
            spec: { userGroups: groups, forceTenantPrefix: true },
          }
        : object,
    )
    const upgraded = withInstallation(objects, '0.14', installations)
    const configuration = upgraded.find(({ kind }) => kind === 'CapsuleConfiguration')
    expect(configuration?.metadata.uid).toBe('u')
    expect(configuration?.spec).toMatchObject({ users: [{ kind: 'Group', name: 'devs' }], forceTenantPrefix: true })
    const back = withInstallation(upgraded, '0.7', installations).find(({ kind }) => kind === 'CapsuleConfiguration')
    expect(back?.spec).toMatchObject({ userGroups: groups })
  })
})

describe('changes', () => {
  const tried = (change: Partial<TriedAction>): TriedAction => ({
    allowed: true,
    code: 200,
    lost: [],
    held: [],
    settled: true,
    ...change,
  })

  it('count only objects that both clusters have', () => {
    const to = tried({ lost: ['Namespace a', 'RuleStatus a/b'] })
    expect(changesOf(tried({}), to, new Set(['Namespace a']))).toEqual([
      { type: 'deleted now', objects: ['Namespace a'] },
    ])
  })

  it('do not tell apart which webhook cannot be called', () => {
    const down = (name: string): TriedAction =>
      tried({ allowed: false, code: 500, message: `Internal error occurred: failed calling webhook "${name}": x` })
    expect(changesOf(down('a'), down('b'), new Set())).toEqual([])
  })
})
