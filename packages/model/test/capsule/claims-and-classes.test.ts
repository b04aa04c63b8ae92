import { describe, expect, test } from 'vitest'
import type { Operation } from '../../src/apiserver/admission.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { inNamespace } from './rules-world.ts'
import {
  admissionRequest,
  alice,
  ask,
  configuration,
  objectOf,
  reference,
  stateOf,
  tenant,
  verdictOf,
} from './webhook-world.ts'

const key = 'capsule.clastix.io/tenant'
const ownExpression = { key, operator: 'In', values: ['oil'] }

function world(spec: JsonObject = {}, ...more: readonly KubeObject[]): ClusterState {
  return stateOf(
    configuration(),
    tenant('oil', 'alice', spec, { namespaces: ['oil-dev'] }),
    objectOf('Namespace', { name: 'oil-dev', ownerReferences: [reference('oil')] }),
    ...more,
  )
}

function claim(spec: JsonObject, rest: JsonObject = {}): KubeObject {
  return inNamespace('PersistentVolumeClaim', { spec, ...rest })
}

function volume(name: string, labels?: Record<string, string>): KubeObject {
  return objectOf('PersistentVolume', labels ? { name, labels } : name)
}

/** The object as a mutating webhook leaves it, or its refusal. */
function changed(path: string, object: KubeObject, state: ClusterState, operation: Operation = 'CREATE'): unknown {
  const answer = ask(
    path,
    admissionRequest(operation, alice, object, operation === 'UPDATE' ? object : undefined),
    state,
  )
  return answer.allowed ? (answer.object ?? object) : verdictOf(answer)
}

describe('the selector of a claim', () => {
  const path = '/persistentvolumeclaims/mutating'
  const isLeft = (object: KubeObject, old?: KubeObject): boolean => {
    const answer = ask(path, admissionRequest(old ? 'UPDATE' : 'CREATE', alice, object, old), world())
    return answer.allowed && answer.object === undefined
  }

  test('is given to a claim that names its volume', () => {
    expect(changed(path, claim({ volumeName: 'v' }), world())).toMatchObject({
      spec: { volumeName: 'v', selector: { matchExpressions: [ownExpression] } },
    })
  })

  test('loses what else it says of Tenants and keeps the rest', () => {
    const other = { key: 'disk', operator: 'In', values: ['ssd'] }
    const foreign = { key, operator: 'In', values: ['gas'] }
    expect(changed(path, claim({ selector: { matchExpressions: [foreign, other] } }), world(), 'UPDATE')).toMatchObject(
      {
        spec: { selector: { matchExpressions: [other, ownExpression] } },
      },
    )
  })

  test('is left out where it would keep volumes from being provisioned', () => {
    expect(isLeft(claim({ storageClassName: 'fast' }))).toBe(true)
    expect(isLeft(claim({ volumeName: 'v' }), claim({ volumeName: '' }))).toBe(true)
  })

  test('is left alone once the claim is bound, or while it goes with the spec that it had', () => {
    const spec = { selector: { matchLabels: { a: 'b' } } }
    const going = { ...claim(spec), metadata: { name: 'x', namespace: 'oil-dev', deletionTimestamp: 'now' } }
    expect(isLeft(claim(spec), claim(spec, { status: { phase: 'Bound' } }))).toBe(true)
    expect(isLeft(going, claim(spec))).toBe(true)
    expect(isLeft(going, claim({ selector: {} }))).toBe(false)
  })
})

