import {
  isJsonObject,
  type Json,
  type KubeObject,
  type PatchType,
  type Request,
  type UserInfo,
  type Verb,
} from '@capsule-whatif/model'

/** One recorded step, as far as a prediction may look at it. */
export type TraceStep =
  | { readonly as: UserInfo; readonly request: TraceRequest; readonly settled?: boolean }
  | { readonly operator: 'stop' | 'start'; readonly settled?: boolean }
  | { readonly controllerManager: 'restart'; readonly settled?: boolean }
  | { readonly settle: true; readonly settled?: boolean }
  | { readonly wait: number; readonly settled?: boolean }

export interface TraceRequest {
  readonly verb: Verb
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly kind: string
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
  readonly query?: Readonly<Record<string, string>>
  readonly patchType?: PatchType
  readonly body?: Json
}

/** A recorded scenario without what came of it: that is not in this type, so that no prediction can read it. */
export interface TraceInput {
  readonly name: string
  readonly family: string
  readonly capsule: string
  /** file of the objects that its cluster held before any scenario */
  readonly baseline: string
  readonly before: readonly KubeObject[]
  readonly steps: readonly TraceStep[]
}

/** Takes from a parsed trace only what a prediction may use. Undefined where it is no trace. */
export function traceInput(parsed: Json): TraceInput | undefined {
  if (!isJsonObject(parsed)) return undefined
  const { name, family, capsule, baseline, before, steps } = parsed as unknown as TraceInput
  if (typeof name !== 'string' || !Array.isArray(before) || !Array.isArray(steps)) return undefined
  return { name, family, capsule, baseline, before, steps: steps.map(withoutResponse) }
}

/**
 * The scenario that led to a trace: from its baseline alone, the requests that were sent before it. What it must end in
 * is the trace's `before`.
 */
export function setupInput(parsed: Json): TraceInput | undefined {
  const input = traceInput(parsed)
  const { setup } = (parsed ?? {}) as unknown as { readonly setup?: readonly TraceStep[] }
  return input && { ...input, before: [], steps: (setup ?? []).map(withoutResponse) }
}

function withoutResponse(step: TraceStep): TraceStep {
  const { response: _, ...rest } = step as TraceStep & { readonly response?: unknown }
  return rest as TraceStep
}

export type { Request }
