import {
  type CapsuleVersion,
  isJsonArray,
  type JsonObject,
  type KubeObject,
  listAt,
  textAt,
} from '@capsule-whatif/model'

/** What the chart of each version of Capsule installs: definitions, webhook configurations, cluster roles, configuration. */
export type Installations = Readonly<Record<CapsuleVersion, readonly KubeObject[]>>

/**
 * The objects of a cluster as `helm upgrade` to a version of Capsule leaves them before its operator has done anything:
 * what the chart of the other version installed is gone, what this one installs is there, and everything else stays.
 * Values that were given to the chart are kept where both configurations have them.
 */
export function withInstallation(
  objects: readonly KubeObject[],
  version: CapsuleVersion,
  installations: Installations,
): readonly KubeObject[] {
  const known = new Set(Object.values(installations).flatMap((installed) => installed.map(placeOf)))
  const present = new Map(objects.map((object) => [placeOf(object), object]))
  const kept = objects.filter((object) => !known.has(placeOf(object)) && !isWebhookConfiguration(object))
  return [...kept, ...installations[version].map((object) => upgraded(object, present.get(placeOf(object)), version))]
}

/** What v0.14 puts on Tenants and v0.7 does not know. [pkg/api/meta; core R1] */
const tenantFinalizer = 'controller.projectcapsule.dev/finalize'

/**
 * The same, for a cluster that is taken to have run this version all along: Tenants of v0.7 have no finalizer that only the
 * operator of v0.14 takes away.
 */
export function asIfAlways(
  objects: readonly KubeObject[],
  version: CapsuleVersion,
  installations: Installations,
): readonly KubeObject[] {
  const installed = withInstallation(objects, version, installations)
  return version === '0.7' ? installed.map(withoutTenantFinalizer) : installed
}

function withoutTenantFinalizer(object: KubeObject): KubeObject {
  const { finalizers = [], ...metadata } = object.metadata
  if (object.kind !== 'Tenant' || !finalizers.includes(tenantFinalizer)) return object
  const others = finalizers.filter((finalizer) => finalizer !== tenantFinalizer)
  return { ...object, metadata: others.length === 0 ? metadata : { ...metadata, finalizers: others } }
}

function placeOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`
}

const ofCapsule = /(^|\.)(projectcapsule\.dev|capsule\.clastix\.io)$/

/** The names of Capsule's webhook configurations can be chosen; those of its webhooks cannot. */
function isWebhookConfiguration(object: KubeObject): boolean {
  if (object.kind !== 'MutatingWebhookConfiguration' && object.kind !== 'ValidatingWebhookConfiguration') return false
  return listAt(object, 'webhooks').some((webhook) => ofCapsule.test(textAt(webhook, 'name') ?? ''))
}

/** An object that is there already stays the same object. */
function upgraded(object: KubeObject, present: KubeObject | undefined, version: CapsuleVersion): KubeObject {
  if (!present) return object
  const { uid, creationTimestamp } = present.metadata
  const metadata = {
    ...object.metadata,
    ...(uid === undefined ? {} : { uid }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  }
  const kept = object.kind === 'CapsuleConfiguration' ? { spec: configurationSpec(object, present, version) } : {}
  return { ...object, metadata, ...kept }
}

/** Who is a Capsule user is said by `userGroups` in v0.7 and by `users` in v0.14, where `userGroups` still counts. */
function configurationSpec(object: KubeObject, present: KubeObject, version: CapsuleVersion): JsonObject {
  const [usual, given] = [(object.spec ?? {}) as JsonObject, (present.spec ?? {}) as JsonObject]
  const shared = Object.fromEntries(Object.entries(given).filter(([field]) => field in usual && field !== 'admission'))
  const groups = userGroups(given)
  const users = groups.map((name) => ({ kind: 'Group', name }))
  const others = isJsonArray(given.users) ? given.users.filter((user) => textAt(user, 'kind') !== 'Group') : []
  return { ...usual, ...shared, ...(version === '0.7' ? { userGroups: groups } : { users: [...users, ...others] }) }
}

/** The groups whose members are Capsule users. */
export function userGroups(spec: JsonObject): readonly string[] {
  const named = listAt(spec, 'userGroups').filter((group) => typeof group === 'string')
  const listed = listAt(spec, 'users')
    .filter((user) => textAt(user, 'kind') === 'Group')
    .map((user) => textAt(user, 'name') ?? '')
  return [...new Set([...named, ...listed])]
}