describe('a claim is refused', () => {
  const judge = (spec: JsonObject, state: ClusterState = world()): string =>
    verdictOf(ask('/persistentvolumeclaims/validating', admissionRequest('CREATE', alice, claim(spec)), state))

  test('with a selector that does not ask for its Tenant alone', () => {
    const expression = (operator: string, values: readonly string[]): JsonObject => ({
      selector: { matchExpressions: [{ key, operator, values }] },
    })
    expect(judge(expression('In', ['oil']))).toBe('allowed')
    expect(judge({ selector: { matchLabels: { [key]: 'oil' } } })).toBe(
      `500 PVC selector must include tenant selector expression "${key}" In ["oil"]`,
    )
    expect(judge(expression('NotIn', ['gas']))).toBe(`500 PVC selector expression for "${key}" must use operator "In"`)
    expect(judge(expression('In', ['oil', 'gas']))).toBe(
      `500 PVC selector expression for "${key}" must contain only tenant "oil"`,
    )
  })

  test('with a volume that is not there or not of its Tenant', () => {
    const state = world({}, volume('own', { [key]: 'oil' }), volume('plain'), volume('foreign', { [key]: 'gas' }))
    const judgeVolume = (volumeName: string): string => judge({ volumeName }, state)
    expect(judgeVolume('own')).toBe('allowed')
    expect(judgeVolume('absent')).toBe('500 cannot create a PVC referring to a not yet existing PV')
    expect(judgeVolume('plain')).toBe(
      `403 PersistentVolume plain is missing the Tenant label (${key}), preventing a potential cross-tenant mount`,
    )
    expect(judgeVolume('foreign')).toBe('403 Preventing a cross-tenant mount for PersistentVolume foreign')
  })

  test('for its volume before its class', () => {
    expect(judge({ volumeName: 'v' }, world({ storageClasses: { allowed: ['fast'] } }))).toMatch(/not yet existing PV$/)
  })
})

describe('the class of a claim', () => {
  const classes = [objectOf('StorageClass', { name: 'labelled', labels: { tier: 'gold' } })]
  const judge = (storageClasses: JsonObject, spec: JsonObject, old?: KubeObject): string => {
    const request = admissionRequest(old ? 'UPDATE' : 'CREATE', alice, claim(spec), old)
    return verdictOf(ask('/persistentvolumeclaims/validating', request, world({ storageClasses }, ...classes)))
  }
  const policy = { default: 'usual', allowed: ['fast'], allowedRegex: '^eu-', matchLabels: { tier: 'gold' } }
  const text =
    'use one from the following list (fast) or use one matching the following regex (^eu-) or matching the label selector defined in the Tenant'

  test('is the default, or allowed by list, pattern or label', () => {
    const judged = ['usual', 'fast', 'eu-1', 'labelled'].map((storageClassName) => judge(policy, { storageClassName }))
    expect(judged).toEqual(['allowed', 'allowed', 'allowed', 'allowed'])
    expect(judge(policy, { storageClassName: 'slow' })).toBe(
      `403 Storage Class slow is forbidden for the current Tenant ${text}`,
    )
    expect(judge(policy, {})).toBe(`403 A valid Storage Class must be used: ${text}`)
  })

  test('is told from the list as it is written until a name was looked up in it, which sorts it', () => {
    const unsorted = { allowed: ['slow', 'Fast'] }
    expect(judge(unsorted, {})).toBe(
      '403 A valid Storage Class must be used: use one from the following list (slow, Fast)',
    )
    expect(judge(unsorted, { storageClassName: 'x' })).toBe(
      '403 Storage Class x is forbidden for the current Tenant use one from the following list (Fast, slow)',
    )
  })

  test('may be none at all where the Tenant has no default', () => {
    expect(judge({ allowed: ['fast'] }, { storageClassName: '' })).toBe('allowed')
  })

  test('is judged at creation alone', () => {
    const spec = { storageClassName: 'slow' }
    expect(judge(policy, spec, claim(spec))).toBe('allowed')
  })
})

