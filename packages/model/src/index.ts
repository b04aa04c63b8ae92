export { attributesOf } from './apiserver/authorization/attributes.ts'
export { authorize, type Decision, isMaster } from './apiserver/authorization/authorize.ts'
export type { Grant, Reference } from './apiserver/authorization/grant.ts'
export { builtinResources } from './apiserver/builtin-resources.ts'
export { type LoadedState, stateFromObjects } from './apiserver/state-from-objects.ts'
export { apply, type ControlPlaneOptions, controlPlane } from './assemble.ts'
export { roleBindingHash } from './capsule/controllers/role-binding-hash.ts'
export { notModelled } from './capsule/not-modelled.ts'
export type { CapsuleVersion } from './capsule/operator.ts'
export { proxiedAnswer } from './capsule/proxy/proxied-answer.ts'
export type { ProxiedRequest, ProxyOptions } from './capsule/proxy/proxied-request.ts'
export { proxyRequest } from './capsule/proxy/proxy-request.ts'
export { roleBindingHash as roleBindingHashOf07 } from './capsule/v0.7/controllers/role-bindings.ts'
export { gitOpsTool, type Keeper } from './controllers/gitops-tool.ts'
export type { ManagedController, Operator, OperatorWebhooks } from './controllers/operator.ts'
export * from './invariants/index.ts'
export { type OwnerVerdict, ownerVerdict } from './invariants/owner-verdict.ts'
export { goJson, sortedFields } from './object/go-format.ts'
export * from './object/gvk.ts'
export * from './object/json.ts'
export * from './object/kube-object.ts'
export { matchesRequirements } from './object/label-selector.ts'
export { parseLabelSelector } from './object/label-selector-query.ts'
export { type PatchField, type PatchFields, patchFields } from './object/patch-schema.ts'
export {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isZeroQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from './object/quantity.ts'
export * from './object/resource-type.ts'
export { textHash } from './object/text-hash.ts'
export * from './request/request.ts'
export type { Audit } from './state/cluster.ts'
export {
  type Choice,
  type ClusterState,
  isRunning,
  type ProcessName,
  type Progress,
  type WorkItem,
} from './state/cluster-state.ts'
export { listenToReads, type ReadListener } from './state/reads.ts'
export {
  emptyMap,
  mapChanges,
  mapEntries,
  mapGet,
  mapRemove,
  mapSet,
  type SortedMap,
} from './state/sorted-map.ts'
export { allObjects, findObject, listObjects, listResources, putObject, removeObject } from './state/store.ts'
export type { WatchEvent } from './state/watch-event.ts'
export type { Action } from './step/action.ts'
export type { ClusterModel, SpontaneousWork, Step } from './step/cluster-model.ts'
export type { Exchange } from './step/reconcile.ts'
export { recordedTiming, type Timing, tickTiming } from './step/timing.ts'
export { bringForward, itemsDueUntil, nextItem, queueOf } from './step/work-queue.ts'
