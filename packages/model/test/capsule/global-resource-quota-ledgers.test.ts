import { describe, expect, test } from 'vitest'
import type { Operation } from '../../src/apiserver/admission.ts'
import { ledgerName } from '../../src/capsule/global-resource-quotas/global-resource-quota.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject, ObjectMeta } from '../../src/object/kube-object.ts'
import { inNamespace } from './rules-world.ts'
import { admissionRequest, alice, ask, objectOf, stateOf, verdictOf } from './webhook-world.ts'

const path = '/global-resource-quotas/calculations'
const everywhere = { matchLabels: { env: 'dev' } }

function quota(spec: JsonObject = {}, metadata: Partial<ObjectMeta> = {}, rest: JsonObject = {}): KubeObject {
  return objectOf(
    'GlobalResourceQuota',
    { name: 'shared', uid: 'u', generation: 2, ...metadata },
    { spec: { namespaceSelectors: [everywhere], quota: { hard: { pods: '2' } }, ...spec }, ...rest },
  )
}

function ledger(status: JsonObject = {}, targetRef: JsonObject = {}): KubeObject {
  const seen = { initialized: true, observedGeneration: 2, namespaces: ['oil-dev'], used: { pods: '1' } }
  return objectOf(
    'QuantityLedger',
    { name: ledgerName(quota()), namespace: 'capsule-system' },
    {
      spec: { targetRef: { kind: 'GlobalResourceQuota', name: 'shared', uid: 'u', ...targetRef } },
      status: { resourceQuota: { ...seen, ...status } },
    },
  )
}

const pod = inNamespace('Pod', { spec: { containers: [{ name: 'c' }] } })

function judge(object: KubeObject, objects: readonly KubeObject[], operation: Operation = 'CREATE'): string {
  const namespace = objectOf('Namespace', { name: 'oil-dev', labels: { env: 'dev' } })
  const request = admissionRequest(operation, alice, object, operation === 'UPDATE' ? object : undefined)
  return verdictOf(ask(path, request, stateOf(namespace, ...objects)))
}

/** What is said of a new Pod, without the quota's and the ledger's names. */
function judgePod(...objects: readonly KubeObject[]): string {
  return judge(pod, objects)
    .replace(/QuantityLedger capsule-system\/\S+/, 'LEDGER')
    .replace('GlobalResourceQuota "shared"', 'QUOTA')
}

describe('a GlobalResourceQuota lets a Pod pass', () => {
  test('that fits beside what its ledger has', () => {
    expect(judgePod(quota(), ledger())).toBe('allowed')
    expect(judgePod(quota(), ledger({ used: { pods: '2' } }))).toBe(
      '403 resource exceeds QUOTA: pods (requested=1, current=2, projected=3, hard=2, exceededBy=1)',
    )
  })

  test('in a namespace that it does not select', () => {
    const over = ledger({ used: { pods: '2' } })
    expect(judgePod(quota({ namespaceSelectors: [{ matchLabels: { env: 'prod' } }] }), over)).toBe('allowed')
    expect(judgePod(quota({ namespaceSelectors: [{}] }), over)).toBe('allowed')
  })

  test('while it is being deleted', () => {
    expect(judgePod(quota({}, { deletionTimestamp: 'now' }))).toBe('allowed')
  })

  test('that is updated without asking for more', () => {
    expect(judge(pod, [quota()], 'UPDATE')).toBe('allowed')
    expect(judge(pod, [quota()], 'DELETE')).toBe('allowed')
  })

  test('which is not in its scopes', () => {
    const scoped = quota({ quota: { hard: { pods: '1' }, scopes: ['NotBestEffort'] } })
    expect(judgePod(scoped, ledger({ used: { pods: '1' } }))).toBe('allowed')
  })
})

