import { type ClusterState, findObject, isTerminating, type KubeObject, ownerReferencesOf } from '@capsule-whatif/model'
import { belongingOf, belongsTo } from '../questions/ownership/belonging.ts'
import { tenantLabel } from '../questions/ownership/ownership-edit.ts'
import { tenantsOf } from '../questions/uninstalling/uninstall-orders.ts'
import type { Operation, OperationContext } from './operation.ts'
import type { RemedyCommand } from './remedy.ts'

const give: Operation = {
  name: 'give the Namespaces to their Tenant, label and owner reference in one patch',
  why: 'one without the other is refused, or put back',
  commands: ({ goal }, state) =>
    [...goal.namespaces].flatMap(([name, tenant]) => {
      const namespace = findObject(state, '/namespaces', undefined, name)
      const owner = tenantsOf(state).find(({ metadata }) => metadata.name === tenant)
      return namespace && owner && !belongsBy(state, name, owner) ? [ownershipPatch(namespace, owner)] : []
    }),
  undo: (context, before) => backTo(context, before),
}

const takeOut: Operation = {
  name: 'take the Namespaces out of their Tenant, label and owner reference in one patch',
  why: 'what no Tenant owns does not go with one',
  commands: ({ goal, start }, state) =>
    [...goal.namespaces.keys()].flatMap((name) => {
      const namespace = findObject(state, '/namespaces', undefined, name)
      const isOwned = namespace && isOwnedAsBefore(start, namespace)
      return isOwned ? [ownershipPatch(namespace, undefined)] : []
    }),
  undo: (context, before) => backTo(context, before),
}

const takeReferences: Operation = {
  name: 'take the owner references to Tenants off the Namespaces',
  why: 'the garbage collector does not take what nobody owns',
  commands: ({ goal, start }, state) =>
    [...goal.namespaces.keys()].flatMap((name) => {
      const namespace = findObject(state, '/namespaces', undefined, name)
      return !state.running.capsule && namespace && isOwnedAsBefore(start, namespace)
        ? [referencePatch(namespace, undefined, {})]
        : []
    }),
  undo: (context, before) => backTo(context, before),
}

/** Operations on what says whose a Namespace is. */
export const ownershipOperations: readonly Operation[] = [give, takeOut, takeReferences]

function isOwnedAsBefore(start: ClusterState, namespace: KubeObject): boolean {
  const before = findObject(start, '/namespaces', undefined, namespace.metadata.name)
  const uids = new Set(before?.metadata.ownerReferences?.map(({ uid }) => uid))
  return (
    ownerReferencesOf(namespace).some(({ kind, uid }) => kind === 'Tenant' && uids.has(uid)) ||
    (ownerReferencesOf(namespace).every(({ kind }) => kind !== 'Tenant') &&
      namespace.metadata.labels?.[tenantLabel] !== undefined)
  )
}

/** By label and reference: the status follows when the operator runs. */
function belongsBy(state: ClusterState, name: string, owner: KubeObject): boolean {
  const belonging = belongingOf(state, name)
  return belonging !== undefined && belongsTo({ ...belonging, listedBy: [owner.metadata.name] }, owner.metadata.name)
}

/** Gives the Namespaces back to whose they were by their owner references, where these went with what was deleted. */
export function givenBack(context: OperationContext, before: ClusterState): readonly RemedyCommand[] {
  const owned = [...context.goal.namespaces].filter(([name]) =>
    belongingOf(before, name)?.references.some(({ uid }) => uid === 'same'),
  )
  return backTo({ ...context, goal: { ...context.goal, namespaces: new Map(owned) } }, before)
}

export function backTo({ goal }: OperationContext, before: ClusterState): readonly RemedyCommand[] {
  return [...goal.namespaces.keys()].flatMap((name) => {
    const namespace = findObject(before, '/namespaces', undefined, name)
    if (namespace === undefined) return []
    const tenant = ownerReferencesOf(namespace).find(({ kind }) => kind === 'Tenant')
    const owner = tenantsOf(before).find(({ metadata }) => metadata.name === tenant?.name)
    // a Tenant that was going has to be made again first: what deleted it gives back then
    return owner && isTerminating(owner) ? [] : [ownershipPatch(namespace, owner)]
  })
}

function ownershipPatch(namespace: KubeObject, owner: KubeObject | undefined): RemedyCommand {
  return referencePatch(namespace, owner, { labels: { [tenantLabel]: owner?.metadata.name ?? null } })
}

function referencePatch(namespace: KubeObject, owner: KubeObject | undefined, more: object): RemedyCommand {
  const { name } = namespace.metadata
  const others = ownerReferencesOf(namespace).filter(({ kind }) => kind !== 'Tenant')
  const references = [
    ...others,
    ...(owner ? [{ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: uidMark }] : []),
  ]
  const metadata = { ...more, ownerReferences: references.length === 0 ? null : references }
  const uid = owner ? `'"$(uid tenant ${owner.metadata.name})"'` : ''
  const body = JSON.stringify({ metadata }).replace(uidMark, uid)
  const expected = owner?.metadata.name ?? ''
  return {
    text: `patch namespace ${name} --type merge -p '${body}'`,
    check: `[ "$(kubectl get namespace ${name} -o jsonpath='{.metadata.ownerReferences[?(@.kind=="Tenant")].name}')" = "${expected}" ]`,
  }
}

const uidMark = 'UID-OF-NOW'
