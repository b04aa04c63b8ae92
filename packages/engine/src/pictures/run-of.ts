import type { ClusterState, Step } from '@capsule-whatif/model'
import { placeText } from '../text/place-text.ts'
import { type Life, livesOf } from './lives.ts'
import { type Moments, momentsOf } from './moments.ts'
import { type OtherFates, withOtherFates } from './other-fates.ts'
import type { PicturedObject, PicturedRun } from './picture.ts'
import { asTree } from './tree.ts'

/** Steps from a state on as objects and moments; steps that are kept are moments whatever was done in them. */
export function runOf(
  start: ClusterState,
  steps: readonly Step[],
  kept: readonly (Step | undefined)[] = [],
  fates: OtherFates = new Map(),
): PicturedRun & Pick<Moments, 'byStep'> {
  const numbers = new Set(kept.flatMap((step) => (step ? [step.number] : [])))
  const { moments, byStep } = momentsOf(steps, start.clock, numbers)
  const objects = asTree(livesOf(start, steps, byStep).map(objectOf))
  const named = withNames(objects)
  return {
    objects: withOtherFates(objects, fates),
    moments: moments.map((moment) => ({ ...moment, what: named(moment.what) })),
    byStep,
  }
}

/** Puts names for the uids by which the garbage collector calls what it works on: `delete/Tenant gas`. */
export function withNames(objects: readonly PicturedObject[]): (what: string) => string {
  const names = new Map(objects.map((object) => [object.uid, `${object.kind} ${placeText(object)}`]))
  return (what) => what.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uid) => names.get(uid) ?? uid)
}

function objectOf({ first, finalizers, ...life }: Life): PicturedObject {
  const { namespace, name, uid, deletionTimestamp } = first.metadata
  return {
    kind: first.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(uid === undefined ? {} : { uid }),
    depth: 0,
    ...life,
    finalizers,
    ...(deletionTimestamp === undefined ? {} : { terminating: true }),
  }
}
