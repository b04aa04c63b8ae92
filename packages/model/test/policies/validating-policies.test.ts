import { describe, expect, it } from 'vitest'
import { askValidatingPolicies } from '../../src/admission/policies/validating-policies.ts'
import type { AdmissionOutcome, AdmissionRequest } from '../../src/apiserver/admission.ts'
import type { ResourceKey } from '../../src/object/gvk.ts'
import { namespaces, requestOf, stateWith, typeOf } from '../plugins/admission-fixture.ts'
import {
  configMap,
  createOf,
  namespace,
  ruleOfConfigMaps,
  validatingBinding,
  validatingPolicy,
} from './policy-fixture.ts'

type Stored = readonly [ResourceKey, object]

function ask(request: AdmissionRequest, ...objects: readonly Stored[]): AdmissionOutcome {
  return askValidatingPolicies(request, stateWith(namespace, ...objects))
}

/** What a bound policy says to a ConfigMap. */
function asked(spec: object, bound: object = {}, request: AdmissionRequest = createOf(configMap({ a: '1' }))) {
  const outcome = ask(request, validatingPolicy('p', spec), validatingBinding('p', bound))
  return 'refusal' in outcome ? outcome.refusal.body.message : outcome.warnings
}

const never = { validations: [{ expression: 'false' }] }
const denial = `configmaps "c" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p-binding' denied request: `

