import { type Controller, done, failed, nothing, type Reconcile } from '../../controllers/controller.ts'
import { splitPlace } from '../../controllers/kube-controller.ts'
import { isJsonArray, type Json, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { placeOf } from '../../state/store.ts'
import { type CapsuleCondition, notReady, ready, reconciling, withCondition } from './conditions.ts'
import { type Failure, isNotFound, prefixed } from './failure.ts'
import { keyOfKind, ruleStatuses } from './kinds.ts'
import { hasManagedMetadata, reconcileManagedMetadata } from './managed-metadata.ts'
import { enqueuePass, operatorController } from './operator.ts'
import { generationChanged, metadataChanged } from './predicates.ts'
import { cached, get, list, live } from './reading.ts'
import { sameObject } from './same-object.ts'
import { patch, retryOnConflict, updateStatus, type Written } from './writing.ts'

const controllerName = 'capsule/rule-status'

function keyOf({ metadata }: KubeObject): string {
  return placeOf(metadata.namespace, metadata.name)
}

function* reconcile(key: string, now: number): Reconcile {
  const { namespace, name } = splitPlace(key)
  const found = yield* cached(get(ruleStatuses, namespace, name))
  if (!found) return done
  const begun = yield* writeReconciling(found, now)
  if (begun && isNotFound(begun)) return done
  const rules = statusRules(found)
  const failure = yield* applyRules(found, rules)
  const status = statusOf(found, rules, failure, now)
  const unwritten = yield* writeStatus(found, status)
  if (unwritten) return failed(`cannot update status: ${unwritten.message}`)
  yield* patchStatus(found, status)
  return done
}

/** The rules that enforce something, their groups written out. [internal/controllers/rulestatus/manager.go:reconcile; core M5.2] */
function statusRules(object: KubeObject): readonly JsonObject[] {
  return listAt(object.spec)
    .filter((rule): rule is JsonObject => Object.keys(objectAt(rule, 'enforce')).length > 0)
    .map(({ quota: _quota, ...rule }) => ({ ...rule, enforce: withGroups(objectAt(rule, 'enforce')) }))
}

function withGroups(enforce: JsonObject): JsonObject {
  if (!isJsonArray(enforce.metadata)) return enforce
  const metadata = enforce.metadata.map((rule) => ({ ...objectAt(rule), apiGroups: groupsOf(rule) }))
  return { ...enforce, metadata }
}

/** No group means the core group. [pkg/api/runtime:StatusAPIGroups] */
function groupsOf(rule: Json): readonly string[] {
  const groups = listAt(rule, 'apiGroups').map((group) => String(group).trim() || 'v1')
  return groups.length === 0 ? ['v1'] : [...new Set(groups)]
}

function* applyRules(object: KubeObject, rules: readonly JsonObject[]): Reconcile<Failure | undefined> {
  const previous = listAt(object.status, 'rules')
  if (!hasManagedMetadata(previous) && !hasManagedMetadata(rules)) return undefined
  const published = yield* writeStatus(object, { rules })
  const collecting = 'cannot collect available resources: '
  if (published) return prefixed(`${collecting}publish rules before managed metadata reconciliation: `, published)
  const failure = yield* reconcileManagedMetadata(object, previous, rules)
  return failure && prefixed(`${collecting}reconcile managed metadata: `, failure)
}

function conditionsOf(object: KubeObject): readonly CapsuleCondition[] {
  return listAt(object.status, 'conditions') as unknown as readonly CapsuleCondition[]
}

function* writeReconciling(object: KubeObject, now: number): Reconcile<Failure | undefined> {
  if (objectAt(object.status).observedGeneration === object.metadata.generation) return undefined
  const conditions = withCondition(conditionsOf(object), reconciling, now) as unknown as Json
  return yield* writeStatus(object, { conditions })
}

function statusOf(
  object: KubeObject,
  rules: readonly JsonObject[],
  failure: Failure | undefined,
  now: number,
): JsonObject {
  const state = failure ? notReady(failure.message) : ready
  return {
    conditions: withCondition(conditionsOf(object), state, now) as unknown as Json,
    observedGeneration: object.metadata.generation,
    rules: rules.length > 0 ? rules : undefined,
  }
}

function* writeStatus(object: KubeObject, change: JsonObject): Reconcile<Failure | undefined> {
  const { namespace, name } = object.metadata
  const { failure }: Written = yield* retryOnConflict(function* () {
    const latest = yield* live(get(ruleStatuses, namespace, name))
    if (!latest) return {}
    const status = { ...objectAt(latest.status), ...change }
    return sameObject(latest.status, status) ? {} : yield* updateStatus(ruleStatuses, { ...latest, status })
  })
  return failure
}

/** The patch helper then writes once more what differs from the object that was read first. */
function* patchStatus(object: KubeObject, status: JsonObject): Reconcile<void> {
  if (sameObject(object.status, status)) return
  const { namespace, name } = object.metadata
  const body = Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined))
  yield* patch(ruleStatuses, { namespace, name }, { status: body }, { subresource: 'status' })
}

/** Tells in each RuleStatus which rules are in force, and gives objects the metadata that rules manage. [core M5.2] */
export const ruleStatusController: Controller = operatorController({
  name: controllerName,
  observe: (event) => {
    if (event.resource !== keyOfKind(ruleStatuses)) return nothing
    const changed = generationChanged(event) || metadataChanged(event)
    return changed ? { enqueue: [enqueuePass(controllerName, keyOf(event.object))] } : nothing
  },
  start: (state) => ({
    enqueue: list(ruleStatuses)(state).map((object) => enqueuePass(controllerName, keyOf(object))),
  }),
  reconcile: (key, _memory, now) => reconcile(key, now),
})
