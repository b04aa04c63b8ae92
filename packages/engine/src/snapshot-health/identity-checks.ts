import { type KubeObject, listAt, textAt } from '@capsule-whatif/model'
import { allBut, type HealthFinding } from './health-finding.ts'
import { counted, kindText, named, type SnapshotView } from './snapshot-view.ts'

const collect = "collect it again: 'capsule-whatif collect' prints how"

/** Whether objects can be told apart, belong together and are all of kinds that the cluster serves. */
export function identityChecks(view: SnapshotView): readonly HealthFinding[] {
  return [...uids(view), ...managedFields(view), ...undefinedKinds(view), ...missingNamespaces(view), ...clusters(view)]
}

function uids({ objects }: SnapshotView): readonly HealthFinding[] {
  const without = objects.filter(({ metadata }) => (metadata.uid ?? '') === '')
  if (without.length === 0) return []
  const message = `${counted(without)} without uid: owner references cannot lead to them, so what belongs to them is not seen`
  const limits = allBut('access', 'owner-journey', 'quota-forecast')
  const advice = 'take the objects from the cluster, not from manifests'
  return [{ code: 'uids-absent', severity: 'warning', message, limits, advice }]
}

function managedFields({ objects }: SnapshotView): readonly HealthFinding[] {
  if (objects.length === 0 || objects.some(({ metadata }) => metadata.managedFields !== undefined)) return []
  return [
    {
      code: 'managed-fields-absent',
      severity: 'note',
      message: 'no managedFields: which manager set a field is not known, so server-side apply meets no conflicts',
      limits: ['predict', 'plan'],
      advice: 'collect with --show-managed-fields where server-side apply is asked about',
    },
  ]
}

function undefinedKinds({ unknown }: SnapshotView): readonly HealthFinding[] {
  if (unknown.length === 0) return []
  const kinds = named([...new Set(unknown.map(kindText))])
  const message = `${counted(unknown)}, of kinds without definition, which take no part in any answer: ${kinds}`
  return [{ code: 'kinds-undefined', severity: 'warning', message, limits: allBut(), advice: 'add their definitions' }]
}

/** Namespaces in which objects lie, or that a Tenant's status names. */
function missingNamespaces(view: SnapshotView): readonly HealthFinding[] {
  const present = new Set(view.of('/namespaces').map(({ metadata }) => metadata.name))
  if (present.size === 0) return []
  const inside = view.objects.flatMap(({ metadata }) => metadata.namespace ?? [])
  const missing = new Set([...inside, ...namespacesOfTenants(view)].filter((name) => !present.has(name)))
  if (missing.size === 0) return []
  const message = `namespaces that objects lie in, or Tenants name, are not there: ${named([...missing].toSorted())}`
  return [{ code: 'namespaces-missing', severity: 'warning', message, limits: allBut(), advice: collect }]
}

function namespacesOfTenants(view: SnapshotView): readonly string[] {
  return view
    .of('capsule.clastix.io/tenants')
    .flatMap((tenant) => listAt(tenant, 'status', 'namespaces'))
    .filter((name) => typeof name === 'string')
}

/** Every namespace of a cluster has the same certificate of its API server. */
function clusters(view: SnapshotView): readonly HealthFinding[] {
  if (view.issues('clusters-mixed').length > 0) return [mixed('the namespace kube-system stands in it with two uids')]
  const certificates = view.of('/configmaps').filter(({ metadata }) => metadata.name === 'kube-root-ca.crt')
  const byText = new Map<string, KubeObject>()
  for (const object of certificates) {
    const text = textAt(object, 'data', 'ca.crt') ?? ''
    if (text !== '' && !byText.has(text)) byText.set(text, object)
  }
  const places = [...byText.values()].map(({ metadata }) => metadata.namespace ?? '')
  return places.length > 1 ? [mixed(`kube-root-ca.crt is not the same in ${named(places)}`)] : []
}

function mixed(how: string): HealthFinding {
  return {
    code: 'clusters-mixed',
    severity: 'error',
    message: `objects of more than one cluster: ${how}`,
    limits: allBut(),
    advice: 'give the files of one cluster only',
  }
}
