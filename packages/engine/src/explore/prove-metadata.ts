import {
  type CapsuleVersion,
  controlPlane,
  type KubeObject,
  type Operator,
  tickTiming,
  type UserInfo,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import type { MetadataMode } from '../metadata/latency-answer.ts'
import { type World, worldOf } from '../metadata/metadata-latency.ts'
import { neverWithoutMetadata } from '../metadata/never-without-metadata.ts'
import { creationOfNamespace, creationOfPod, findTenant, namespaceForm, podIn, probeName } from '../metadata/probe.ts'
import { explore } from '../schedule/explore/explore.ts'
import { isComplete } from './completeness.ts'

/** Whether a pod can be admitted in a new namespace of a Tenant before the namespace has what the Tenant gives. */
export type MetadataProof = 'never' | 'may' | 'unknown'

/** What is to be proved of which Tenants, and how far is searched. */
export interface ProveMetadataOptions {
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** default: as the snapshot has it */
  readonly mode?: MetadataMode
  /** default all */
  readonly tenants?: readonly string[]
  /** states of one search; default 50,000 */
  readonly statesMax?: number
}

/** By Tenant: over all orders, when its owner creates a namespace, and its owner or an administrator a pod at any moment. */
export function proveMetadata(
  objects: readonly KubeObject[],
  options: ProveMetadataOptions = {},
): Readonly<Record<string, MetadataProof>> {
  const world = worldOf(objects, options.mode ?? 'as is', options)
  const names = [...new Set(world.wanted.map(({ tenant }) => tenant))]
  const chosen = names.filter((name) => options.tenants?.includes(name) ?? true)
  return Object.fromEntries(chosen.map((name) => [name, proofOf(world, name, options.statesMax ?? 50_000)]))
}

function proofOf(world: World, name: string, statesMax: number): MetadataProof {
  const tenant = findTenant(world.quiet, name)
  if (!tenant) return 'unknown'
  const forms = world.wanted.filter((wanted) => wanted.tenant === name)
  const proofs = forms.flatMap(({ labels, refused }): readonly MetadataProof[] => {
    const form = namespaceForm(world.model, world.quiet, tenant, labels)
    if (refused !== undefined || 'refused' in form) return ['unknown']
    const probe = probeName(name, 'proof')
    const namespace = { type: 'request', as: form.owner, request: creationOfNamespace(form, probe) } as const
    return [form.owner, defaultUser].map((user) => search(world, user, namespace, podIn(probe, tenant), statesMax))
  })
  if (proofs.includes('may')) return 'may'
  return proofs.length === 0 || proofs.includes('unknown') ? 'unknown' : 'never'
}

function search(
  { capsule, operators, quiet, wanted }: World,
  user: UserInfo,
  namespace: Parameters<ReturnType<typeof controlPlane>['apply']>[1],
  pod: KubeObject,
  statesMax: number,
): MetadataProof {
  const model = controlPlane({ capsule, operators, timing: tickTiming(1000) })
  const violates = neverWithoutMetadata(wanted)
  const exploration = explore(
    model,
    quiet,
    [
      { actions: [namespace], when: 'promptly' },
      { actions: [{ type: 'request', as: user, request: creationOfPod(pod) }], when: 'any moment' },
    ],
    { statesMax, check: (before, step) => violates(before, step).map(({ key }) => key.key) },
  )
  if (exploration.search.violations.length > 0) return 'may'
  return isComplete(exploration) ? 'never' : 'unknown'
}
