import {
  type CapsuleVersion,
  type ClusterModel,
  type ClusterState,
  controlPlane,
  type KubeObject,
  type LoadedState,
  listObjects,
  type Operator,
  stateFromObjects,
} from '@capsule-whatif/model'
import { inputFindings } from '../predict/input-findings.ts'
import { clockOf } from '../replay/scenario.ts'
import { paces, settle } from '../schedule/likely.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import { creationRun } from './creation-run.ts'
import { editRuns } from './edit-run.ts'
import type { CreationRun, LatencyAnswer, MetadataMode, TenantLatency } from './latency-answer.ts'
import { withMode } from './metadata-mode.ts'
import { findTenant, hasSelectorExpressions, namespaceForm, tenantsKey } from './probe.ts'
import { type WantedMetadata, wantedMetadata } from './wanted-metadata.ts'

/** How late processes begin their work, by name: as usual, all busy, and the operator alone busy. */
export const usualPaces: Readonly<Record<string, ClusterState['lagMs']>> = {
  ...paces,
  'operator busy': { ...paces.prompt, capsule: paces.busy.capsule },
}

/** Which Tenants are tried, in which mode and at which paces of the controllers. */
export interface LatencyOptions {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** default: as the snapshot has it */
  readonly mode?: MetadataMode
  /** which paces of the controllers are tried; default prompt, busy, and the operator alone busy */
  readonly paces?: Readonly<Record<string, ClusterState['lagMs']>>
  /** Tenants that are tried; default all */
  readonly tenants?: readonly string[]
  /** what an exploration of all orders found, by Tenant: then that is the verdict */
  readonly proof?: Readonly<Record<string, TenantLatency['verdict']>>
}

/** A cluster in a mode, quiet, with what its Tenants gave their namespaces before the mode was changed. */
export interface World {
  readonly capsule: CapsuleVersion
  readonly operators: readonly Operator[]
  readonly model: ClusterModel
  readonly loaded: LoadedState
  readonly quiet: ClusterState
  readonly wanted: readonly WantedMetadata[]
}

/** @param mode what is wanted of it is what the objects as they are give */
export function worldOf(
  objects: readonly KubeObject[],
  mode: MetadataMode,
  { capsule = capsuleVersionOf(objects) ?? '0.14', operators = [] }: Pick<LatencyOptions, 'capsule' | 'operators'> = {},
): World {
  const model = controlPlane({ capsule, operators })
  const loaded = stateFromObjects(objects, clockOf(objects))
  const given = settle(model, model.start(loaded.state)).state
  const wanted = wantedMetadata(model, given)
  if (mode === 'as is') return { capsule, operators, model, loaded, quiet: given, wanted }
  const changed = stateFromObjects(withMode(objects, mode, wanted), clockOf(objects))
  return { capsule, operators, model, loaded: changed, quiet: settle(model, model.start(changed.state)).state, wanted }
}

/**
 * At which moment the metadata of a Tenant reaches a namespace and the pods in it, and which pods can be admitted before.
 * Decided by running the model: a namespace is created as the Tenant's owner, and between any two writes that follow a pod
 * is tried. Each Tenant on its own copy of the cluster.
 */
export function metadataLatency(objects: readonly KubeObject[], options: LatencyOptions = {}): LatencyAnswer {
  const { mode = 'as is', tenants: names } = options
  const world = worldOf(objects, mode, options)
  const chosen = world.wanted.filter(({ tenant }) => names?.includes(tenant) ?? true)
  const tenants = chosen.map((wanted) => tenantLatency(world, wanted, options))
  return {
    mode,
    capsule: world.capsule,
    tenants,
    findings: [...inputFindings(world.loaded, options), ...findingsOf(world, tenants)],
  }
}

function tenantLatency({ model, quiet }: World, wanted: WantedMetadata, options: LatencyOptions): TenantLatency {
  const { tenant, labels, keys } = wanted
  const found = findTenant(quiet, tenant)
  const form = found ? namespaceForm(model, quiet, found, labels) : { refused: `there is no Tenant ${tenant}` }
  const tried = Object.entries(options.paces ?? usualPaces)
  const isFirst = Object.keys(labels).length === 0
  const edits = isFirst ? tried.flatMap(([pace, lagMs]) => editRuns(model, quiet, tenant, pace, lagMs)) : []
  const refused = wanted.refused ?? ('refused' in form ? form.refused : undefined)
  const proven = options.proof?.[tenant]
  if ('refused' in form || refused !== undefined)
    return {
      tenant,
      labels,
      ...(refused === undefined ? {} : { refused }),
      runs: [],
      edits,
      verdict: proven ?? 'unknown',
    }
  const runs = tried.map(([pace, lagMs]) => creationRun({ model, form, keys }, quiet, pace, lagMs))
  return { tenant, labels, runs, edits, verdict: runs.some(showsPodWithout) ? 'may' : (proven ?? 'unknown') }
}

function showsPodWithout({ pods }: CreationRun): boolean {
  return pods.some(({ without }) => without.length > 0)
}

const nodeSelectorAnnotation = 'scheduler.alpha.kubernetes.io/node-selector'

function findingsOf({ quiet }: World, tenants: readonly TenantLatency[]): readonly string[] {
  const selects = tenants.some(({ runs }) =>
    runs.some(({ namespaceKeys }) => namespaceKeys.some(({ key }) => key.key === nodeSelectorAnnotation)),
  )
  const expressions = listObjects(quiet, tenantsKey).filter(hasSelectorExpressions)
  return [
    ...(selects ? [podNodeSelector] : []),
    ...expressions.map(
      ({ metadata }) => `Not tried: what Tenant ${metadata.name} gives to namespaces by matchExpressions.`,
    ),
  ]
}

/** [plugin/pkg/admission/podnodeselector; kubernetes.md 5.4] */
const podNodeSelector = `A node selector reaches namespaces as the annotation ${nodeSelectorAnnotation}. Pods are given it by the API server's plugin PodNodeSelector alone, which is off by default and not modelled; where it is on, a pod admitted before the annotation is there keeps running without the selector.`
