import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { AdmissionRequest } from '../apiserver/admission.ts'

/** Whether a webhook is called, or why that cannot be told. */
export type Match = { readonly called: boolean } | { readonly error: string }

const environment = new Environment({ unlistedVariablesAreDyn: true })
const parsed = new Map<string, ParseResult | Error>()

function parse(expression: string): ParseResult | Error {
  let program = parsed.get(expression)
  if (!program) {
    try {
      program = environment.parse(expression)
    } catch (error) {
      program = error as Error
    }
    parsed.set(expression, program)
  }
  return program
}

/**
 * All of a webhook's matchConditions hold, one does not, or none is false but one cannot be evaluated.
 * [apiserver pkg/admission/plugin/webhook/matchconditions/matcher.go; kubernetes.md 7.2.7]
 */
export function evaluateConditions(
  conditions: readonly { readonly expression: string }[],
  request: AdmissionRequest,
): Match {
  if (conditions.length === 0) return { called: true }
  const variables = variablesOf(request)
  const errors: string[] = []
  for (const { expression } of conditions) {
    const program = parse(expression)
    if (program instanceof Error) {
      errors.push(program.message)
      continue
    }
    try {
      if (program(variables) !== true) return { called: false }
    } catch (error) {
      errors.push(`expression '${expression}' resulted in error: ${(error as Error).message}`)
    }
  }
  return errors.length > 0 ? { error: errors.join(', ') } : { called: true }
}

function variablesOf(request: AdmissionRequest): Record<string, unknown> {
  const { group, version, resource, kind } = request.type
  return {
    object: request.object ?? null,
    oldObject: request.oldObject ?? null,
    request: {
      kind: { group, version, kind },
      resource: { group, version, resource },
      subResource: request.subresource,
      name: request.name,
      namespace: request.namespace,
      operation: request.operation,
      userInfo: { username: request.user.user, groups: [...request.user.groups] },
      dryRun: request.dryRun,
    },
  }
}
