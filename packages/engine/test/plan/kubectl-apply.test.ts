import { describe, expect, it } from 'vitest'
import { contested, findingsOf, planOf, requestsOf, resultsOf, twoTenants, withObjects } from './two-tenants.ts'

const alice = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

describe('kubectl apply', () => {
  it('reads, then creates what is absent, with what it notes for the next time', () => {
    const plan = planOf('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\ndata: {k: v}\n')
    expect(requestsOf(plan)).toEqual([
      'GET /api/v1/namespaces/oil-dev/configmaps/a 404',
      'POST /api/v1/namespaces/oil-dev/configmaps?fieldManager=kubectl-client-side-apply&fieldValidation=Strict 201',
    ])
    expect(plan.severity).toBe('info')
  })

  it('sends nothing for what is as it was applied', () => {
    const note =
      '{"apiVersion":"v1","data":{"k":"v"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"a","namespace":"oil-dev"}}\n'
    const live = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'oil-dev', annotations: { [lastApplied]: note } },
      data: { k: 'v' },
    }
    const plan = planOf(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\ndata: {k: v}\n',
      {},
      withObjects(live),
    )
    expect(resultsOf(plan)).toEqual(['ConfigMap oil-dev/a: unchanged'])
    expect(requestsOf(plan)).toEqual(['GET /api/v1/namespaces/oil-dev/configmaps/a 200'])
    expect(plan.effects).toEqual([])
  })

  it('removes a field that was applied and is left out now', () => {
    const note =
      '{"apiVersion":"v1","data":{"k":"v","old":"v"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"a","namespace":"oil-dev"}}\n'
    const live = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'oil-dev', annotations: { [lastApplied]: note } },
      data: { k: 'v', old: 'v', others: 'v' },
    }
    const plan = planOf(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\ndata: {k: v}\n',
      {},
      withObjects(live),
    )
    expect(plan.effects.map(({ fields }) => fields)).toEqual([expect.arrayContaining(['data.old'])])
    expect(plan.effects[0]?.fields).not.toContain('data.others')
  })

  it('points at the line of the field that the API server refuses', () => {
    const plan = planOf(
      'apiVersion: capsule.clastix.io/v1beta2\nkind: Tenant\nmetadata:\n  name: new\nspec:\n  owners:\n    - name: alice\n      kind: Usr\n',
    )
    expect(findingsOf(plan)).toEqual(['danger request-refused set.yaml:8:7'])
  })

  it('points at the object where a webhook refuses it, with its words', () => {
    const plan = planOf(
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: oil-dev\n  labels: {capsule.clastix.io/tenant: gas}\n',
    )
    expect(findingsOf(plan)).toEqual(['danger request-refused set.yaml:5:1'])
    expect(plan.findings.find(({ rule }) => rule === 'request-refused')?.message).toContain(
      'namespace label "gas" does not match owner reference "oil"',
    )
  })

  it('fails for a tenant owner who may create namespaces and not read them', () => {
    const plan = planOf('apiVersion: v1\nkind: Namespace\nmetadata: {name: oil-new}\n', { user: alice })
    expect(requestsOf(plan)).toEqual(['GET /api/v1/namespaces/oil-new 403'])
    expect(findingsOf(plan)).toEqual(['danger request-refused set.yaml:1:1'])
  })

  it('says what a controller changes back, at the line of the field', () => {
    const plan = planOf(contested)
    expect(findingsOf(plan)).toEqual(['warning changed-back set.yaml:5:1'])
    expect(plan.findings.find(({ rule }) => rule === 'changed-back')?.causes?.at(0)).toBe(
      'clusterrole-aggregation-controller',
    )
  })

  it('says which labels admission changes on the way in', () => {
    const plan = planOf(
      'apiVersion: capsule.clastix.io/v1beta2\nkind: Tenant\nmetadata:\n  name: oil\n  labels:\n    kubernetes.io/metadata.name: other\n',
    )
    expect(findingsOf(plan)).toEqual(['warning changed-on-admission set.yaml:6:5'])
  })

  it('looks up all kinds first: an object of a definition in the same set is refused by kubectl itself', () => {
    const definition =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\nspec: {group: example.com, scope: Cluster, names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}\n'
    const plan = planOf(`${definition}---\napiVersion: example.com/v1\nkind: Thing\nmetadata: {name: one}\n`)
    expect(resultsOf(plan)).toEqual(['Thing one: error', 'CustomResourceDefinition things.example.com: created'])
    expect(findingsOf(plan)).toEqual(['danger kind-not-served set.yaml:6:1'])
    expect(plan.findings.at(0)?.message).toContain('ensure CRDs are installed first')
  })
})

