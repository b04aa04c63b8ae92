import type { CapsuleVersion, ClusterModel, ClusterState, KubeObject, Operator } from '@capsule-whatif/model'
import { paces } from '../schedule/likely.ts'
import { type Distribution, distributionOf } from './distribution.ts'
import type { MetadataMode } from './latency-answer.ts'
import { keyText, type MetadataKey } from './metadata-key.ts'
import { worldOf } from './metadata-latency.ts'
import { type Arrived, type Launch, type PlayedStorm, playStorm } from './play-storm.ts'
import { findTenant, namespaceForm } from './probe.ts'
import type { WantedMetadata } from './wanted-metadata.ts'

/** How many namespaces are created how fast, and when pods follow. Times are virtual milliseconds. */
export interface StormOptions {
  /** how many namespaces are created, over all Tenants in turn; default 500 */
  readonly namespaces?: number
  /** virtual milliseconds from one creation to the next; default 100 */
  readonly everyMs?: number
  /** virtual milliseconds from a namespace's creation to that of a pod in it; default 0 */
  readonly podAfterMs?: number
  /** virtual milliseconds after which a refused pod is tried again; default 250 */
  readonly retryMs?: number
  /** who creates the pods: the owner who created the namespace, or a pipeline with rights everywhere; default the latter */
  readonly podsBy?: 'owner' | 'administrator'
  /** how late controllers begin their work; default busy */
  readonly pace?: ClusterState['lagMs']
  /** how long one write of a controller takes, in virtual milliseconds; default 1, as in the model */
  readonly writeMs?: number
  /**
   * how much longer the operator's pass over a Tenant takes for each namespace that its status lists, in virtual milliseconds:
   * reads, and requests that change nothing, which the model does not count; default 0, so that delays are at least these
   */
  readonly memberMs?: number
  /** default: as the snapshot has it */
  readonly mode?: MetadataMode
  readonly capsule?: CapsuleVersion
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
  /** Tenants that take part; default all */
  readonly tenants?: readonly string[]
}

/** What became of one key of one Tenant. */
export interface StormKey {
  readonly tenant: string
  readonly key: MetadataKey
  /** from the answer to a namespace's creation until it has the key; absent where none ever has */
  readonly delay?: Distribution
  /** namespaces that never got it */
  readonly never: number
  /** pods admitted while it was missing */
  readonly violations: number
}

/** What a storm came to. Plain data. */
export interface StormAnswer {
  readonly mode: MetadataMode
  readonly capsule: CapsuleVersion
  /** how many were created */
  readonly namespaces: number
  /** creations of namespaces that were refused, with how often which words were said */
  readonly refused: readonly { readonly message: string; readonly times: number }[]
  /** how many were admitted */
  readonly pods: number
  /** pods that were given up after two minutes, with the words of their last refusal */
  readonly podsRefused: StormAnswer['refused']
  /** tries of pods that were refused and repeated */
  readonly podRetries: number
  /** from the answer to a namespace's creation until its pod was admitted */
  readonly podDelay?: Distribution
  /** pods admitted while at least one key was missing */
  readonly violations: number
  /** pods that lack something that the Tenant's pods get, once all is quiet */
  readonly podsLeftWithout: number
  readonly keys: readonly StormKey[]
  /** virtual seconds until all was quiet */
  readonly seconds: number
  /** Tenants that took no part, and why */
  readonly leftOut: readonly string[]
}

/**
 * Many namespaces created at a high rate, each by its Tenant's owner, with a pod in it as soon as one is admitted: how late
 * does the metadata come, and how many pods are there before it?
 *
 * Everything is due as the likely order of events has it, each controller has one worker (see `Workers`), a refused pod is
 * tried again. Deterministic: the same objects and options give the same answer.
 */
