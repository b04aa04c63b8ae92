import { foregroundFinalizer } from '../apiserver/lifecycle.ts'
import { parseApiVersion, resourceKey } from '../object/gvk.ts'
import { listAt } from '../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { allObjects } from '../state/store.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import type { Step } from '../step/cluster-model.ts'
import type { Exchange } from '../step/reconcile.ts'
import { nameOf, type StateInvariant, type StepInvariant, type Violation } from './invariant.ts'

const hold = 'finalizers-hold'

/**
 * The write that takes the last one off removes the object in the same moment, so that the object that goes still shows
 * it: then that write is part of the step. [registry/generic/registry/store.go ShouldDeleteDuringUpdate; kubernetes.md 1.4.9,
 * 1.4.10]
 */
export const finalizersHold: StepInvariant = {
  name: hold,
  sentence: 'An object goes only once its finalizers are taken off.',
  when: 'always',
  exceptions: [
    {
      name: 'a-second-deletion-asks-otherwise',
      sentence:
        "A second DELETE that asks for another propagation takes off the collector's finalizers and the object at once.",
      source: 'kubernetes.md 1.5.8, S21',
    },
  ],
  violations: (_, step) => goneThough(hold, step, holdersOf),
}

const foreign = 'foreign-finalizers-hold'

/** [kubernetes.md 1.5.6, 1.5.8] */
export const foreignFinalizersHold: StepInvariant = {
  name: foreign,
  sentence: "A finalizer that is none of the garbage collector's holds its object until it is taken off.",
  when: 'always',
  exceptions: [],
  violations: (_, step) =>
    goneThough(foreign, step, (object) => holdersOf(object).filter((name) => !isCollectors(name))),
}

/** Objects that went in a step though something held them that no write of the step took off. */
function goneThough(
  invariant: string,
  step: Step,
  holders: (object: KubeObject) => readonly string[],
): readonly Violation[] {
  return step.events
    .filter((event) => event.type === 'deleted' && holders(event.object).length > 0)
    .filter((event) => !step.exchanges.some((exchange) => takesOff(exchange, event)))
    .map(({ object }) => ({
      invariant,
      object: nameOf(object),
      says: `is gone, and ${holders(object).join(', ')} held it`,
    }))
}

/** The finalizers of an object, those in the spec of a Namespace among them. */
function holdersOf(object: KubeObject): readonly string[] {
  const ofSpec = object.kind === 'Namespace' ? listAt(object, 'spec', 'finalizers') : []
  return [...finalizersOf(object), ...ofSpec.filter((name) => typeof name === 'string')]
}

function takesOff({ request, response }: Exchange, { resource, object }: WatchEvent): boolean {
  const { name, namespace = request.namespace } = object.metadata
  return (
    (request.verb === 'update' || request.verb === 'patch') &&
    response.code < 400 &&
    resource === resourceKey(request.group, request.resource) &&
    request.name === name &&
    request.namespace === namespace
  )
}

const comesBack = 'nothing-that-terminates-comes-back'

/** [rest/update.go BeforeUpdate; kubernetes.md 1.3.8, 1.3.9] */
export const nothingThatTerminatesComesBack: StepInvariant = {
  name: comesBack,
  sentence: 'A deletion that began is never taken back, and no finalizer is added to it.',
  when: 'always',
  exceptions: [],
  violations: (_, step) => step.events.flatMap(revived),
}

function revived({ type, object, oldObject }: WatchEvent): readonly Violation[] {
  if (type !== 'modified' || !oldObject || !isTerminating(oldObject)) return []
  const found = (says: string): Violation => ({ invariant: comesBack, object: nameOf(object), says })
  if (object.metadata.uid !== oldObject.metadata.uid) return [found('has another uid than before')]
  if (!isTerminating(object)) return [found('terminated, and does not any more')]
  const added = finalizersOf(object).filter((name) => !finalizersOf(oldObject).includes(name) && !isCollectors(name))
  return added.length === 0 ? [] : [found(`terminates, and got ${added.join(', ')}`)]
}

/** A second DELETE may ask for another propagation. [kubernetes.md 1.5.8] */
function isCollectors(finalizer: string): boolean {
  return finalizer === foregroundFinalizer || finalizer === 'orphan'
}

const shared = 'no-two-objects-share-a-uid'

/** [kubernetes.md 1.2.4] */
export const noTwoObjectsShareAUid: StateInvariant = {
  name: shared,
  sentence: 'No two objects have one uid.',
  when: 'never',
  exceptions: [],
  violations: (state: ClusterState) => {
    const seen = new Map<string, KubeObject>()
    const violations: Violation[] = []
    for (const object of allObjects(state)) {
      const { uid = '' } = object.metadata
      const other = seen.get(uid)
      if (uid !== '' && other)
        violations.push({ invariant: shared, object: nameOf(object), says: `has the uid of ${nameOf(other)}` })
      seen.set(uid, object)
    }
    return violations
  },
}

const homeless = 'no-object-lies-in-a-namespace-that-is-gone'

/** [kubernetes.md 3.2, 3.3] */
export const noObjectLiesInANamespaceThatIsGone: StateInvariant = {
  name: homeless,
  sentence: 'No object lies in a namespace that is not there.',
  when: 'never',
  exceptions: [
    {
      name: 'a-namespace-finalized-by-hand',
      sentence:
        'Who finalizes a namespace by hand leaves its content in etcd, and the next namespace of that name has it.',
      source: 'kubernetes.md 3.1.9, S46',
    },
  ],
  violations: (state) => {
    const namespaces = new Set(
      allObjects(state)
        .filter(({ kind, apiVersion }) => kind === 'Namespace' && parseApiVersion(apiVersion).group === '')
        .map(({ metadata }) => metadata.name),
    )
    return allObjects(state)
      .filter(({ metadata }) => metadata.namespace !== undefined && !namespaces.has(metadata.namespace))
      .map((object) => ({ invariant: homeless, object: nameOf(object), says: 'lies in a namespace that is not there' }))
  },
}
