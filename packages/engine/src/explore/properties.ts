import type { ClusterModel } from '@capsule-whatif/model'
import {
  type ClusterState,
  isTerminating,
  listObjects,
  type StateInvariant,
  type Step,
  type StepInvariant,
  stateInvariants,
  stepInvariants,
} from '@capsule-whatif/model'
import { keyText } from '../metadata/metadata-key.ts'
import { type MetadataViolation, neverWithoutMetadata } from '../metadata/never-without-metadata.ts'
import { wantedMetadata } from '../metadata/wanted-metadata.ts'
import type { StepCheck } from '../schedule/explore/player.ts'

/** Something that is to hold over all orders. */
export interface Property {
  readonly name: string
  /** what holds, as a sentence */
  readonly meaning: string
  readonly when: 'always' | 'eventually' | 'never' | 'of all outcomes'
  /** of `always` and `never`: what a step breaks of it, as texts; made for the world that is explored */
  readonly check?: (model: ClusterModel, base: ClusterState) => StepCheck
  /** of `eventually`: whether it holds in a state */
  readonly holds?: (state: ClusterState) => boolean
  /** of `of all outcomes`: which question about them it is */
  readonly judges?: 'one outcome' | 'comes to rest' | 'nothing stuck'
}

/** The property that nothing may ever be so: `says` gives a text for each thing that is. */
export function never(name: string, meaning: string, says: (state: ClusterState) => readonly string[]): Property {
  return {
    name,
    meaning,
    when: 'never',
    check:
      () =>
      (_, { state }) =>
        says(state),
  }
}

/** The property that a predicate holds in every state. */
export function always(name: string, meaning: string, holds: (state: ClusterState) => boolean): Property {
  return {
    name,
    meaning,
    when: 'always',
    check:
      () =>
      (_, { state }) =>
        holds(state) ? [] : [`not so: ${meaning}`],
  }
}

/** The property that whatever the order, the predicate holds at some time. */
export function eventually(name: string, meaning: string, holds: (state: ClusterState) => boolean): Property {
  return { name, meaning, when: 'eventually', holds }
}

const ofOutcomes: readonly Property[] = [
  {
    name: 'one-outcome',
    meaning: 'Whatever the order, the same becomes of every object, and everybody is answered alike.',
    when: 'of all outcomes',
    judges: 'one outcome',
  },
  {
    name: 'comes-to-rest',
    meaning: 'Whatever the order, the cluster comes to rest: nobody fights for ever.',
    when: 'of all outcomes',
    judges: 'comes to rest',
  },
  {
    name: 'nothing-stuck',
    meaning: 'Whatever the order, nothing is left terminating.',
    when: 'of all outcomes',
    judges: 'nothing stuck',
  },
]

const ofSteps: readonly Property[] = [
  lossOf('namespaces-survive', 'No controller deletes a Namespace.', '/namespaces'),
  lossOf('tenants-survive', 'No controller deletes a Tenant.', 'capsule.clastix.io/tenants'),
  {
    name: 'quotas-hold',
    meaning: 'No namespace holds more than its ResourceQuotas allow, of what is counted by number.',
    when: 'always',
    check: () => (_, step) => overQuota(step),
  },
  {
    name: 'pods-find-metadata',
    meaning: 'No pod is admitted in a namespace that lacks labels, annotations or the node selector of its tenant.',
    when: 'always',
    check: (model, base) => {
      const check = neverWithoutMetadata(wantedMetadata(model, base))
      return (before, step) => check(before, step).map(metadataText)
    },
  },
]

function metadataText({ tenant, namespace, pod, key, has }: MetadataViolation): string {
  const instead = has === undefined ? '' : `, which is ${has} there`
  return `Pod ${namespace}/${pod} is admitted before its namespace has ${keyText(key)} of Tenant ${tenant}${instead}`
}

/** Every property that has a name: of outcomes, of steps, and the model's own invariants. */
export const properties: readonly Property[] = [
  ...ofOutcomes,
  ...ofSteps,
  ...stateInvariants.filter(({ when }) => when !== 'eventually').map(ofStateInvariant),
  ...stepInvariants.map(ofStepInvariant),
]

/** The property of that name. */
export function propertyOf(name: string): Property | undefined {
  return properties.find((property) => property.name === name)
}

function lossOf(name: string, meaning: string, resource: string): Property {
  return {
    name,
    meaning,
    when: 'always',
    check: () => (_, step) => (step.action.type === 'work' ? lossesIn(step, resource) : []),
  }
}

/** What a step takes away: objects deleted, or marked to go. */
function lossesIn({ action, events }: Step, resource: string): readonly string[] {
  const who = action.type === 'work' ? action.controller : 'somebody'
  return events
    .filter(
      (event) =>
        event.resource === resource &&
        (event.type === 'deleted'
          ? !wasGoing(event.oldObject)
          : isTerminating(event.object) && !wasGoing(event.oldObject)),
    )
    .map(({ object }) => `${who} deletes ${object.kind} ${object.metadata.name}`)
}

function wasGoing(before: Parameters<typeof isTerminating>[0] | undefined): boolean {
  return before !== undefined && isTerminating(before)
}

function ofStateInvariant({ name, sentence, when, violations }: StateInvariant): Property {
  const check: StepCheck = (_, { state, events }) =>
    events.length === 0 ? [] : violations(state).map(({ object, says }) => `${object}: ${says}`)
  return { name: dashed(name), meaning: sentence, when: when === 'never' ? 'never' : 'always', check: () => check }
}

function ofStepInvariant({ name, sentence, when, violations }: StepInvariant): Property {
  const check: StepCheck = (before, step) => violations(before, step).map(({ object, says }) => `${object}: ${says}`)
  return { name: dashed(name), meaning: sentence, when, check: () => check }
}

function dashed(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()
}

const countedKinds: Readonly<Record<string, `${string}/${string}`>> = {
  pods: '/pods',
  services: '/services',
  configmaps: '/configmaps',
  secrets: '/secrets',
  persistentvolumeclaims: '/persistentvolumeclaims',
}

/** Quotas of namespaces in which the step created something, where there is more now than they allow. */
function overQuota({ state, events }: Step): readonly string[] {
  const places = events.flatMap(({ type, resource, object }) =>
    type === 'added' && object.metadata.namespace !== undefined
      ? [{ resource, namespace: object.metadata.namespace }]
      : [],
  )
  return places.flatMap(({ resource, namespace }) =>
    listObjects(state, '/resourcequotas', namespace).flatMap((quota) =>
      Object.entries(
        (quota.spec as { readonly hard?: Readonly<Record<string, string>> } | undefined)?.hard ?? {},
      ).flatMap(([what, hard]) => {
        if (countedKinds[what.replace(/^count\//, '')] !== resource) return []
        const count = listObjects(state, resource, namespace).length
        return count > Number(hard)
          ? [`${count} ${what} in ${namespace}, where ResourceQuota ${quota.metadata.name} allows ${hard}`]
          : []
      }),
    ),
  )
}
