import { at, isJsonObject, type JsonObject, type KubeObject, listAt, type Request } from '@capsule-whatif/model'
import type { NamedResource } from '../snapshot/named-resource.ts'
import type { Origin } from '../snapshot/source-text.ts'
import { lastAppliedAnnotation } from './last-applied.ts'
import { messageOf, type PlanSession, refusal, report, send, taskFor } from './plan-session.ts'
import { deletionBody, nameInPlan, objectKey, placedLive, requestOn } from './requests.ts'
import { resourcesOf } from './resources-of.ts'

export interface PruneOptions {
  /** --prune -l SELECTOR; without it --prune --all */
  readonly selector?: string
  /** --prune-allowlist: group/version/Kind, with `core` for the group without a name */
  readonly allowlist?: readonly string[]
  /** where an object stands, by its key, so that what is pruned can be shown */
  readonly originOf: (key: string) => Origin | undefined
}

/** What kubectl prunes unless told otherwise, in this order. Custom resources, Tenants and definitions too, are not on it. [kubectl pkg/cmd/apply/prune.go] */
const usualAllowlist: readonly string[] = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/Namespace',
  'core/v1/PersistentVolumeClaim',
  'core/v1/PersistentVolume',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
]

/**
 * Deletes what was applied once and is no more in the set: namespaced kinds in the namespaces of the set, then the others
 * everywhere. The first failure ends it. [kubectl pkg/cmd/apply/prune.go pruneAll]
 */
export function pruneAsKubectl(
  session: PlanSession,
  options: PruneOptions,
  appliedUids: ReadonlySet<string>,
  namespaces: ReadonlySet<string>,
): void {
  const resources = resourcesOf(session.state)
  const kinds = (options.allowlist?.length ? options.allowlist : usualAllowlist).map((text) =>
    resourceNamed(text, resources),
  )
  const known = kinds.filter((resource) => resource !== undefined)
  const places = [
    ...[...namespaces]
      .sort()
      .flatMap((namespace) =>
        known.filter(({ namespaced }) => namespaced).map((resource) => ({ resource, namespace })),
      ),
    ...known.filter(({ namespaced }) => !namespaced).map((resource) => ({ resource })),
  ]
  for (const place of places) if (!pruneIn(session, place, options, appliedUids)) return
}

/** The resource of `group/version/Kind`; undefined where nothing serves it. */
export function resourceNamed(text: string, resources: readonly NamedResource[]): NamedResource | undefined {
  const [group = '', version = '', kind = ''] = text.split('/')
  const wanted = group === 'core' ? '' : group
  return resources.find((each) => each.group === wanted && each.version === version && each.kind === kind)
}

interface PrunedPlace {
  readonly resource: NamedResource
  readonly namespace?: string
}

function pruneIn(
  session: PlanSession,
  { resource, namespace }: PrunedPlace,
  { selector, originOf }: PruneOptions,
  appliedUids: ReadonlySet<string>,
): boolean {
  const { group, version, kind } = resource
  const list: Request = {
    verb: 'list',
    group,
    version,
    resource: resource.resource,
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    ...(selector === undefined ? {} : { query: { labelSelector: selector } }),
  }
  const listing = taskFor({ kind, group, ...(namespace === undefined ? {} : { namespace }), name: '*' }, undefined)
  const listed = send(session, listing, list)
  if (listed.code >= 400) {
    const message = `the prune ends here: ${resource.resource} cannot be listed: ${messageOf(listed)}`
    session.findings.push({ rule: 'request-refused', severity: 'danger', message })
    report(session, listing, 'refused')
    return false
  }
  for (const item of listAt(listed.body, 'items').filter(isJsonObject)) {
    if (!isPruned(item, appliedUids)) continue
    if (
      !deleteOne(
        session,
        { ...item, apiVersion: group === '' ? version : `${group}/${version}`, kind },
        resource,
        originOf,
      )
    )
      return false
  }
  return true
}

function isPruned(item: JsonObject, appliedUids: ReadonlySet<string>): boolean {
  const isApplied = at(item, 'metadata', 'annotations', lastAppliedAnnotation) !== undefined
  return isApplied && !appliedUids.has(String(at(item, 'metadata', 'uid')))
}

function deleteOne(
  session: PlanSession,
  item: JsonObject,
  resource: NamedResource,
  originOf: PruneOptions['originOf'],
): boolean {
  const live = placedLive(item as unknown as KubeObject, resource)
  const name = nameInPlan(live)
  const task = taskFor(name, originOf(objectKey(name)))
  const request: Request = { ...requestOn('delete', live), body: deletionBody('Background') }
  const response = send(session, task, request)
  if (response.code < 400) report(session, task, 'pruned')
  else refusal(session, task, request, response)
  return response.code < 400
}