describe('defaults of a Tenant', () => {
  const spec = {
    storageClasses: { default: 'fast' },
    ingressOptions: { allowedClasses: { default: 'public' } },
    priorityClasses: { default: 'high' },
    runtimeClasses: { default: 'gvisor' },
  }
  const usual = (kind: string, annotation: string): KubeObject =>
    objectOf(kind, { name: 'usual', annotations: { [annotation]: 'true' } })
  const high = objectOf('PriorityClass', 'high', { value: 9 })
  const state = world(
    spec,
    usual('StorageClass', 'storageclass.kubernetes.io/is-default-class'),
    usual('IngressClass', 'ingressclass.kubernetes.io/is-default-class'),
    objectOf('StorageClass', 'slow'),
    objectOf('IngressClass', 'private'),
    high,
  )
  const defaulted = (object: KubeObject, operation: Operation = 'CREATE'): unknown =>
    changed('/defaults', object, state, operation)

  test("take the place of no class and of the cluster's default class of a claim", () => {
    expect(defaulted(claim({}))).toEqual(claim({ storageClassName: 'fast' }))
    expect(defaulted(claim({ storageClassName: 'usual' }))).toEqual(claim({ storageClassName: 'fast' }))
    expect(defaulted(claim({ storageClassName: 'slow' }))).toEqual(claim({ storageClassName: 'slow' }))
  })

  test('panic where a claim names a class that is not there', () => {
    expect(defaulted(claim({ storageClassName: 'absent' }))).toBe(
      '500 panic: runtime error: invalid memory address or nil pointer dereference [recovered]',
    )
    const undefaulted = world({ storageClasses: { allowed: ['fast'] } })
    const absent = claim({ storageClassName: 'absent' })
    expect(changed('/defaults', absent, undefaulted)).toEqual(absent)
  })

  test("take the place of no class and of the cluster's default class of an Ingress, at updates too", () => {
    const ingress = (fields: JsonObject): KubeObject => inNamespace('Ingress', { spec: fields })
    expect(defaulted(ingress({}), 'UPDATE')).toEqual(ingress({ ingressClassName: 'public' }))
    expect(defaulted(ingress({ ingressClassName: 'usual' }))).toEqual(ingress({ ingressClassName: 'public' }))
    expect(defaulted(ingress({ ingressClassName: 'private' }))).toEqual(ingress({ ingressClassName: 'private' }))
  })

  test('go into the annotation of an Ingress that has its class there', () => {
    const annotated = (name: string): KubeObject =>
      inNamespace('Ingress', { spec: {} }, { annotations: { 'kubernetes.io/ingress.class': name } })
    expect(defaulted(annotated('usual'))).toEqual(annotated('public'))
  })

  test('give a Pod its priority and its runtime class where it has none', () => {
    const pod = (fields: JsonObject): KubeObject => inNamespace('Pod', { spec: fields })
    const given = { priorityClassName: 'high', priority: 9 }
    expect(defaulted(pod({}))).toEqual(pod({ ...given, runtimeClassName: 'gvisor' }))
    for (const runtimeClassName of ['kata', ''])
      expect(defaulted(pod({ runtimeClassName }))).toEqual(pod({ ...given, runtimeClassName }))
  })

  test('fail where a PriorityClass is missing: the one that the Pod names, or the default', () => {
    const named = inNamespace('Pod', { spec: { priorityClassName: 'absent' } })
    expect(defaulted(named)).toBe(
      '500 Failed to resolve Priority Class absent: PriorityClass.scheduling.k8s.io "absent" not found',
    )
    expect(changed('/defaults', inNamespace('Pod', { spec: {} }), world(spec))).toBe(
      '500 failed to assign tenant default Priority Class: PriorityClass.scheduling.k8s.io "high" not found',
    )
  })

  test('leave a Pod with a priority of its own choice', () => {
    const own = inNamespace('Pod', { spec: { priorityClassName: 'own', runtimeClassName: 'kata' } })
    const others = world(spec, high, objectOf('PriorityClass', 'own', { value: 1 }))
    expect(changed('/defaults', own, others)).toEqual(own)
  })

  test('are for the namespaces in its status alone', () => {
    const elsewhere = { ...claim({}), metadata: { name: 'x', namespace: 'other' } }
    expect(defaulted(elsewhere)).toEqual(elsewhere)
  })
})

