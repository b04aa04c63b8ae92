import { definitionsKey } from '../../apiserver/discovery.ts'
import { objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { isSuccess } from '../../request/request.ts'
import { formatTime } from '../../state/cluster.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { type Controller, done, type Enqueue, failed, messageOf, nothing, type Reconcile, read } from '../controller.ts'
import { apiserverUser, defaultBackoff } from '../kube-controller.ts'
import { decideNames, isDefinitionOfGroup, type NamingDecision, sameNames } from './accepted-names.ts'
import { conditionOf, isOvertaken, updateStatus, withCondition } from './crd-condition.ts'

const name = 'crd_naming_condition_controller'

/** usual time between a write and the controller's answer to it */
const latencyMs = 45

/**
 * Names of new and changed definitions are accepted or refused; a definition that goes sets its names free for the
 * others of its group. [apiextensions-apiserver pkg/controller/status/naming_controller.go; kubernetes.md 4.2.1]
 */
export const namingController: Controller = {
  name,
  process: 'kube-apiserver',
  user: apiserverUser,
  backoff: defaultBackoff,
  observe: ({ type, resource, object }) =>
    resource === definitionsKey && (type === 'deleted' || !isNamed(object))
      ? { enqueue: [enqueue(object.metadata.name)] }
      : nothing,
  start: (state) => ({
    enqueue: listObjects(state, definitionsKey)
      .filter((definition) => !isNamed(definition))
      .map(({ metadata }) => enqueue(metadata.name)),
  }),
  reconcile: (key, _memory, now) => acceptNames(key, now),
}

function enqueue(key: string): Enqueue {
  return { controller: name, key, afterMs: latencyMs }
}

function isNamed(definition: KubeObject): boolean {
  return sameNames(objectAt(definition, 'spec', 'names'), objectAt(definition, 'status', 'acceptedNames'))
}

function* acceptNames(key: string, now: number): Reconcile {
  const definition = yield* read((state) => findObject(state, definitionsKey, undefined, key))
  if (!definition) return yield* requeueGroup(key, key.slice(key.indexOf('.') + 1))
  if (isNamed(definition)) return done
  const decision = decideNames(definition, yield* read((state) => listObjects(state, definitionsKey)))
  if (isDecided(definition, decision)) return done
  const answer = yield* updateStatus(decided(definition, decision, formatTime(now)))
  if (isOvertaken(answer)) return done
  if (!isSuccess(answer)) return failed(messageOf(answer))
  return yield* requeueGroup(key, textAt(definition, 'spec', 'group') ?? '')
}

function isDecided(definition: KubeObject, { acceptedNames, namesAccepted }: NamingDecision): boolean {
  const old = conditionOf(definition, 'NamesAccepted')
  return (
    sameNames(objectAt(definition, 'status', 'acceptedNames'), acceptedNames) &&
    old?.status === namesAccepted.status &&
    old.reason === namesAccepted.reason &&
    old.message === namesAccepted.message
  )
}

function decided(definition: KubeObject, decision: NamingDecision, time: string): KubeObject {
  const named: KubeObject = {
    ...definition,
    status: { ...objectAt(definition, 'status'), acceptedNames: decision.acceptedNames },
  }
  const accepted = withCondition(named, decision.namesAccepted, time)
  return decision.established ? withCondition(accepted, decision.established, time) : accepted
}

/** Names may have become free: the other definitions of the group are looked at again. [requeueAllOtherGroupCRDs] */
function* requeueGroup(key: string, group: string): Reconcile {
  const others = yield* read((state) =>
    listObjects(state, definitionsKey).filter((one) => one.metadata.name !== key && isDefinitionOfGroup(one, group)),
  )
  for (const other of others) if (!isNamed(other)) yield { type: 'enqueue', enqueue: enqueue(other.metadata.name) }
  return done
}