describe('ValidatingAdmissionPolicy', () => {
  it('denies with code 422 and reason Invalid, in a text that says forbidden', () => {
    const outcome = ask(createOf(configMap()), validatingPolicy('p', never), validatingBinding('p'))
    const message = "ValidatingAdmissionPolicy 'p' with binding 'p-binding' denied request: failed expression: false"
    expect(outcome).toMatchObject({
      refusal: {
        code: 422,
        body: {
          message: `configmaps "c" is forbidden: ${message}`,
          reason: 'Invalid',
          details: { name: 'c', kind: 'configmaps', causes: [{ message }] },
          code: 422,
        },
      },
    })
  })

  it.each([
    ['Forbidden', 403],
    ['Unauthorized', 401],
    ['RequestEntityTooLarge', 413],
  ])('answers with the reason of the validation: %s is %i', (reason, code) => {
    const policy = validatingPolicy('p', { validations: [{ expression: 'false', reason }] })
    expect(ask(createOf(configMap()), policy, validatingBinding('p'))).toMatchObject({
      refusal: { code, body: { reason, code } },
    })
  })

  it('does nothing without a binding', () => {
    expect(ask(createOf(configMap()), validatingPolicy('p', never))).not.toHaveProperty('refusal')
  })

  it('says the computed message, else the given one, else the expression', () => {
    const computed = { expression: 'false', message: 'given', messageExpression: "'has ' + object.data.a" }
    expect(asked({ validations: [computed] })).toBe(`${denial}has 1`)
    expect(asked({ validations: [{ ...computed, messageExpression: 'object.data.z' }] })).toBe(`${denial}given`)
    expect(asked({ validations: [{ ...computed, messageExpression: "'two\\nlines'" }] })).toBe(`${denial}given`)
    expect(asked({ validations: [{ expression: ' 1 == 2 ' }] })).toBe(`${denial}failed expression: 1 == 2`)
  })

  it('tells the first of several denials', () => {
    const validations = [{ expression: 'true' }, { expression: 'false', message: 'one' }, { expression: 'false' }]
    expect(asked({ validations })).toBe(`${denial}one`)
  })

  it('warns where the binding says so, and only the audit log hears of Audit', () => {
    const warning =
      "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'p-binding': failed expression: false"
    expect(asked(never, { validationActions: ['Warn', 'Audit'] })).toEqual([warning])
    expect(asked(never, { validationActions: ['Audit'] })).toEqual([])
  })

  it('denies what fails, unless the policy fails open', () => {
    const validations = [{ expression: 'object.spec.x == 1' }]
    const failure = `${denial}expression 'object.spec.x == 1' resulted in error: no such key: spec`
    expect(asked({ validations })).toBe(failure)
    expect(asked({ validations, failurePolicy: 'Ignore' })).toEqual([])
  })

  it('leaves out what a match condition does not hold for; a failing one denies', () => {
    expect(asked({ ...never, matchConditions: [{ name: 'm', expression: "object.data.a == '2'" }] })).toEqual([])
    expect(asked({ ...never, matchConditions: [{ name: 'm', expression: 'object.x == 1' }] })).toBe(
      `${denial}expression 'object.x == 1' resulted in error: no such key: x`,
    )
    const failingFirst = [
      { name: 'a', expression: 'object.x == 1' },
      { name: 'b', expression: 'false' },
    ]
    expect(asked({ ...never, matchConditions: failingFirst })).toEqual([])
  })

  it('has variables that see the ones before them, and names those that fail', () => {
    const variables = [
      { name: 'a', expression: 'int(object.data.a)' },
      { name: 'b', expression: 'variables.a + 1' },
      { name: 'unread', expression: 'object.nowhere' },
    ]
    expect(asked({ variables, validations: [{ expression: 'variables.b == 2' }] })).toEqual([])
    expect(asked({ variables, validations: [{ expression: 'variables.unread == 2' }] })).toBe(
      `${denial}expression 'variables.unread == 2' resulted in error: composited variable "unread" fails to evaluate: no such key: nowhere`,
    )
  })

  it('sees the namespace of the object', () => {
    const validations = [{ expression: "namespaceObject.metadata.labels.team == 'a'" }]
    expect(asked({ validations })).toEqual([])
    const inNowhere = createOf(configMap(), { namespace: 'nowhere' })
    expect(asked({ validations }, {}, inNowhere)).toBe('namespaces "nowhere" not found')
  })

  it('sees no namespace of a Namespace', () => {
    const rule = { ...ruleOfConfigMaps, resources: ['namespaces'] }
    const spec = {
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: 'namespaceObject == null && request.namespace == "n"' }],
    }
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }
    expect(asked(spec, {}, requestOf(namespaces, object, { namespace: 'n' }))).toEqual([])
  })

  it('sees null as the object of a deletion', () => {
    const validations = [{ expression: "object == null && oldObject.data.a == '1'" }]
    const { object: oldObject, ...request } = createOf(configMap({ a: '1' }))
    expect(asked({ validations }, {}, { ...request, operation: 'DELETE', object: undefined, oldObject })).toEqual([])
  })

  it('asks the authorizer', () => {
    const roles: readonly Stored[] = [
      [
        'rbac.authorization.k8s.io/roles',
        {
          metadata: { name: 'r', namespace: 'n' },
          rules: [{ verbs: ['break'], apiGroups: [''], resources: ['configmaps'] }],
        },
      ],
      [
        'rbac.authorization.k8s.io/rolebindings',
        {
          metadata: { name: 'b', namespace: 'n' },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
          subjects: [
            { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'alice' },
            { kind: 'ServiceAccount', namespace: 'n', name: 's' },
          ],
        },
      ],
    ]
    const policy = (expression: string): Stored => validatingPolicy('p', { validations: [{ expression }] })
    const allowed = (expression: string): boolean =>
      !('refusal' in ask(createOf(configMap()), policy(expression), validatingBinding('p'), ...roles))
    const check = "authorizer.group('').resource('configmaps').namespace('n')"
    expect(allowed(`${check}.check('break').allowed()`)).toBe(true)
    expect(allowed(`${check}.check('mend').allowed()`)).toBe(false)
    expect(allowed("authorizer.requestResource.check('break').allowed()")).toBe(true)
    expect(allowed("authorizer.serviceAccount('n', 's').requestResource.check('break').allowed()")).toBe(true)
    expect(allowed("authorizer.serviceAccount('n', 't').requestResource.check('break').allowed()")).toBe(false)
  })

  it('says what it cannot evaluate, and takes it to hold', () => {
    const policy = validatingPolicy('p', { validations: [{ expression: 'isURL(object.data.a)' }] })
    const outcome = ask(createOf(configMap()), policy, validatingBinding('p'))
    expect(outcome).not.toHaveProperty('refusal')
    expect(outcome.findings).toEqual([
      expect.stringMatching(
        /^not modelled: expression isURL\(object\.data\.a\) of ValidatingAdmissionPolicy p \(.*\), taken to hold$/,
      ),
    ])
  })

  it('denies where an audit annotation fails, whatever the binding does', () => {
    const auditAnnotations = [{ key: 'k', valueExpression: 'object.x' }]
    expect(asked({ auditAnnotations }, { validationActions: ['Audit'] })).toBe(
      `${denial}expression 'object.x' resulted in error: no such key: x`,
    )
  })
})

