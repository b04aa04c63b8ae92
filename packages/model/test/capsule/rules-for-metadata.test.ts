import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { inNamespace, judged, mutatedByRules, rule } from './rules-world.ts'
import {
  admissionRequest,
  admitNamespace,
  alice,
  ask,
  configuration,
  objectOf,
  reference,
  stateOf,
  tenant,
  verdictOf,
} from './webhook-world.ts'

const labelled = (labels: Readonly<Record<string, string>>) => inNamespace('ConfigMap', {}, { labels })
const labels = (labels: JsonObject, kinds: readonly string[] = ['ConfigMap']) => ({ metadata: [{ kinds, labels }] })

describe('labels', () => {
  test('that a rule which allows requires are there', () => {
    const allow = rule('allow', labels({ team: { required: true } }))
    expect(judged([allow], labelled({}))).toBe('403 metadata label "team" is required at metadata.labels["team"]')
    expect(judged([allow], labelled({ team: 'x' }))).toBe('allowed')
    expect(judged([rule('deny', labels({ team: { required: true } }))], labelled({}))).toBe('allowed')
  })

  test('have allowed values; empty ones are not looked at', () => {
    const allow = [rule('allow', labels({ team: { values: [{ exact: ['a', 'b'] }] } }))]
    expect(judged(allow, labelled({ team: 'c' }))).toBe(
      '403 metadata label "c" at metadata.labels["team"] is not allowed by namespace rule: value did not match any allowed rule. Allowed metadata values: exact: a, b',
    )
    expect(judged(allow, labelled({ team: '' }))).toBe('allowed')
    expect(judged(allow, labelled({ other: 'c' }))).toBe('allowed')
  })

  test('are meant by patterns of keys, of which a star stands for anything', () => {
    const deny = [rule('deny', labels({ 'example.com/*': { values: [{ exp: '.*' }] } }))]
    expect(judged(deny, labelled({ 'example.com/a': 'x' }))).toContain('at metadata.labels["example.com/a"] is denied')
    expect(judged(deny, labelled({ 'sub.example.com/a': 'x' }))).toBe('allowed')
  })

  test('that Capsule manages are left alone, and so are objects that it manages', () => {
    const deny = [rule('deny', labels({ '*': { values: [{ exp: '.*' }] } }))]
    expect(judged(deny, labelled({ 'capsule.clastix.io/managed-by': 'oil' }))).toBe('allowed')
    expect(judged(deny, labelled({ 'projectcapsule.dev/managed-by': 'resources', a: 'b' }))).toBe('allowed')
    expect(judged(deny, labelled({ a: 'b' }))).not.toBe('allowed')
  })

  test('of other kinds are not meant', () => {
    expect(judged([rule('allow', labels({ team: { required: true } }, ['Pod']))], labelled({}))).toBe('allowed')
  })
})

test('annotations are judged after labels', () => {
  const metadata = [
    {
      kinds: ['*'],
      labels: { a: { values: [{ exact: ['bad'] }] } },
      annotations: { a: { values: [{ exact: ['bad'] }] } },
    },
  ]
  const object = inNamespace('ConfigMap', {}, { labels: { a: 'ok' }, annotations: { a: 'bad' } })
  expect(judged([rule('deny', { metadata })], object)).toBe(
    '403 metadata annotation "bad" at metadata.annotations["a"] is denied by namespace rule: matched denied rule exact: bad',
  )
})

test('defaults fill what is absent, managed values replace', () => {
  const object = mutatedByRules(
    [rule('allow', labels({ team: { default: 'd' }, tier: { managed: 'm' }, own: { default: 'd' } }))],
    labelled({ tier: 'mine', own: 'mine' }),
  )
  expect(object.metadata.labels).toEqual({ team: 'd', tier: 'm', own: 'mine' })
})

describe('a Namespace', () => {
  const world = (kinds: readonly string[]) =>
    stateOf(
      configuration(),
      tenant('oil', 'alice', { rules: [rule('allow', labels({ team: { required: true } }, kinds))] }),
    )
  const namespace = objectOf('Namespace', {
    name: 'oil-dev',
    labels: { 'capsule.clastix.io/tenant': 'oil' },
    ownerReferences: [reference('oil')],
  })

  test('is meant only by its name', () => {
    const request = admissionRequest('CREATE', alice, namespace)
    expect(admitNamespace(request, world(['Namespace'])).verdict).toBe(
      '403 metadata label "team" is required at metadata.labels["team"]',
    )
    expect(admitNamespace(request, world(['*'])).verdict).toBe('allowed')
  })
})

describe('rules for metadata name kinds', () => {
  const verdict = (metadata: JsonObject) => {
    const object = inNamespace('RuleStatus', {
      spec: [{ enforce: { metadata: [{ labels: { a: {} }, ...metadata }] } }],
    })
    const answer = ask('/rulestatus/validating', admissionRequest('CREATE', alice, object), stateOf())
    return verdictOf(answer).replace('rules[0].enforce.metadata[0].', '')
  }

  test('that the cluster serves', () => {
    expect(verdict({ kinds: ['Pod', 'Namespace', 'Any*'] })).toBe('allowed')
    expect(verdict({ apiGroups: ['apps'], kinds: ['Deployment'] })).toBe('allowed')
    expect(verdict({ kinds: ['Pod', 'Widget'] })).toBe(
      '403 kinds[1] "Widget" for apiGroups[0] "v1" is invalid: no matches for kind "Widget" in version "v1"',
    )
    expect(verdict({ apiGroups: ['*', 'apps'], kinds: ['Pod'] })).toBe(
      '403 kinds[0] "Pod" for apiGroups[1] "apps" is invalid: no matches for kind "Pod" in group "apps"',
    )
  })

  test('that lie in namespaces', () => {
    expect(verdict({ kinds: ['Node'] })).toBe(
      '403 kinds[0] "Node" for apiGroups[0] "v1" is invalid: GVK /v1, Kind=Node has unsupported scope "root"',
    )
  })
})