export function storm(objects: readonly KubeObject[], options: StormOptions = {}): StormAnswer {
  const { mode = 'as is', namespaces = 500 } = options
  const { capsule, model, quiet, wanted } = worldOf(objects, mode, options)
  const { launches, leftOut } = launchesOf(model, quiet, ofTenants(wanted, options.tenants))
  const played = playStorm({
    model,
    state: { ...quiet, lagMs: options.pace ?? paces.busy },
    launches,
    namespaces: launches.length === 0 ? 0 : namespaces,
    everyMs: options.everyMs ?? 100,
    podAfterMs: options.podAfterMs ?? 0,
    retryMs: options.retryMs ?? 250,
    podsBy: options.podsBy ?? 'administrator',
    writeMs: options.writeMs ?? 1,
    memberMs: options.memberMs ?? 0,
  })
  const { arrived, refusals, seconds } = played
  const keys = launches.flatMap(({ form, keys }) => stormKeys(form.tenant, keys, arrived))
  return {
    mode,
    capsule,
    namespaces: arrived.length,
    refused: countsOf(refusals),
    ...podCounts(played),
    keys,
    seconds,
    leftOut,
  }
}

/** Namespaces that no selector picks; those with labels of their own take no part. */
function ofTenants(
  wanted: readonly WantedMetadata[],
  tenants: readonly string[] | undefined,
): readonly WantedMetadata[] {
  return wanted.filter(({ tenant, labels }) => Object.keys(labels).length === 0 && (tenants?.includes(tenant) ?? true))
}

function launchesOf(
  model: ClusterModel,
  quiet: ClusterState,
  wanted: readonly WantedMetadata[],
): { readonly launches: readonly Launch[]; readonly leftOut: readonly string[] } {
  const launches: Launch[] = []
  const leftOut: string[] = []
  for (const { tenant, labels, keys } of wanted) {
    const found = findTenant(quiet, tenant)
    const form = found ? namespaceForm(model, quiet, found, labels) : { refused: 'it is gone' }
    if ('refused' in form) leftOut.push(`${tenant}: ${form.refused}`)
    else launches.push({ form, keys })
  }
  return { launches, leftOut }
}

type PodCounts = Pick<
  StormAnswer,
  'pods' | 'podsRefused' | 'podRetries' | 'podDelay' | 'violations' | 'podsLeftWithout'
>

function podCounts({ arrived, podRetries, podsLeftWithout }: PlayedStorm): PodCounts {
  const delays = arrived.flatMap(({ createdAt, podAt }) => (podAt === undefined ? [] : [podAt - createdAt]))
  const podDelay = distributionOf(delays)
  const givenUp = arrived.filter(({ podAt }) => podAt === undefined)
  return {
    pods: delays.length,
    podsRefused: countsOf(givenUp.map(({ podRefusal = 'refused' }) => podRefusal)),
    podRetries,
    ...(podDelay ? { podDelay } : {}),
    violations: arrived.filter((each) => each.keys.some((key) => isViolated(each, key))).length,
    podsLeftWithout,
  }
}

function isViolated({ podAt, keyAt }: Arrived, key: MetadataKey): boolean {
  return podAt !== undefined && (keyAt.get(keyText(key)) ?? Number.POSITIVE_INFINITY) > podAt
}

function stormKeys(tenant: string, keys: readonly MetadataKey[], all: readonly Arrived[]): readonly StormKey[] {
  const own = all.filter((each) => each.tenant === tenant)
  return keys
    .filter(({ on }) => on === 'Namespace')
    .map((key) => {
      const delays = own.flatMap(({ createdAt, keyAt }) => {
        const at = keyAt.get(keyText(key))
        return at === undefined ? [] : [at - createdAt]
      })
      const delay = distributionOf(delays)
      const violations = own.filter((each) => isViolated(each, key)).length
      return { tenant, key, ...(delay ? { delay } : {}), never: own.length - delays.length, violations }
    })
}

function countsOf(messages: readonly string[]): StormAnswer['refused'] {
  const counts = new Map<string, number>()
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1)
  return [...counts].map(([message, times]) => ({ message, times }))
}
