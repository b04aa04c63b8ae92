import { describe, expect, it } from 'vitest'
import { applyMutatingPolicies } from '../../src/admission/policies/mutating-policies.ts'
import { withoutObjectLiterals } from '../../src/admission/policies/object-literals.ts'
import type { AdmissionOutcome } from '../../src/apiserver/admission.ts'
import type { ResourceKey } from '../../src/object/gvk.ts'
import { pods, requestOf, stateWith } from '../plugins/admission-fixture.ts'
import { configMap, createOf, mutatingBinding, mutatingPolicy, namespace, ruleOfConfigMaps } from './policy-fixture.ts'

type Stored = readonly [ResourceKey, object]

const jsonPatch = (expression: string) => ({ patchType: 'JSONPatch', jsonPatch: { expression } })
const configuration = (expression: string) => ({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } })

function applied(object: object, objects: readonly Stored[], again = false): AdmissionOutcome {
  return applyMutatingPolicies(createOf(object), stateWith(namespace, ...objects), (changed) => changed, again)
}

function mutated(mutations: readonly object[], spec: object = {}): AdmissionOutcome {
  return applied(configMap({ a: '1' }), [mutatingPolicy('p', mutations, spec), mutatingBinding('p')])
}

const sentence = "policy 'p' with binding 'p-binding' denied request: "

describe('MutatingAdmissionPolicy', () => {
  it('applies JSON patches one after the other, each on what the one before made', () => {
    const outcome = mutated([
      jsonPatch(`[JSONPatch{op: "add", path: "/metadata/labels", value: {"a": object.data.a}}]`),
      jsonPatch(`[
        JSONPatch{op: "test", path: "/metadata/labels/a", value: "1"},
        JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("x/y"), value: object.metadata.labels.a == "1" ? "yes" : "no"}
      ]`),
    ])
    expect(outcome).toMatchObject({ object: { metadata: { labels: { a: '1', 'x/y': 'yes' } } } })
  })

  it('does nothing where a test of the patch does not hold', () => {
    const outcome = mutated([
      jsonPatch(`[JSONPatch{op: "remove", path: "/data/a"}, JSONPatch{op: "test", path: "/data/b", value: "1"}]`),
    ])
    expect(outcome).toMatchObject({ object: { data: { a: '1' } } })
  })

  it.each([
    ['add', '/spec/x', 'add operation does not apply: doc is missing path: "/spec/x": missing value'],
    ['remove', '/data/x', "error in remove for path: '/data/x': Unable to remove nonexistent key: x: missing value"],
  ])('is refused where %s of %s cannot be applied, with code 403 and reason Invalid', (op, path, text) => {
    const outcome = mutated([jsonPatch(`[JSONPatch{op: "${op}", path: "${path}", value: "1"}]`)])
    const message = `${sentence}JSON Patch: ${text}`
    expect(outcome).toMatchObject({
      refusal: {
        code: 403,
        body: { message, reason: 'Invalid', details: { name: 'c', causes: [{ message }] }, code: 403 },
      },
    })
  })

  it('fails open where the policy says so', () => {
    const outcome = mutated([jsonPatch(`[JSONPatch{op: "remove", path: object.nowhere}]`)], { failurePolicy: 'Ignore' })
    expect(outcome).toMatchObject({ object: { data: { a: '1' } } })
  })

  it('merges configurations', () => {
    const outcome = mutated([
      configuration(`Object{metadata: Object.metadata{labels: {"by": request.userInfo.username}}, data: {"b": "2"}}`),
    ])
    expect(outcome).toMatchObject({ object: { metadata: { labels: { by: 'alice' } }, data: { a: '1', b: '2' } } })
  })

  it('merges lists by their keys and refuses those that have none', () => {
    const rule = { ...ruleOfConfigMaps, resources: ['pods'] }
    const podWith = (expression: string): AdmissionOutcome => {
      const objects = [
        namespace,
        mutatingPolicy('p', [configuration(expression)], { matchConstraints: { resourceRules: [rule] } }),
        mutatingBinding('p'),
      ]
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p', namespace: 'n' },
        spec: { containers: [{ name: 'c', image: 'i' }] },
      }
      return applyMutatingPolicies(requestOf(pods, pod), stateWith(...objects), (changed) => changed, false)
    }
    expect(
      podWith(`Object{spec: Object.spec{containers: [Object.spec.containers{name: "c", imagePullPolicy: "Always"}]}}`),
    ).toMatchObject({ object: { spec: { containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Always' }] } } })
    expect(podWith(`Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: "k"}]}}`)).toMatchObject({
      refusal: {
        body: {
          message: `${sentence}error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.tolerations`,
        },
      },
    })
  })

  it('says what it cannot evaluate, and changes nothing', () => {
    const outcome = mutated([configuration(`Object{data: {"u": url(object.data.a).getHost()}}`)])
    expect(outcome).toMatchObject({ object: { data: { a: '1' } } })
    expect(outcome.findings).toEqual([expect.stringMatching(/MutatingAdmissionPolicy p .*, taken to change nothing$/)])
  })

  it('is applied again only where it asked for that', () => {
    const patch = jsonPatch(`[JSONPatch{op: "add", path: "/data/again", value: "1"}]`)
    const again = (reinvocationPolicy: string): AdmissionOutcome =>
      applied(configMap(), [mutatingPolicy('p', [patch], { reinvocationPolicy }), mutatingBinding('p')], true)
    expect(again('IfNeeded')).toMatchObject({ object: { data: { again: '1' } } })
    expect(again('Never')).toMatchObject({ object: { data: {} } })
  })

  it('with a binding that cannot be configured forbids', () => {
    const policy = mutatingPolicy('p', [], { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } })
    const binding = mutatingBinding('p', { paramRef: { name: 'x', parameterNotFoundAction: 'Deny' } })
    expect(applied(configMap(), [policy, binding])).toMatchObject({
      refusal: {
        code: 403,
        body: {
          reason: 'Forbidden',
          message: `${sentence}failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
        },
      },
    })
  })
})

describe('literals of objects', () => {
  it.each([
    ['Object{a: 1}', 'objectLiteral({"a": 1})'],
    ['Object.spec.x {a: b ? c : d, e: {"f": 1}}', 'objectLiteral({"a": b ? c : d, "e": {"f": 1}})'],
    ['[JSONPatch{op: "Object{a: 1}"}]', '[objectLiteral({"op": "Object{a: 1}"})]'],
    ['{object.a: 1}', '{object.a: 1}'],
    ['Object{a: Object.a{b: [c, d]}, e: f}', 'objectLiteral({"a": objectLiteral({"b": [c, d]}), "e": f})'],
    ['MyObject{a: 1}', 'MyObject{a: 1}'],
  ])('%s becomes %s', (expression, expected) => {
    expect(withoutObjectLiterals(expression)).toBe(expected)
  })
})