describe('kubectl apply --prune', () => {
  const applied = { [lastApplied]: '{}\n' }
  const old = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'old', namespace: 'oil-dev', labels: { app: 'web' }, annotations: applied },
  }
  const byHand = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'by-hand', namespace: 'oil-dev', labels: { app: 'web' } },
  }
  const elsewhere = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'old', namespace: 'gas-dev', labels: { app: 'web' }, annotations: applied },
  }
  const set = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev, labels: {app: web}}\n'

  it('deletes what was applied, matches, and is no more in the set, in the namespaces of the set', () => {
    const plan = planOf(set, { pruneSelector: 'app=web' }, withObjects(old, byHand, elsewhere))
    expect(resultsOf(plan)).toEqual(['ConfigMap oil-dev/a: created', 'ConfigMap oil-dev/old: pruned'])
    expect(
      plan.effects.filter(({ outcome }) => outcome === 'gone').map(({ severity, asked }) => [severity, asked]),
    ).toEqual([['warning', true]])
  })

  it('does not send manifests that do not match the selector', () => {
    const plan = planOf('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\n', {
      pruneSelector: 'app=web',
    })
    expect(resultsOf(plan)).toEqual(['ConfigMap oil-dev/a: skipped'])
    expect(findingsOf(plan)).toEqual(['warning not-reached set.yaml:1:1'])
  })

  it('prunes nothing where a manifest was refused', () => {
    const plan = planOf(
      `${set}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: absent, labels: {app: web}}\n`,
      { pruneSelector: 'app=web' },
      withObjects(old),
    )
    expect(resultsOf(plan)).toEqual(['ConfigMap oil-dev/a: created', 'ConfigMap absent/b: refused'])
    expect(findingsOf(plan)).toEqual(['danger request-refused set.yaml:5:1', 'warning not-reached'])
  })

  it('leaves tenants and definitions alone, unless they are on the allowlist', () => {
    const objects = twoTenants.map((each) =>
      each.kind === 'Tenant' && each.metadata.name === 'oil'
        ? { ...each, metadata: { ...each.metadata, annotations: applied } }
        : each,
    )
    expect(planOf(set, { pruneAll: true }, objects).effects.filter(({ outcome }) => outcome === 'gone')).toEqual([])
    const plan = planOf(set, { pruneAll: true, pruneAllowlist: ['capsule.clastix.io/v1beta2/Tenant'] }, objects)
    const lost = plan.effects
      .filter(({ outcome }) => outcome === 'gone')
      .map(({ kind, name, asked }) => `${kind} ${name} ${asked ? 'asked' : 'not asked'}`)
    expect(lost).toEqual(
      expect.arrayContaining(['Tenant oil asked', 'Namespace oil-dev not asked', 'Namespace oil-prod not asked']),
    )
    expect(plan.severity).toBe('danger')
  })
})

describe('kubectl apply --server-side', () => {
  const managed = (manager: string): unknown => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'a',
      namespace: 'oil-dev',
      managedFields: [
        {
          manager,
          operation: 'Apply',
          apiVersion: 'v1',
          time: '2026-11-21T10:00:00Z',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': { 'f:k': {}, 'f:old': {} } },
        },
      ],
    },
    data: { k: 'theirs', old: 'v' },
  })
  const set = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\ndata: {k: mine}\n'

  it('conflicts with another manager, and with --force-conflicts takes the field', () => {
    const refused = planOf(set, { how: 'server-side' }, withObjects(managed('helm')))
    expect(requestsOf(refused)).toEqual([
      'PATCH /api/v1/namespaces/oil-dev/configmaps/a?fieldManager=kubectl&fieldValidation=Strict&force=false 409',
    ])
    expect(refused.findings.at(0)?.message).toContain('conflict with "helm": .data.k')
    const forced = planOf(set, { how: 'server-side', forceConflicts: true }, withObjects(managed('helm')))
    expect(resultsOf(forced)).toEqual(['ConfigMap oil-dev/a: serverside-applied'])
  })

  it('removes what the same manager applied and leaves out now', () => {
    const plan = planOf(set, { how: 'server-side' }, withObjects(managed('kubectl')))
    expect(plan.effects[0]?.fields).toEqual(expect.arrayContaining(['data.old', 'data.k']))
  })

  it('says that it cannot know conflicts where the snapshot hides managers', () => {
    const bare = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'oil-dev' },
      data: { k: 'theirs' },
    }
    const plan = planOf(set, { how: 'server-side' }, withObjects(bare))
    expect(plan.uncertain.join('\n')).toContain('--show-managed-fields')
  })
})
