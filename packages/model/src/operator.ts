/**
 * What an operator is made of, for `controlPlane({ operators })` and `loadSnapshot`'s answer: its shape, the calls that a
 * reconcile makes, and the functions that read a state so that exploration hears of it.
 */
export type {
  AdmissionRequest,
  HookWrite,
  Operation,
  WebhookAnswer,
  WebhookHandler,
} from './apiserver/admission.ts'
export { allowed, deny, errored } from './capsule/webhooks/answer.ts'
export {
  type Call,
  type Controller,
  choose,
  done,
  type Enqueue,
  failed,
  messageOf,
  noteFinding,
  nothing,
  type Observation,
  objectOf,
  type Reconcile,
  type ReconcileResult,
  read,
  requestFor,
  send,
} from './controllers/controller.ts'
export { gitOpsTool, type Keeper } from './controllers/gitops-tool.ts'
export { defaultBackoff } from './controllers/kube-controller.ts'
export type { ManagedController, Operator, OperatorWebhooks } from './controllers/operator.ts'
export { serviceAccountUser } from './controllers/service-account-user.ts'
export { type Watch, type WatchingParts, watchingController } from './controllers/watching-controller.ts'
export { type ResourceKey, resourceKey } from './object/gvk.ts'
export { type KubeObject, labelsOf } from './object/kube-object.ts'
export type { PatchType, Request, Response, UserInfo, Verb } from './request/request.ts'
export type { ClusterState } from './state/cluster-state.ts'
export { findObject, listObjects } from './state/store.ts'
export type { WatchEvent } from './state/watch-event.ts'
