import type { ResourceKey, Step } from '@capsule-whatif/model'
import type { Origin } from '../snapshot/source-text.ts'

/** Whose manifest is behind what became of an object. */
export interface Blame {
  /** the manifest whose request the last write goes back to; undefined where none does */
  originOf(resource: ResourceKey, namespace: string | undefined, name: string): Origin | undefined
}

/** Follows the last write of each object back to the request that called for it. */
export function blameOf(steps: readonly Step[], originByStep: ReadonlyMap<number, Origin | undefined>): Blame {
  const byNumber = new Map(steps.map((step) => [step.number, step]))
  const lastWriter = new Map<string, Step>()
  for (const step of steps)
    for (const { resource, object } of step.events)
      lastWriter.set(placeKey(resource, object.metadata.namespace, object.metadata.name), step)
  return {
    originOf: (resource, namespace, name) => {
      const writer = lastWriter.get(placeKey(resource, namespace, name))
      return writer === undefined ? undefined : originByStep.get(rootOf(writer, byNumber).number)
    },
  }
}

const linksMax = 1000

function rootOf(step: Step, byNumber: ReadonlyMap<number, Step>): Step {
  let root = step
  for (let links = 0; links < linksMax; links++) {
    const cause = byNumber.get(root.causedBy)
    if (cause === undefined) return root
    root = cause
  }
  return root
}

function placeKey(resource: ResourceKey, namespace: string | undefined, name: string): string {
  return `${resource}|${namespace ?? ''}|${name}`
}
