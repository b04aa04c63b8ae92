import type { KubeObject, Request, UserInfo } from '@capsule-whatif/model'
import type { NamedResource } from '../snapshot/named-resource.ts'

/** One thing to do, as data. What kubectl decides by looking at the cluster first is left to whoever has the cluster. */
export type ActionText =
  /** `wait: false`: of a deletion, kubectl does not wait until the object is gone (--wait=false) */
  | {
      readonly type: 'request'
      readonly request: Request
      readonly unlessSet?: UnlessSet
      readonly wait?: false
    }
  /** kubectl creates the object where it is absent and else patches it: custom resources by merge, others strategically. */
  | {
      readonly type: 'apply'
      readonly resource: NamedResource
      readonly namespace?: string
      readonly object: KubeObject
    }
  /** kubectl lists, and then deletes each that it was shown: `request` lacks only its name, and with -A its namespace. */
  | { readonly type: 'deleteListed'; readonly list: Request; readonly request: Request }
  /** Capsule, or the operator of that name, ends or starts */
  | { readonly type: 'operator'; readonly running: boolean; readonly name?: string }
  | { readonly type: 'controllerManager'; readonly change: 'restart' }
  | { readonly type: 'wait'; readonly milliseconds: number }

/**
 * Without --overwrite, kubectl sends nothing where the object has one of these keys with another value: "error: 'KEY'
 * already has a value (OLD), and --overwrite is false".
 */
export interface UnlessSet {
  readonly field: 'labels' | 'annotations'
  readonly values: Readonly<Record<string, string>>
}

/** What an action needs to know of the world around it. */
export interface ActionContext {
  /** what TYPE may name; of resources with the same name the first is meant */
  readonly resources: readonly NamedResource[]
  /** the text of a file named by -f; undefined where it cannot be read */
  readonly readFile: (file: string) => string | undefined
  /** names of operators that run beside Capsule; default none */
  readonly operators?: readonly string[]
}

/** An action text that is not understood: what is there, what was expected, and the near miss where there is one. */
export interface ActionError {
  readonly message: string
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ActionError }

/** What one action text asks for, in order, and as whom it says to ask (--as, --as-group). */
export interface ParsedAction {
  readonly actions: readonly ActionText[]
  readonly user?: UserInfo
}

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

export function refused(message: string): { readonly ok: false; readonly error: ActionError } {
  return { ok: false, error: { message } }
}

/** The values of all, or the first refusal. */
export function allParsed<T>(all: readonly Parsed<T>[]): Parsed<readonly T[]> {
  const values: T[] = []
  for (const each of all) {
    if (!each.ok) return each
    values.push(each.value)
  }
  return parsed(values)
}
