import { describe, expect, it } from 'vitest'
import { contested, findingsOf, planOf, resultsOf, twoTenants, withObjects } from './two-tenants.ts'

const how = 'gitops' as const
const tracked = (kind: string, name: string, more: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    name,
    namespace: 'oil-dev',
    annotations: { 'argocd.argoproj.io/tracking-id': `shop:/${kind}:oil-dev/${name}`, ...more },
  },
})

describe('a GitOps sync', () => {
  it('goes by waves, and in a wave by kinds and names', () => {
    const wave = (kind: string, name: string, number: number): string =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: oil-dev, annotations: {argocd.argoproj.io/sync-wave: "${number}"}}\n`
    const plan = planOf(
      [
        wave('ConfigMap', 'b', 0),
        wave('ConfigMap', 'a', 0),
        wave('ServiceAccount', 's', 0),
        wave('ConfigMap', 'first', -1),
      ].join('---\n'),
      { how },
    )
    expect(resultsOf(plan)).toEqual([
      'ConfigMap oil-dev/first: created',
      'ServiceAccount oil-dev/s: created',
      'ConfigMap oil-dev/a: created',
      'ConfigMap oil-dev/b: created',
    ])
  })

  it('applies a definition first and waits for it, then its objects', () => {
    const definition =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\nspec: {group: example.com, scope: Cluster, names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}\n'
    const plan = planOf(`apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: one}\n---\n${definition}`, { how })
    expect(resultsOf(plan)).toEqual(['CustomResourceDefinition things.example.com: created', 'Thing one: created'])
  })

  it('ends with the wave in which something is refused, and prunes nothing', () => {
    const late =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: late, namespace: oil-dev, annotations: {argocd.argoproj.io/sync-wave: "1"}}\n'
    const plan = planOf(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: absent}\n---\n${late}`,
      { how, app: 'shop' },
      withObjects(tracked('ConfigMap', 'old')),
    )
    expect(resultsOf(plan)).toEqual(['ConfigMap absent/a: refused', 'ConfigMap oil-dev/late: skipped'])
    expect(plan.effects).toEqual([])
  })

  it('prunes what is tracked and not in the set; Prune=false keeps, Helm keep does not', () => {
    const objects = withObjects(
      tracked('ConfigMap', 'old'),
      tracked('ConfigMap', 'kept', { 'argocd.argoproj.io/sync-options': 'Prune=false' }),
      tracked('ConfigMap', 'helm-kept', { 'helm.sh/resource-policy': 'keep' }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'untracked', namespace: 'oil-dev' } },
      {
        ...tracked('ConfigMap', 'copy'),
        metadata: {
          name: 'copy',
          namespace: 'oil-dev',
          annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:oil-dev/old' },
        },
      },
    )
    const plan = planOf(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\n',
      { how, app: 'shop' },
      objects,
    )
    expect(resultsOf(plan)).toEqual([
      'ConfigMap oil-dev/a: created',
      'ConfigMap oil-dev/helm-kept: pruned',
      'ConfigMap oil-dev/kept: kept',
      'ConfigMap oil-dev/old: pruned',
    ])
  })

  it('does not prune a namespace that a tenant owns, though it carries the label', () => {
    const objects = twoTenants.map((each) => {
      const isOurs = each.kind === 'Namespace' && each.metadata.name === 'oil-dev'
      return isOurs
        ? {
            ...each,
            metadata: { ...each.metadata, labels: { ...each.metadata.labels, 'app.kubernetes.io/instance': 'shop' } },
          }
        : each
    })
    const plan = planOf(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\n',
      { how, app: 'shop' },
      objects,
    )
    expect(resultsOf(plan)).toEqual(['ConfigMap oil-dev/a: created'])
  })

  it('prunes the definition of Tenant, and with it the namespaces', () => {
    const objects = twoTenants.map((each) =>
      each.metadata.name === 'tenants.capsule.clastix.io'
        ? {
            ...each,
            metadata: { ...each.metadata, labels: { ...each.metadata.labels, 'toolkit.fluxcd.io/name': 'capsule' } },
          }
        : each,
    )
    const plan = planOf(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n',
      { how, pruneSelector: 'toolkit.fluxcd.io/name=capsule' },
      objects,
    )
    const lost = plan.effects
      .filter(({ outcome, kind }) => outcome === 'gone' && kind === 'Namespace')
      .map(({ name }) => name)
    expect(lost).toEqual(['gas-dev', 'oil-dev', 'oil-prod'])
  })

  it('applies again what drifts, and tells of a fight that does not end', () => {
    const plan = planOf(contested, { how })
    expect(resultsOf(plan).filter((result) => result.endsWith('configured')).length).toBe(4)
    expect(findingsOf(plan)).toContain('warning changed-back set.yaml:5:1')
    expect(resultsOf(planOf(contested, { how, selfHeal: false })).length).toBe(1)
  })
})
