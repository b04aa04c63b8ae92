import type { ResourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ResourceType } from '../object/resource-type.ts'
import type { Refusal } from '../object/status-errors.ts'
import type { UserInfo } from '../request/request.ts'
import type { Cluster } from '../state/cluster.ts'
import type { ClusterState } from '../state/cluster-state.ts'

/** What a request does, in the words of admission. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'

/** What admission is told of a request; for webhooks it is the AdmissionRequest. */
export interface AdmissionRequest {
  readonly operation: Operation
  readonly type: ResourceType
  readonly subresource: string
  /** empty with generateName, and for every object of a deletecollection */
  readonly name: string
  /** of a Namespace its own name */
  readonly namespace: string
  readonly user: UserInfo
  /** null on DELETE */
  readonly object: KubeObject | undefined
  /** null on CREATE */
  readonly oldObject: KubeObject | undefined
  readonly dryRun: boolean
}

/**
 * An object that a webhook's server updates while it answers. It stands even if the request is refused later, or is a dry
 * run. It is stored as it is: the update's own admission is left out.
 */
export interface HookWrite {
  readonly resource: ResourceKey
  readonly object: KubeObject
}

/** What a webhook's server answers. */
export type WebhookAnswer =
  | {
      readonly allowed: true
      readonly object?: KubeObject
      readonly warnings?: readonly string[]
      readonly writes?: readonly HookWrite[]
      /** what rules note of the object without refusing it */
      readonly audits?: readonly string[]
    }
  | {
      readonly allowed: false
      readonly code: number
      readonly reason: string
      readonly message: string
      readonly warnings?: readonly string[]
      readonly audits?: readonly string[]
    }

/**
 * A handler behind one URL path of a webhook's server. It reads the state live, and of a mutating webhook it gives back
 * the object as it wants it; what it writes besides is in the answer.
 */
export type WebhookHandler = (request: AdmissionRequest, state: ClusterState) => WebhookAnswer

/** `undefined`: the plugin has nothing against it. A mutating plugin may give another object. */
export type PluginAnswer = { readonly object?: KubeObject; readonly refusal?: Refusal } | undefined

/** One built-in admission plugin, named as upstream names it. Rules it does not have are left out. */
export interface AdmissionPlugin {
  readonly name: string
  readonly mutate?: (request: AdmissionRequest, state: ClusterState) => PluginAnswer
  readonly validate?: (request: AdmissionRequest, state: ClusterState) => PluginAnswer
}

/** What a pass of admission came to. */
export type AdmissionOutcome = AdmissionNotes &
  ({ readonly refusal: Refusal } | { readonly object: KubeObject | undefined })

export interface AdmissionNotes {
  readonly warnings: readonly string[]
  /** what of the answer is not certain, since it is not modelled; none where absent */
  readonly findings?: readonly string[]
}

/** All of admission, as the API server calls it: first the mutating pass, after validation by the kind the validating one. */
export interface AdmissionChain {
  /** `decode` defaults and prunes what a webhook changed, as decoding a client's object does. */
  mutate(request: AdmissionRequest, cluster: Cluster, decode: (object: KubeObject) => KubeObject): AdmissionOutcome
  /** May write: quota is charged here. */
  validate(request: AdmissionRequest, cluster: Cluster): AdmissionOutcome
}

export type { Refusal }
