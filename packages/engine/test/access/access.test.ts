import { readFileSync } from 'node:fs'
import { builtinResources } from '@capsule-whatif/model'
import { expect, it } from 'vitest'
import { type AccessAnswer, access } from '../../src/access/access.ts'
import { accessJson } from '../../src/access/access-json.ts'
import { impersonatedUser } from '../../src/action/impersonated-user.ts'
import { parseAction } from '../../src/action/parse-action.ts'
import { ask } from '../../src/ask.ts'
import { accessText } from '../../src/report/access-text.ts'
import { loadSnapshot } from '../../src/snapshot/load-snapshot.ts'
import { definedResources } from '../../src/snapshot/named-resource.ts'

const file = new URL('../../../fixtures/clusters/two-tenants.json', import.meta.url)
const snapshot = loadSnapshot([{ name: 'two-tenants.json', text: readFileSync(file, 'utf8') }])
const bob = impersonatedUser('bob', ['projectcapsule.dev'])
const alice = impersonatedUser('alice', ['projectcapsule.dev'])

function asked(text: string, user = alice): AccessAnswer | undefined {
  const resources = [...builtinResources, ...definedResources(snapshot.objects)]
  const parsed = parseAction(text, { resources, readFile: () => undefined })
  return parsed.ok ? access(snapshot.objects, { text, actions: parsed.value.actions, user }) : undefined
}

it('says that no rule allows a stranger to delete a namespace, and which right would', () => {
  const [direct] = asked('delete namespace oil-dev', bob)?.commands[0]?.roads ?? []
  expect(direct?.run.requests[0]?.decision).toEqual({ allowed: false, text: 'no RBAC rule allows it' })
  expect(direct?.extraRights.rules).toEqual([
    { apiGroups: [''], resources: ['namespaces'], resourceNames: ['oil-dev'], verbs: ['delete'] },
  ])
})

it('does not wait for a namespace to go with --wait=false, so that nothing is refused', () => {
  const roads = asked('delete namespace oil-dev --wait=false')?.commands[0]?.roads ?? []
  expect(roads.map(({ run }) => [run.end, run.exitCode, run.requests.length])).toEqual([
    ['done', 0, 1],
    ['done', 0, 1],
  ])
  expect(roads.map(({ extraRights }) => extraRights.rules)).toEqual([[], []])
  expect(asked('delete namespace oil-dev --wait=true')?.commands[0]?.roads[0]?.run.end).toBe('hangs')
})

it('shows what is listed, through the proxy to an owner the namespaces of their tenants', () => {
  const [direct, throughProxy] = asked('get namespaces')?.commands[0]?.roads ?? []
  expect(direct?.run.printed[0]?.text).toContain('cannot list resource "namespaces"')
  expect(throughProxy?.run.printed.map(({ text }) => text)).toEqual(['NAME ...', 'oil-dev ...', 'oil-prod ...'])
  const [empty] = asked('get pods -n oil-dev')?.commands[0]?.roads ?? []
  expect(empty?.run.printed).toEqual([{ stream: 'stderr', text: 'No resources found in oil-dev namespace.' }])
})

it('says that no right helps where a webhook refuses', () => {
  const [refused] = asked('delete limitrange capsule-oil-0 -n oil-dev')?.commands[0]?.roads ?? []
  expect(refused?.run.end).toBe('failed')
  expect(refused?.extraRights.rules).toBeUndefined()
  expect(refused?.extraRights.why).toContain('admission webhook')
})

it('tells for people and for programs that the proxy was not recorded', () => {
  const answer = asked('delete namespace oil-dev')
  if (!answer) throw new Error('not understood')
  expect(accessText(answer)).toContain('from the specification, not recorded')
  expect(JSON.stringify(accessJson(answer))).toContain('"basis":"specification"')
})

it('knows no access for actions that look first', () => {
  expect(asked('delete namespaces --all')).toBeUndefined()
})

it('a prediction names the rule that allowed a request, and says so where none does', () => {
  const answer = ask(snapshot, [
    { do: 'create namespace oil-new', as: alice },
    { do: 'delete namespace oil-dev', as: bob },
  ])
  expect(answer.actions[0]?.decidedBy?.role.name).toBe('capsule-namespace-provisioner')
  expect(answer.refusals[0]?.decision?.text).toBe('no RBAC rule allows it')
  expect(ask(snapshot, ['create namespace new']).actions[0]?.decidedBy).toBeUndefined()
})
