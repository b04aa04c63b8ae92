import type { KubeObject } from '../../object/kube-object.ts'

/** What a mutation makes of an object. */
export type Mutated =
  | { readonly object: KubeObject }
  | { readonly failed: string }
  /** what the model does not evaluate or merge */
  | { readonly notEvaluated: string }
