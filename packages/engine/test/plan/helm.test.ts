import { describe, expect, it } from 'vitest'
import { makePlan } from '../../src/plan/make-plan.ts'
import { readManifestSet } from '../../src/plan/manifest-set.ts'
import { findingsOf, planOf, requestsOf, resultsOf, twoTenants, withObjects } from './two-tenants.ts'

const release = { release: 'web', namespace: 'oil-dev' }
const own = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'oil-dev' },
}
const configMap = (name: string, annotations: Readonly<Record<string, string>> = {}, data = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'oil-dev', labels: own.labels, annotations: { ...own.annotations, ...annotations } },
  data,
})
const manifest = (kind: string, name: string, apiVersion = 'v1'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n`

describe('helm upgrade', () => {
  it('creates in the order of kinds, marked as its own', () => {
    const plan = planOf(
      `${manifest('Service', 's')}spec: {ports: [{port: 80}]}\n---\n${manifest('ConfigMap', 'c')}---\n${manifest('ServiceAccount', 'a')}`,
      { how: 'helm-upgrade', ...release },
    )
    expect(resultsOf(plan)).toEqual([
      'ServiceAccount oil-dev/a: created',
      'ConfigMap oil-dev/c: created',
      'Service oil-dev/s: created',
    ])
    expect(plan.effects.find(({ kind }) => kind === 'ServiceAccount')?.labels).toMatchObject(own.labels)
  })

  it('sends nothing where an object belongs to somebody else', () => {
    const stranger = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'oil-dev' } }
    const plan = planOf(
      `${manifest('ConfigMap', 'c')}---\n${manifest('ConfigMap', 'd')}`,
      { how: 'helm-upgrade', ...release },
      withObjects(stranger),
    )
    expect(resultsOf(plan)).toEqual(['ConfigMap oil-dev/c: error', 'ConfigMap oil-dev/d: skipped'])
    expect(plan.findings.find(({ rule }) => rule === 'client-refuses')?.message).toContain(
      'ConfigMap "c" in namespace "oil-dev" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"',
    )
    expect(plan.effects).toEqual([])
  })

  it('deletes what the release has no more, and keeps what the live object says to keep', () => {
    const objects = withObjects(
      configMap('a'),
      configMap('gone'),
      configMap('kept', { 'helm.sh/resource-policy': 'keep' }),
    )
    const plan = planOf(manifest('ConfigMap', 'a'), { how: 'helm-upgrade', ...release }, objects)
    expect(resultsOf(plan)).toEqual([
      'ConfigMap oil-dev/a: unchanged',
      'ConfigMap oil-dev/gone: deleted',
      'ConfigMap oil-dev/kept: kept',
    ])
    expect(plan.uncertain.join('\n')).toContain('--previous is missing')
  })

  it('knows from --previous what a field that was taken out had been, and where the deleted stood', () => {
    const text = `${manifest('ConfigMap', 'a')}data: {old: v, k: v}\n---\n${manifest('ConfigMap', 'gone')}`
    const previous = readManifestSet([{ name: 'old.yaml', text }])
    const objects = withObjects(configMap('a', {}, { k: 'v', old: 'v', others: 'v' }), configMap('gone'))
    const plan = planOf(
      `${manifest('ConfigMap', 'a')}data: {k: v}\n`,
      { how: 'helm-upgrade', ...release, previous },
      objects,
    )
    expect(plan.effects.find(({ name }) => name === 'a')?.fields?.filter((field) => field.startsWith('data'))).toEqual([
      'data.old',
    ])
    expect(findingsOf(plan)).toEqual(['warning object-lost old.yaml:6:1'])
  })

  it('deletes nothing where a patch is refused, and ends where a create is', () => {
    const previous = readManifestSet([{ name: 'old.yaml', text: manifest('ConfigMap', 'gone') }])
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: absent}\n---\n${manifest('Service', 's')}spec: {ports: [{port: 80}]}\n`
    const plan = planOf(text, { how: 'helm-upgrade', ...release, previous }, withObjects(configMap('gone')))
    expect(resultsOf(plan)).toEqual(['ConfigMap absent/a: refused', 'Service oil-dev/s: skipped'])
    expect(plan.effects).toEqual([])
  })

  it('patches a custom resource by the difference of two manifests: what others changed stays', () => {
    const tenant = (owner: string): string =>
      `apiVersion: capsule.clastix.io/v1beta2\nkind: Tenant\nmetadata: {name: oil}\nspec: {owners: [{name: ${owner}, kind: User}]}\n`
    const previous = readManifestSet([{ name: 'old.yaml', text: tenant('carol') }])
    const plan = planOf(tenant('carol'), { how: 'helm-upgrade', ...release, previous })
    expect(plan.effects.find(({ kind }) => kind === 'Tenant')?.fields).not.toContain('spec.owners')
  })

  it('does not follow hooks, and says so', () => {
    const plan = planOf(
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: crds, annotations: {helm.sh/hook: pre-upgrade}}\n',
      { how: 'helm-upgrade', ...release },
    )
    expect(resultsOf(plan)).toEqual(['Job crds: skipped'])
    expect(findingsOf(plan)).toEqual(['warning manifest-unchecked set.yaml:1:1'])
  })
})

describe('helm uninstall', () => {
  it('deletes in the reverse order of kinds, keeping what manifests say to keep', () => {
    const objects = withObjects(configMap('a'), configMap('kept'), { ...configMap('s'), kind: 'ServiceAccount' })
    const text = `${manifest('ServiceAccount', 's')}---\n${manifest('ConfigMap', 'a')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept, annotations: {helm.sh/resource-policy: " Keep "}}\n---\n${manifest('ConfigMap', 'never-there')}`
    const plan = planOf(text, { how: 'helm-uninstall', ...release }, objects)
    expect(resultsOf(plan)).toEqual([
      'ConfigMap oil-dev/kept: kept',
      'ConfigMap oil-dev/a: deleted',
      'ConfigMap oil-dev/never-there: absent',
      'ServiceAccount oil-dev/s: deleted',
    ])
  })

  it('deletes nothing once a kind of the release is served no more', () => {
    const objects = twoTenants.filter(({ metadata }) => metadata.name !== 'tenants.capsule.clastix.io')
    const plan = planOf(
      `${manifest('Tenant', 'oil', 'capsule.clastix.io/v1beta2')}---\n${manifest('ConfigMap', 'a')}`,
      { how: 'helm-uninstall', ...release },
      objects,
    )
    expect(resultsOf(plan)).toEqual(['Tenant oil: error', 'ConfigMap oil-dev/a: skipped'])
  })

  it('takes the objects that carry its labels where there are no manifests', () => {
    const plan = makePlan(withObjects(configMap('a')), undefined, { how: 'helm-uninstall', ...release })
    expect(requestsOf(plan)).toEqual(['DELETE /api/v1/namespaces/oil-dev/configmaps/a 200'])
  })

  it('of a chart with the definition of Tenant takes the namespaces of all tenants', () => {
    const plan = planOf(manifest('CustomResourceDefinition', 'tenants.capsule.clastix.io', 'apiextensions.k8s.io/v1'), {
      how: 'helm-uninstall',
      ...release,
    })
    const lost = plan.effects.filter(({ outcome, kind }) => outcome === 'gone' && kind === 'Namespace')
    expect(lost.map(({ name, origin }) => [name, origin?.line])).toEqual([
      ['gas-dev', 1],
      ['oil-dev', 1],
      ['oil-prod', 1],
    ])
    expect(plan.severity).toBe('danger')
  })
})
