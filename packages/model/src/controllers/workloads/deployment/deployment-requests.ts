import type { KubeObject } from '../../../object/kube-object.ts'
import { isSuccess, type Request, type Response } from '../../../request/request.ts'
import { messageOf, objectOf, type Reconcile, requestFor, send } from '../../controller.ts'

export const deployments: Place = requestFor('apps', 'v1', 'deployments')
export const replicaSets: Place = requestFor('apps', 'v1', 'replicasets')

type Place = Pick<Request, 'group' | 'version' | 'resource'>

/** A sync that a refusal ended. */
export interface Failure {
  readonly failure: string
}

export function isFailure(value: object | undefined): value is Failure {
  return value !== undefined && 'failure' in value
}

export function failureOf(answer: Response): Failure {
  return { failure: messageOf(answer) }
}

export function* updateStatus(deployment: KubeObject): Reconcile<Failure | undefined> {
  const answer = yield* send({ ...deployments, ...placed(deployment), verb: 'update', subresource: 'status' })
  return isSuccess(answer) ? undefined : failureOf(answer)
}

export function* updateReplicaSet(replicaSet: KubeObject): Reconcile<KubeObject | Failure> {
  const answer = yield* send({ ...replicaSets, ...placed(replicaSet), verb: 'update' })
  return objectOf(answer) ?? failureOf(answer)
}

function placed(object: KubeObject): Pick<Request, 'namespace' | 'name' | 'body'> {
  return { namespace: object.metadata.namespace ?? '', name: object.metadata.name, body: object }
}
