import {
  finalizersOf,
  isTerminating,
  type KubeObject,
  listAt,
  type OwnerReference,
  ownerReferencesOf,
  ownerVerdict,
  textAt,
} from '@capsule-whatif/model'
import { find } from './lineage.ts'
import type { PlayedRun } from './played-run.ts'
import type { Reason } from './reason.ts'
import { isAbout, nameOf, objectText } from './writes.ts'

const collector = 'garbage-collector-controller'

/** Who takes off which finalizer; nobody of the model those that are not here. */
const removers: Readonly<Record<string, string>> = {
  kubernetes: 'the namespace controller takes it off once the namespace is empty',
  'controller.projectcapsule.dev/finalize': 'the Capsule operator takes it off once it is done with what hangs on it',
  foregroundDeletion: 'the garbage collector takes it off once no dependent blocks',
  orphan: 'the garbage collector takes it off once the dependents are released',
  'customresourcecleanup.apiextensions.k8s.io': 'the API server takes it off once no instance is left',
  'kubernetes.io/pvc-protection': 'a controller takes it off once no pod uses the claim',
}

/** That an object waits for its finalizers, with who would take each off, and what is said to be left in a namespace. */
export function holdReasons(object: KubeObject): readonly Reason[] {
  if (!isTerminating(object)) return []
  const about = objectText(nameOf(object))
  const inSpec = listAt(object, 'spec', 'finalizers').filter((each) => each === 'kubernetes')
  const held = [...finalizersOf(object), ...inSpec].map((each): Reason => {
    const finalizer = String(each)
    const remover = removers[finalizer] ?? 'nobody that is modelled takes it off'
    const says = `${about} is marked to be deleted, and its finalizer ${finalizer} holds it: ${remover}.`
    return { kind: 'terminating', about, says, source: 'registry/generic/registry/store.go; kubernetes.md 1.5.13' }
  })
  const left = listAt(object, 'status', 'conditions')
    .filter((each) => textAt(each, 'status') === 'True' && (textAt(each, 'type') ?? '').endsWith('Remaining'))
    .map((each): Reason => {
      const words = textAt(each, 'message') ?? ''
      return { kind: 'terminating', about, says: 'The namespace controller says what is left in it.', words }
    })
  return [...held, ...left]
}

/** What the garbage collector finds when it looks at an object's owners. */
export function ownerReasons(run: PlayedRun, object: KubeObject): readonly Reason[] {
  const about = objectText(nameOf(object))
  const references = ownerReferencesOf(object)
  const removed = referenceRemoved(run, object)
  if (references.length === 0 && removed.length > 0) return removed
  if (references.length === 0) {
    const says = `${about} has no owner reference: the garbage collector deletes only what has owners, all of them gone.`
    return [{ kind: 'no-owner', about, says, source: 'garbagecollector.go attemptToDeleteItem; kubernetes.md 2.6.3' }]
  }
  const verdicts = references.map((reference) => ownerReason(run, object, reference))
  const absent = references.every((reference) => ownerVerdict(run.end, object, reference) === 'absent')
  return [...removed, ...verdicts, ...(absent ? notLookedAt(run, object) : [])]
}

function ownerReason({ end }: PlayedRun, object: KubeObject, reference: OwnerReference): Reason {
  const about = objectText(nameOf(object))
  const owner = `${reference.kind} ${reference.name}`
  const stored =
    find(end, { kind: reference.kind, name: reference.name })?.object ??
    find(end, { kind: reference.kind, name: reference.name, namespace: object.metadata.namespace ?? '' })?.object
  const says = {
    living:
      stored && isTerminating(stored)
        ? `Its owner ${owner} is terminating but there: what it owns is left alone until it is gone.`
        : `Its owner ${owner} is there, under the uid of the reference: the garbage collector leaves it alone.`,
    waiting: `Its owner ${owner} is there, and waits in foreground deletion for what it owns.`,
    absent: stored
      ? `Its owner ${owner} is there under another uid than the reference names: to the garbage collector that owner is gone.`
      : `Its owner ${owner} is gone.`,
    undecidable: `Nobody serves its owner ${owner} as ${reference.apiVersion}: the garbage collector cannot tell, and leaves it.`,
  }
  const source = {
    living: 'kubernetes.md 2.6.4, 2.6.6, 2.7.9',
    waiting: 'kubernetes.md 2.6.4, 2.6.7',
    absent: 'kubernetes.md 2.6.4, 2.7.1',
    undecidable: 'kubernetes.md 2.6.4, 2.7.4, 2.7.6',
  }
  const verdict = ownerVerdict(end, object, reference)
  return { kind: 'owner', about, says: says[verdict], source: `garbagecollector.go isDangling; ${source[verdict]}` }
}

/** All owners are gone, and it is there all the same: the collector never came to look, if it did not fail. */
function notLookedAt({ steps }: PlayedRun, { metadata, kind }: KubeObject): readonly Reason[] {
  const uid = metadata.uid ?? ''
  const looked = steps.some(
    ({ action }) => action.type === 'work' && action.controller === collector && action.key.endsWith(uid),
  )
  if (looked) return []
  const about = objectText(nameOf({ metadata, kind } as KubeObject))
  const says = 'The garbage collector has not looked at it: it does so when it sees an owner go, or when it starts.'
  return [{ kind: 'not-looked-at', about, says, source: 'garbagecollector.go; kubernetes.md 2.9.12' }]
}

/** Who took references of the object off in this run. */
function referenceRemoved({ steps }: PlayedRun, object: KubeObject): readonly Reason[] {
  const about = objectText(nameOf(object))
  return steps.flatMap(({ action, events }) =>
    events.flatMap((event) => {
      if (!isAbout(event, nameOf(object)) || !event.oldObject || event.type !== 'modified') return []
      const kept = new Set(ownerReferencesOf(event.object).map(({ uid }) => uid))
      return ownerReferencesOf(event.oldObject)
        .filter(({ uid }) => !kept.has(uid))
        .map(({ kind, name }): Reason => {
          const who = action.type === 'work' ? action.controller : action.type === 'request' ? action.as.user : ''
          const says = `Its reference to ${kind} ${name} was taken off by ${who}.`
          const source = 'garbagecollector.go orphanDependents, attemptToDeleteItem; kubernetes.md 2.6.6, 2.6.11'
          return { kind: 'reference-removed', about, says, ...(who === collector ? { source } : {}) }
        })
    }),
  )
}
