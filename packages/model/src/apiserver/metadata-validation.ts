import type { FieldError } from '../object/field-error.ts'
import { finalizerWarnings, validateKubeFinalizerNames } from '../object/finalizer-validation.ts'
import { finalizersOf, type KubeObject } from '../object/kube-object.ts'
import { type NameRule, nameIsDnsLabel, nameIsDnsSubdomain, nameIsPathSegment } from '../object/name-validation.ts'
import { validateCommonFields, validateObjectMeta, validateObjectMetaUpdate } from '../object/object-meta-validation.ts'
import type { ResourceType } from '../object/resource-type.ts'
import type { NameValidation } from './kinds/kind-strategy.ts'
import type { RequestContext } from './request-context.ts'

const nameRules: Readonly<Record<NameValidation, NameRule>> = {
  label: nameIsDnsLabel,
  subdomain: nameIsDnsSubdomain,
  path: nameIsPathSegment,
}

/** What the kind has against the metadata of a new object. [kubernetes.md 1.3] */
export function metadataErrors({ type, strategy }: RequestContext, object: KubeObject): readonly FieldError[] {
  return [
    ...validateObjectMeta(object.metadata, type.namespaced, nameRules[strategy.nameValidation]),
    ...finalizerErrors(type, object),
  ]
}

/** What every update is checked for before its kind is asked. [registry/rest/update.go validateCommonFields] */
export function commonErrors({ type }: RequestContext, object: KubeObject, old: KubeObject): readonly FieldError[] {
  return validateCommonFields(object.metadata, old.metadata, type.namespaced)
}

/**
 * What the kind has against the metadata of an update: it asks again what was asked of all, so that a Status has such
 * causes twice, and its message once. [kubernetes.md 1.1.6, 1.3.8]
 *
 * Not modelled: kinds that on update also repeat the questions of a create; they have more of the same causes.
 */
export function metadataUpdateErrors(
  { type }: RequestContext,
  object: KubeObject,
  old: KubeObject,
): readonly FieldError[] {
  return [...validateObjectMetaUpdate(object.metadata, old.metadata), ...finalizerErrors(type, object)]
}

/** Groups whose kinds do not ask for the domain of a finalizer. [pkg/apis/<group>/validation: genericvalidation.ValidateObjectMeta] */
const groupsOfAnyFinalizer: readonly string[] = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
]

function finalizerErrors(type: ResourceType, object: KubeObject): readonly FieldError[] {
  if (type.custom || groupsOfAnyFinalizer.includes(type.group)) return []
  return validateKubeFinalizerNames(finalizersOf(object), 'metadata.finalizers')
}

/** A custom resource may take any finalizer that is a qualified name; one without a domain is warned about. [kubernetes.md 1.3.6] */
export function warnOfFinalizers(context: RequestContext, object: KubeObject, old?: KubeObject): void {
  if (!context.type.custom || context.request.subresource) return
  context.warnings.push(...finalizerWarnings(finalizersOf(object), old ? finalizersOf(old) : []))
}
