import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { Step } from '../step/cluster-model.ts'

/** One object that breaks an invariant, and how. */
export interface Violation {
  readonly invariant: string
  /** `Kind namespace/name` */
  readonly object: string
  readonly says: string
}

/** A way in which a real cluster breaks an invariant: a finding, not an error of the model. */
export interface Exception {
  /** name of its counterexample */
  readonly name: string
  readonly sentence: string
  /** where it is said or was recorded */
  readonly source: string
}

/**
 * What holds of states. `always`: of each. `eventually`: of each that is quiet, where nothing is written any more.
 * `never`: the sentence tells of a state that is not reached; a violation is an object that is in it.
 */
export interface StateInvariant {
  readonly name: string
  readonly sentence: string
  readonly when: 'always' | 'eventually' | 'never'
  /** where it is false in a real cluster */
  readonly exceptions: readonly Exception[]
  violations(state: ClusterState): readonly Violation[]
}

/** What holds of every step, given the state that it was taken in. */
export interface StepInvariant {
  readonly name: string
  readonly sentence: string
  readonly when: 'always' | 'never'
  /** where it is false in a real cluster */
  readonly exceptions: readonly Exception[]
  violations(before: ClusterState, step: Step): readonly Violation[]
}

/** An object by kind and place, as sentences name it. */
export function nameOf(object: KubeObject): string {
  const { namespace, name } = object.metadata
  return namespace === undefined ? `${object.kind} ${name}` : `${object.kind} ${namespace}/${name}`
}
