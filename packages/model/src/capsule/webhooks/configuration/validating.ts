import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { at, isJsonObject } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compile } from '../../regular-expression.ts'
import { asConfiguration, type CapsuleConfigurationSpec } from '../../tenant/configuration.ts'
import { ownersProblem } from '../../tenant/owner-validation.ts'
import { allowed, deny, panicked } from '../answer.ts'

/** Guards CapsuleConfigurations. [internal/webhook/cfg; core V5, extended B5] */
export function validateConfiguration(request: AdmissionRequest): WebhookAnswer {
  if (!request.object || request.operation === 'DELETE') return allowed
  const spec = asConfiguration(request.object).spec ?? {}
  const client = clientProblem(request.object, 'validating') ?? clientProblem(request.object, 'mutating')
  if (client !== undefined) return deny(client)
  const regex = regexProblem('spec.protectedNamespaceRegex', spec.protectedNamespaceRegex)
  if (regex !== undefined) return deny(regex)
  if (spec.nodeMetadata === undefined)
    return panicked('runtime error: invalid memory address or nil pointer dereference')
  const problem = nodeMetadataProblem(spec) ?? accountProblem(spec) ?? ownersProblem(spec.users)
  return problem === undefined ? warned(spec) : deny(problem)
}

/** The operator is reached either by URL or as a Service. [cfg/validation.go:validateAdmissionClients] */
function clientProblem(configuration: KubeObject, kind: 'validating' | 'mutating'): string | undefined {
  const admission = at(configuration, 'spec', 'admission', kind)
  if (!isJsonObject(admission)) return undefined
  const path = `spec.admission.${kind}.client is invalid`
  const client = admission.client
  if (!isJsonObject(client)) return `${path}: webhook client config is required`
  const hasUrl = (client.url ?? null) !== null
  const hasService = (client.service ?? null) !== null
  return hasUrl === hasService
    ? `${path}: webhook client config must configure exactly one of url or service`
    : undefined
}

function nodeMetadataProblem(spec: CapsuleConfigurationSpec): string | undefined {
  return (
    regexProblem(
      'spec.nodeMetadata.forbiddenAnnotations.regex',
      spec.nodeMetadata?.forbiddenAnnotations?.deniedRegex,
    ) ?? regexProblem('spec.nodeMetadata.forbiddenLabels.regex', spec.nodeMetadata?.forbiddenLabels?.deniedRegex)
  )
}

/** [cfg/validation.go:validateRegex, internal/cache RegexCache.GetOrCompile] */
function regexProblem(path: string, pattern: string | undefined): string | undefined {
  const trimmed = (pattern ?? '').trim()
  const compiled = compile(trimmed)
  if (!('error' in compiled)) return undefined
  return `${path} ${goQuote(pattern ?? '')} is not a valid regular expression: invalid regex expression ${goQuote(trimmed)}: ${compiled.error}`
}

/** [cfg/serviceaccount.go] */
function accountProblem(spec: CapsuleConfigurationSpec): string | undefined {
  const hasName = (spec.impersonation?.globalDefaultServiceAccount ?? '') !== ''
  const hasNamespace = (spec.impersonation?.globalDefaultServiceAccountNamespace ?? '') !== ''
  return hasName === hasNamespace
    ? undefined
    : 'both globalDefaultServiceAccount and globalDefaultServiceAccountNamespace must be set together'
}

/** [cfg/warnings.go] */
function warned(spec: CapsuleConfigurationSpec): WebhookAnswer {
  const warnings = [
    ...((spec.userGroups ?? []).length > 0 ? [deprecated('userGroups')] : []),
    ...((spec.userNames ?? []).length > 0 ? [deprecated('userNames')] : []),
  ]
  return warnings.length > 0 ? { allowed: true, warnings } : allowed
}

function deprecated(field: string): string {
  return `The field \`${field}\` is deprecated and will be removed in a future release. Please migrate to the \`users\` field. See: https://projectcapsule.dev/docs/operating/setup/configuration/#users.`
}
