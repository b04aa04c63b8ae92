import { at, equalJson, type JsonObject, objectAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../../object/kube-object.ts'
import type { Response } from '../../../request/request.ts'
import { findObject } from '../../../state/store.ts'
import { objectOf, type Reconcile, read, send } from '../../controller.ts'
import { isNamespaceTerminating } from '../../namespace-terminating.ts'
import { controllerReference, isControlledBy } from '../controlled.ts'
import { numberAt } from '../numbers.ts'
import { podTemplateHash } from '../pod-template-hash/pod-template-hash.ts'
import {
  newReplicaSetAnnotations,
  replicasAnnotations,
  revisionAnnotation,
  revisionOf,
} from './deployment-annotations.ts'
import {
  conditionOf,
  conditionsOf,
  hasProgressDeadline,
  newCondition,
  setCondition,
  withConditions,
} from './deployment-conditions.ts'
import { desiredOf, maxSurge, newReplicas } from './deployment-numbers.ts'
import {
  type Failure,
  failureOf,
  isFailure,
  replicaSets,
  updateReplicaSet,
  updateStatus,
} from './deployment-requests.ts'
import { hashLabel, isSameTemplate, type Rollout } from './replica-sets-of-deployment.ts'

/**
 * The ReplicaSet with the deployment's template gets the highest revision, which the deployment then shows; where there
 * is none, one is made if wanted. [deployment/sync.go getNewReplicaSet]
 */
export function* ensureNewReplicaSet(rollout: Rollout, create: boolean, now: number): Reconcile<Rollout | Failure> {
  const revision = Math.max(0, ...rollout.oldReplicaSets.map(revisionOf)) + 1
  if (rollout.newReplicaSet) return yield* refresh(rollout, rollout.newReplicaSet, revision, now)
  return create ? yield* createReplicaSet(rollout, revision, now) : rollout
}

function* refresh(rollout: Rollout, found: KubeObject, revision: number, now: number): Reconcile<Rollout | Failure> {
  const annotations = newReplicaSetAnnotations(rollout.deployment, annotationsOf(found), revision)
  const minReadySeconds = numberAt(rollout.deployment, 'spec', 'minReadySeconds')
  if (!equalJson(annotations, annotationsOf(found)) || minReadySeconds !== numberAt(found, 'spec', 'minReadySeconds')) {
    const spec: JsonObject = { ...objectAt(found, 'spec'), minReadySeconds }
    const updated = yield* updateReplicaSet({ ...withMetadata(found, { annotations }), spec })
    return isFailure(updated) ? updated : { ...rollout, newReplicaSet: updated }
  }
  const lacks = hasProgressDeadline(rollout.deployment) && !conditionOf(conditionsOf(rollout.deployment), 'Progressing')
  const told = lacks
    ? newCondition('Progressing', 'True', 'FoundNewReplicaSet', `Found new replica set "${found.metadata.name}"`, now)
    : undefined
  return yield* showRevision(rollout, found, annotations[revisionAnnotation] ?? '', told)
}

function* showRevision(
  rollout: Rollout,
  newReplicaSet: KubeObject,
  revision: string,
  condition: JsonObject | undefined,
): Reconcile<Rollout | Failure> {
  const { deployment } = rollout
  const annotations = annotationsOf(deployment)
  if (annotations[revisionAnnotation] === revision && !condition) return { ...rollout, newReplicaSet }
  const shown = withMetadata(deployment, { annotations: { ...annotations, [revisionAnnotation]: revision } })
  const next = condition ? withConditions(shown, setCondition(conditionsOf(shown), condition)) : shown
  const failure = yield* updateStatus(next)
  return failure ?? { ...rollout, deployment: next, newReplicaSet }
}

function* createReplicaSet(rollout: Rollout, revision: number, now: number): Reconcile<Rollout | Failure> {
  const { deployment } = rollout
  const body = replicaSetFor(rollout, revision)
  const name = body.metadata.name
  const namespace = deployment.metadata.namespace ?? ''
  const answer = yield* send({ ...replicaSets, verb: 'create', namespace, body })
  const created = objectOf(answer)
  if (!created && answer.body.reason !== 'AlreadyExists') return yield* reportRefusal(deployment, name, answer, now)
  const own = created ?? (yield* read((state) => findObject(state, 'apps/replicasets', namespace, name)))
  if (!own) return failureOf(answer)
  if (!created && !isOwn(deployment, own)) return yield* countCollision(deployment, answer)
  const told =
    created && hasProgressDeadline(deployment)
      ? newCondition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, now)
      : undefined
  return yield* showRevision(rollout, own, String(revision), told)
}

function isOwn(deployment: KubeObject, found: KubeObject): boolean {
  return (
    isControlledBy(found, deployment) &&
    isSameTemplate(at(found, 'spec', 'template'), at(deployment, 'spec', 'template'))
  )
}

function replicaSetFor(rollout: Rollout, revision: number): KubeObject {
  const { deployment, oldReplicaSets } = rollout
  const template = objectAt(deployment, 'spec', 'template')
  const collisions = at(deployment, 'status', 'collisionCount')
  const hash = podTemplateHash(template, typeof collisions === 'number' ? collisions : undefined)
  const labels = { ...(objectAt(template, 'metadata', 'labels') as Record<string, string>), [hashLabel]: hash }
  const selector = objectAt(deployment, 'spec', 'selector')
  const minReadySeconds = numberAt(deployment, 'spec', 'minReadySeconds')
  const desired = desiredOf(deployment)
  const { name, namespace } = deployment.metadata
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      ownerReferences: [controllerReference(deployment)],
      labels,
      annotations: {
        ...newReplicaSetAnnotations(deployment, {}, revision),
        ...replicasAnnotations(desired, desired + maxSurge(deployment)),
      },
    },
    spec: {
      replicas: newReplicas(deployment, oldReplicaSets, 0),
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...objectAt(selector, 'matchLabels'), [hashLabel]: hash } },
      template: { ...template, metadata: { ...objectAt(template, 'metadata'), labels } },
    },
  }
}

/** A refusal is shown as lack of progress, unless the namespace is terminating. [deployment/sync.go getNewReplicaSet] */
function* reportRefusal(deployment: KubeObject, name: string, answer: Response, now: number): Reconcile<Failure> {
  const failure = failureOf(answer)
  if (isNamespaceTerminating(answer) || !hasProgressDeadline(deployment)) return failure
  const message = `Failed to create new replica set "${name}": ${failure.failure}`
  const condition = newCondition('Progressing', 'False', 'ReplicaSetCreateError', message, now)
  yield* updateStatus(withConditions(deployment, setCondition(conditionsOf(deployment), condition)))
  return failure
}

/** Another ReplicaSet has the name: the next try computes another hash. [deployment/sync.go getNewReplicaSet] */
function* countCollision(deployment: KubeObject, answer: Response): Reconcile<Failure> {
  const collisionCount = numberAt(deployment, 'status', 'collisionCount') + 1
  yield* updateStatus({ ...deployment, status: { ...objectAt(deployment, 'status'), collisionCount } })
  return failureOf(answer)
}