describe('what others have reserved in the ledger', () => {
  const reserved = (expiresAt: string, count = 1): KubeObject =>
    ledger({ reservations: Array<Json>(count).fill({ delta: { pods: '1' }, expiresAt }) })

  test('counts until it expires', () => {
    expect(judgePod(quota(), reserved('1970-01-01T00:00:01Z'))).toMatch(/^403 resource exceeds QUOTA/)
    expect(judgePod(quota(), reserved('1969-12-31T23:59:59Z'))).toBe('allowed')
  })

  test('is at most 1024', () => {
    expect(judgePod(quota(), reserved('1970-01-01T00:00:01Z', 1024))).toBe(
      '500 GlobalResourceQuota LEDGER has too many inflight reservations',
    )
  })
})

describe('a ledger that cannot be relied on fails the request:', () => {
  test('one of a former quota', () => {
    expect(judgePod(quota(), ledger({}, { uid: 'old' }))).toBe('500 LEDGER has a stale GlobalResourceQuota target')
  })

  test('one that is not initialized', () => {
    expect(judgePod(quota(), ledger({ initialized: false }))).toBe('500 GlobalResourceQuota LEDGER is not initialized')
  })

  test('one of a former generation', () => {
    expect(judgePod(quota(), ledger({ observedGeneration: 1 }))).toBe(
      '500 GlobalResourceQuota LEDGER has not observed generation 2',
    )
  })

  test('one that has not seen the namespace', () => {
    expect(judgePod(quota(), ledger({ namespaces: [] }))).toBe(
      '500 GlobalResourceQuota LEDGER has not observed namespace oil-dev',
    )
  })
})

describe('a quota refuses', () => {
  test('a Pod that does not say what is counted', () => {
    expect(judgePod(quota({ quota: { hard: { 'limits.cpu': '1' } } }), ledger())).toBe(
      '403 resource cannot be evaluated against QUOTA: must specify limits.cpu for: c',
    )
  })

  test('everything where its selector is invalid', () => {
    const invalid = { matchExpressions: [{ key: 'a', operator: 'Near', values: [] }] }
    expect(judgePod(quota({ namespaceSelectors: [invalid] }))).toMatch(
      /^500 QUOTA has an invalid namespace selector: .*Near/,
    )
    expect(judge(quota({ namespaceSelectors: [invalid] }), [])).toMatch(
      /^403 invalid GlobalResourceQuota: spec\.namespaceSelectors\[0\] is invalid: .*Near/,
    )
  })

  test('not the ResourceQuotas that it makes itself', () => {
    const labels = {
      'projectcapsule.dev/managed-by': 'controller',
      'projectcapsule.dev/global-resource-quota': 'shared',
    }
    const own = (of: Record<string, string>): KubeObject => inNamespace('ResourceQuota', {}, { labels: of })
    const counting = [quota({ quota: { hard: { 'count/resourcequotas': '1' } } })]
    expect(judge(own(labels), counting)).toBe('allowed')
    expect(judge(own({}), counting)).toMatch(/ is not ready: /)
  })
})

describe('the limits of a quota', () => {
  const change = (hard: JsonObject, selectors: readonly JsonObject[] = [everywhere]): string => {
    const before = quota({}, {}, { status: { total: { used: { pods: '1' } } } })
    const after = quota({ namespaceSelectors: selectors, quota: { hard } })
    return verdictOf(ask(path, admissionRequest('UPDATE', alice, after, before), stateOf())).replace(
      'invalid GlobalResourceQuota: spec.quota.hard["pods"]',
      'PODS',
    )
  }

  test('stay where something is allocated', () => {
    expect(change({ pods: '1' })).toBe('allowed')
    expect(change({ cpu: '1' })).toBe('403 PODS cannot be removed while 1 is allocated')
    expect(change({ pods: '0' })).toBe('403 PODS cannot be reduced to 0 while 1 is allocated')
  })

  test('neither shrink nor go while the selectors change', () => {
    const advice =
      'while namespace selectors are changing; update the selectors first and wait for usage reconciliation'
    expect(change({ pods: '3' }, [])).toBe('allowed')
    expect(change({ pods: '1' }, [])).toBe(`403 PODS cannot be reduced from 2 to 1 ${advice}`)
    expect(change({ cpu: '1' }, [])).toBe(`403 PODS cannot be removed ${advice}`)
  })
})
