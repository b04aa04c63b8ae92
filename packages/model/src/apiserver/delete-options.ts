import { type FieldError, invalid, notSupported } from '../object/field-error.ts'
import { isJsonObject, type JsonObject } from '../object/json.ts'
import { invalidObject } from '../object/status-errors.ts'
import type { DeleteOptions, PropagationPolicy } from './lifecycle.ts'
import { type Refused, refuse } from './refusal.ts'
import type { RequestContext } from './request-context.ts'
import { dryRunErrors } from './request-options.ts'

/** The options of a DELETE as they arrive. */
export interface ReadOptions extends DeleteOptions {
  readonly preconditions: { readonly uid?: string; readonly resourceVersion?: string }
  readonly dryRun: boolean
}

/** Options come from the body if there is one, else from the query, never from both. [kubernetes.md 1.5.1, 1.5.2] */
export function readOptions(context: RequestContext): ReadOptions | Refused {
  const { body, query } = context.request
  const given: JsonObject = isJsonObject(body) && Object.keys(body).length > 0 ? body : { ...query }
  const errors = optionErrors(given)
  if (errors.length > 0) return refuse(invalidObject('DeleteOptions', 'meta.k8s.io', '', errors))
  const { propagationPolicy, orphanDependents, gracePeriodSeconds } = given
  return {
    ...(isGiven(propagationPolicy) ? { propagationPolicy: propagationPolicy as PropagationPolicy } : {}),
    ...(isGiven(orphanDependents) ? { orphanDependents: String(orphanDependents) === 'true' } : {}),
    ...(isGiven(gracePeriodSeconds) ? { gracePeriodSeconds: Number(gracePeriodSeconds) } : {}),
    preconditions: isJsonObject(given.preconditions) ? given.preconditions : {},
    dryRun: dryRunOf(given).length > 0,
  }
}

const podsArePreserved =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'

/** Who deletes Jobs and says nothing of their pods is told what becomes of them. [pkg/registry/batch/job/storage/storage.go; kubernetes.md 1.5.5] */
export function warnOfDefault({ type, warnings }: RequestContext, options: ReadOptions): void {
  const isJob = type.group === 'batch' && type.resource === 'jobs'
  if (isJob && options.propagationPolicy === undefined && options.orphanDependents === undefined)
    warnings.push(podsArePreserved)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** A list in a body, one text in a query. */
function dryRunOf({ dryRun }: JsonObject): readonly string[] {
  return (Array.isArray(dryRun) ? dryRun : [dryRun]).filter((value) => typeof value === 'string' && value !== '')
}

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan']

/** [apimachinery pkg/apis/meta/v1/validation/validation.go ValidateDeleteOptions] */
function optionErrors(given: JsonObject): FieldError[] {
  const { propagationPolicy: policy, orphanDependents } = given
  const errors: FieldError[] = []
  if (isGiven(policy) && isGiven(orphanDependents)) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set'
    errors.push(invalid('propagationPolicy', policy ?? null, detail))
  }
  if (isGiven(policy) && !policies.includes(String(policy)))
    errors.push(notSupported('propagationPolicy', policy ?? null, [...policies, 'nil']))
  return [...errors, ...dryRunErrors(dryRunOf(given))]
}