describe('an Ingress', () => {
  const judge = (ingressOptions: JsonObject, ingress: KubeObject, ...more: readonly KubeObject[]): string =>
    verdictOf(
      ask('/ingresses/validating', admissionRequest('CREATE', alice, ingress), world({ ingressOptions }, ...more)),
    )
  const ofClass = (ingressClassName: string): KubeObject => inNamespace('Ingress', { spec: { ingressClassName } })
  const withHosts = (...hosts: readonly string[]): KubeObject =>
    inNamespace('Ingress', { spec: { rules: hosts.map((host) => ({ host, http: { paths: [{ path: '/' }] } })) } })

  test('has the default class, or one allowed by list, pattern or label', () => {
    const allowedClasses = { default: 'usual', allowed: ['a'], allowedRegex: '^eu-', matchLabels: { tier: 'gold' } }
    const labelled = objectOf('IngressClass', { name: 'labelled', labels: { tier: 'gold' } })
    const judged = ['usual', 'a', 'eu-1', 'labelled'].map((name) => judge({ allowedClasses }, ofClass(name), labelled))
    expect(judged).toEqual(['allowed', 'allowed', 'allowed', 'allowed'])
    expect(judge({ allowedClasses: { allowed: ['a'] } }, ofClass('b'))).toBe(
      '403 Ingress Class b is forbidden for the current Tenant: use one from the following list (a)',
    )
    expect(judge({ allowedClasses: { allowed: ['a'] } }, withHosts())).toBe(
      '403 No Ingress Class is forbidden for the current Tenant. Specify a Ingress Class which is allowed within the Tenant: use one from the following list (a)',
    )
  })

  test('has hosts that are listed or match the pattern, and none that is empty', () => {
    const allowedHostnames = { allowed: ['a.io'], allowedRegex: String.raw`\.b\.io$` }
    const text = String.raw`, specify one of the following (a.io), or matching the regex \.b\.io$`
    expect(judge({ allowedHostnames }, withHosts('a.io', 'x.b.io'))).toBe('allowed')
    expect(judge({ allowedHostnames }, withHosts('a.io', 'c.io', 'd.io'))).toBe(
      `403 Hostnames [c.io d.io] are not valid for the current Tenant${text}`,
    )
    expect(judge({ allowedHostnames }, withHosts('a.io', ''))).toBe(
      `500 empty hostname is not allowed for the current Tenant${text}`,
    )
  })

  test('collides over host and path within its scope alone', () => {
    const gas = tenant('gas', 'bob', {}, { namespaces: ['gas-dev'] })
    const taken = (namespace: string): KubeObject => {
      const other = withHosts('a.io')
      return { ...other, metadata: { name: 'other', namespace } }
    }
    const collides = (scope: string, namespace: string): boolean =>
      judge({ hostnameCollisionScope: scope }, withHosts('a.io'), gas, taken(namespace)) !== 'allowed'
    const within = ['oil-dev', 'gas-dev', 'unmanaged']
    expect(within.map((namespace) => collides('Disabled', namespace))).toEqual([false, false, false])
    expect(within.map((namespace) => collides('Namespace', namespace))).toEqual([true, false, false])
    expect(within.map((namespace) => collides('Tenant', namespace))).toEqual([true, false, false])
    expect(within.map((namespace) => collides('Cluster', namespace))).toEqual([true, true, false])
  })

  test('that is updated is refused where it and another one have the same host and path already', () => {
    const [first, second] = ['x', 'y'].map((name) => ({
      ...withHosts('a.io'),
      metadata: { name, namespace: 'oil-dev' },
    }))
    if (!first || !second) throw new Error('unreachable')
    expect(judge({ hostnameCollisionScope: 'Namespace' }, first, first, second)).toBe(
      '403 hostname a.io is already used across the cluster: please, reach out to the system administrators',
    )
  })

  test('outside the namespaces of Tenants is free', () => {
    const outside = { ...withHosts('*.io'), metadata: { name: 'x', namespace: 'unmanaged' } }
    expect(judge({}, outside)).toBe('allowed')
  })
})
