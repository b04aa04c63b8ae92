import { type KubeObject, ownerReferencesOf, withMetadata } from '../object/kube-object.ts'
import { type NameRule, nameIsDnsLabel, nameIsDnsSubdomain, nameIsPathSegment } from '../object/name-validation.ts'
import { validateObjectMeta } from '../object/object-meta-validation.ts'
import { dedupOwnerReferences, duplicateOwnerReferencesWarning } from '../object/owner-reference-duplicates.ts'
import { keyOf } from '../object/resource-type.ts'
import {
  alreadyExists,
  badRequest,
  forbidden,
  invalidObject,
  plainError,
  type Refusal,
} from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { nextUid, now, write } from '../state/cluster.ts'
import { checkEscalation } from './authorization/escalation.ts'
import { customResourceErrors } from './custom-resource-schema.ts'
import { decodeObject, redecode } from './decode.ts'
import { definitionOf, hasCondition } from './discovery.ts'
import type { NameValidation } from './kinds/kind-strategy.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import {
  admissionRequest,
  answer,
  answerRefused,
  inRequestedVersion,
  inStorageVersion,
  type RequestContext,
  storedObject,
} from './request-context.ts'

/** POST of one object. [endpoints/handlers/create.go; registry/store.go create; kubernetes.md 1.2] */
export function create(context: RequestContext): Response {
  const decoded = decodeObject(context)
  const created = isRefused(decoded) ? decoded : createObject(context, decoded)
  return isRefused(created) ? answerRefused(context, created) : answer(context, 201, created)
}

/** From the decoded object to the stored one, through both passes of admission. */
export function createObject(context: RequestContext, decoded: KubeObject): KubeObject | Refused {
  const sent = inNamespaceOfRequest(context, withoutSystemMetadata(decoded))
  if (isRefused(sent)) return sent
  const terminating = refuseInTerminatingDefinition(context, sent)
  if (terminating) return terminating
  const admitted = mutate(context, dedup(context, sent, false))
  if (isRefused(admitted)) return admitted
  const prepared = prepare(context, dedup(context, admitted, true))
  if (isRefused(prepared)) return prepared
  const escalation = checkEscalation(context.cluster.state, context.user, context.type, prepared, undefined)
  if (escalation) return refuse(escalation)
  const invalidity = validate(context, prepared)
  if (invalidity) return refuse(invalidity)
  const outcome = context.admission.validate(admissionRequest(context, 'CREATE', prepared, undefined), context.cluster)
  context.warnings.push(...outcome.warnings)
  if ('refusal' in outcome) return refuse(outcome.refusal)
  return store(context, prepared)
}

function withoutSystemMetadata(object: KubeObject): KubeObject {
  const {
    uid: _1,
    creationTimestamp: _2,
    deletionTimestamp: _3,
    deletionGracePeriodSeconds: _4,
    managedFields: _5,
    ...metadata
  } = object.metadata
  return { ...object, metadata } as KubeObject
}

/** [kubernetes.md 1.2.6] */
export function inNamespaceOfRequest(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const { namespace: given, ...metadata } = object.metadata
  if (!context.type.namespaced) return given === undefined ? object : ({ ...object, metadata } as KubeObject)
  const namespace = context.request.namespace ?? ''
  if (given === namespace) return object
  if (given !== undefined && given !== '') {
    return refuse(badRequest('the namespace of the provided object does not match the namespace sent on the request'))
  }
  return { ...object, metadata: { ...metadata, namespace } } as KubeObject
}

/** While a definition terminates nobody creates instances of it; admission is not even asked. [kubernetes.md 4.15] */
function refuseInTerminatingDefinition(context: RequestContext, object: KubeObject): Refused | undefined {
  if (!context.type.custom) return undefined
  const definition = definitionOf(context.cluster.state, context.type)
  if (!definition || !hasCondition(definition, 'Terminating')) return undefined
  const cause = 'create not allowed while custom resource definition is terminating'
  return refuse(forbidden(context.type, object.metadata.name ?? '', cause))
}

/** Owner references that stand twice are kept once, with a warning. [kubernetes.md 1.3.5] */
export function dedup(context: RequestContext, object: KubeObject, afterMutatingAdmission: boolean): KubeObject {
  const { ownerReferences, duplicates } = dedupOwnerReferences(ownerReferencesOf(object))
  if (duplicates.length === 0) return object
  context.warnings.push(duplicateOwnerReferencesWarning(duplicates, afterMutatingAdmission))
  return withMetadata(object, { ownerReferences })
}

function mutate(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const outcome = context.admission.mutate(
    admissionRequest(context, 'CREATE', object, undefined),
    context.cluster,
    (changed) => redecode(context, changed),
  )
  context.warnings.push(...outcome.warnings)
  if ('refusal' in outcome) return refuse(outcome.refusal)
  return outcome.object ?? object
}

const generatedSuffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789'
const generatedPrefixLengthMax = 58

/** Five letters that no object of this state was named with; decided by the count of uids, not by chance. */
function generatedSuffix(count: number): string {
  let rest = count
  let suffix = ''
  for (let index = 0; index < 5; index++) {
    suffix = (generatedSuffixAlphabet[rest % generatedSuffixAlphabet.length] ?? 'b') + suffix
    rest = Math.floor(rest / generatedSuffixAlphabet.length)
  }
  return suffix
}

/** Identity, name, and what the kind's strategy sets on a new object. [registry/rest/create.go BeforeCreate] */
function prepare(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const { cluster, strategy } = context
  const uid = nextUid(cluster)
  const { name, generateName } = object.metadata
  const generated =
    !name && generateName
      ? generateName.slice(0, generatedPrefixLengthMax) + generatedSuffix(cluster.state.uidCount)
      : name
  const metadata = { ...object.metadata, name: generated ?? '', uid, creationTimestamp: now(cluster) }
  const identified: KubeObject = { ...object, metadata }
  const begun = strategy.beginCreate ? strategy.beginCreate(identified, cluster.state) : identified
  return strategy.prepareForCreate ? strategy.prepareForCreate(begun) : begun
}

const nameRules: Readonly<Record<NameValidation, NameRule>> = {
  label: nameIsDnsLabel,
  subdomain: nameIsDnsSubdomain,
  path: nameIsPathSegment,
}

function validate(context: RequestContext, object: KubeObject): Refusal | undefined {
  const { type, strategy } = context
  const metadataErrors = validateObjectMeta(object.metadata, type.namespaced, nameRules[strategy.nameValidation])
  const errors = type.custom
    ? customResourceErrors(context, object, undefined, metadataErrors)
    : [...metadataErrors, ...(strategy.validate?.(object) ?? [])]
  return errors.length > 0 ? invalidObject(type.kind, type.group, object.metadata.name, errors) : undefined
}

function store(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const { cluster, type } = context
  const existing = storedObject(context, object.metadata.name)
  if (object.metadata.resourceVersion)
    return refuse(plainError('resourceVersion should not be set on objects to be created'))
  if (existing)
    return refuse(alreadyExists(type, object.metadata.name, existing.metadata.deletionTimestamp !== undefined))
  const stored = inStorageVersion(context, object)
  if (context.dryRun) return inRequestedVersion(context, stored)
  return inRequestedVersion(context, write(cluster, keyOf(type), stored, undefined))
}
