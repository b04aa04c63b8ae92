import { type ClusterState, findObject, listAt, listObjects, ownerReferencesOf, textAt } from '@capsule-whatif/model'
import { tenantLabel } from './ownership-edit.ts'

/** Whose a Namespace is, by everything that says so. */
export interface Belonging {
  /** of the label; absent where it has none */
  readonly label?: string
  /** Tenants that its owner references name, with whether their uid is that of the Tenant that is there */
  readonly references: readonly OwnerOfNamespace[]
  /** Tenants that list it in their status */
  readonly listedBy: readonly string[]
}

/** Every `OwnerUidVerdict`. */
export const ownerUids = ['same', 'other', 'absent'] as const

/** Whether the uid of a reference is that of the Tenant of the name; `absent`: there is no such Tenant. */
export type OwnerUidVerdict = (typeof ownerUids)[number]

export interface OwnerOfNamespace {
  readonly tenant: string
  /** `absent`: no such Tenant; `other`: one of the name with another uid */
  readonly uid: OwnerUidVerdict
}

/** Undefined where the Namespace is not there. */
export function belongingOf(state: ClusterState, name: string): Belonging | undefined {
  const namespace = findObject(state, '/namespaces', undefined, name)
  if (namespace === undefined) return undefined
  const label = namespace.metadata.labels?.[tenantLabel]
  const tenants = listObjects(state, 'capsule.clastix.io/tenants')
  return {
    ...(label === undefined ? {} : { label }),
    references: ownerReferencesOf(namespace)
      .filter(({ kind }) => kind === 'Tenant')
      .map(({ name: tenant, uid }) => {
        const there = tenants.find(({ metadata }) => metadata.name === tenant)
        return { tenant, uid: there === undefined ? 'absent' : there.metadata.uid === uid ? 'same' : 'other' }
      }),
    listedBy: tenants.filter((tenant) => isListed(tenant, name)).map(({ metadata }) => metadata.name),
  }
}

function isListed(tenant: Parameters<typeof listAt>[0], name: string): boolean {
  return (
    listAt(tenant, 'status', 'namespaces').includes(name) ||
    listAt(tenant, 'status', 'spaces').some((space) => textAt(space, 'name') === name)
  )
}

/** Whether everything that says so names this Tenant, or none where none is meant. */
export function belongsTo(belonging: Belonging | undefined, tenant: string | undefined): boolean {
  if (belonging === undefined) return false
  const { label, references, listedBy } = belonging
  if (tenant === undefined) return label === undefined && references.length === 0 && listedBy.length === 0
  return (
    label === tenant &&
    references.length === 1 &&
    references.every((each) => each.tenant === tenant && each.uid === 'same') &&
    listedBy.length === 1 &&
    listedBy[0] === tenant
  )
}

export function belongingText(belonging: Belonging | undefined): string {
  if (belonging === undefined) return 'the Namespace is gone'
  const { label, references, listedBy } = belonging
  const uids = { same: '', other: ' (with a uid that is not its own)', absent: ' (which is not there)' }
  const of = references.map(({ tenant, uid }) => `${tenant}${uids[uid]}`)
  return `label ${label ?? 'none'}, owner reference ${of.join(' and ') || 'none'}, in the status of ${listedBy.join(' and ') || 'none'}`
}