describe('what a policy matches', () => {
  const matching = (constraints: object) =>
    asked({ ...never, matchConstraints: { resourceRules: [ruleOfConfigMaps], ...constraints } })
  const matched = `${denial}failed expression: false`

  it.each([
    ['the labels of the namespace', { namespaceSelector: { matchLabels: { team: 'a' } } }, matched],
    ['other labels of the namespace', { namespaceSelector: { matchLabels: { team: 'b' } } }, []],
    ['labels that the object does not have', { objectSelector: { matchLabels: { team: 'b' } } }, []],
    ['its name', { resourceRules: [{ ...ruleOfConfigMaps, resourceNames: ['c'] }] }, matched],
    ['other names', { resourceRules: [{ ...ruleOfConfigMaps, resourceNames: ['d'] }] }, []],
    ['all but its name', { excludeResourceRules: [{ ...ruleOfConfigMaps, resourceNames: ['c'] }] }, []],
    ['no rules at all', { resourceRules: [] }, matched],
    ['another operation', { resourceRules: [{ ...ruleOfConfigMaps, operations: ['DELETE'] }] }, []],
  ])('%s', (_what, constraints, expected) => {
    expect(matching(constraints)).toEqual(expected)
  })

  it('is narrowed by the binding', () => {
    expect(asked(never, { matchResources: { namespaceSelector: { matchLabels: { team: 'b' } } } })).toEqual([])
  })

  it('is never the configuration of admission', () => {
    const group = 'admissionregistration.k8s.io'
    const type = typeOf(group, 'validatingadmissionpolicies', 'ValidatingAdmissionPolicy', false)
    const rule = { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }
    const request = requestOf(type, { metadata: { name: 'p' } })
    expect(asked({ ...never, matchConstraints: { resourceRules: [rule] } }, {}, request)).toEqual([])
  })
})

describe('parameters of a policy', () => {
  const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' }
  const spec = { paramKind, validations: [{ expression: 'object.data.a != params.data.no', message: 'no' }] }
  const param = (name: string, no: string, inNamespace = 'n'): Stored => [
    '/configmaps',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: inNamespace, labels: { is: 'param' } },
      data: { no },
    },
  ]
  const askedWith = (paramRef: object | undefined, ...params: readonly Stored[]) => {
    const binding = validatingBinding('p', paramRef === undefined ? {} : { paramRef })
    const outcome = ask(createOf(configMap({ a: '1' })), validatingPolicy('p', spec), binding, ...params)
    return 'refusal' in outcome ? outcome.refusal.body.message : 'allowed'
  }

  it('are found by name, in the namespace of the request or in the one that is named', () => {
    const paramRef = { name: 'x', parameterNotFoundAction: 'Deny' }
    expect(askedWith(paramRef, param('x', '1'))).toBe(`${denial}no`)
    expect(askedWith(paramRef, param('x', '2'))).toBe('allowed')
    expect(askedWith({ ...paramRef, namespace: 'm' }, param('x', '2'), param('x', '1', 'm'))).toBe(`${denial}no`)
  })

  it('are found by labels: each of them is asked', () => {
    const paramRef = { selector: { matchLabels: { is: 'param' } }, parameterNotFoundAction: 'Deny' }
    expect(askedWith(paramRef, param('x', '2'), param('y', '1'))).toBe(`${denial}no`)
    expect(askedWith(paramRef, param('x', '2'), param('y', '3'))).toBe('allowed')
  })

  it('that are not there deny or let pass, as the binding says', () => {
    expect(askedWith({ name: 'x', parameterNotFoundAction: 'Allow' })).toBe('allowed')
    expect(askedWith({ name: 'x', parameterNotFoundAction: 'Deny' })).toBe(
      `${denial}failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
    )
  })

  it('are null where the binding names none', () => {
    expect(askedWith(undefined)).toBe(
      `${denial}expression 'object.data.a != params.data.no' resulted in error: no such key: data`,
    )
  })

  it('of a kind that nobody serves make the policy itself wrong', () => {
    const unknown = { ...spec, paramKind: { apiVersion: 'example.com/v1', kind: 'Limit' } }
    expect(asked(unknown, { paramRef: { name: 'x' } })).toBe(
      `configmaps "c" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Limit'`,
    )
  })
})
