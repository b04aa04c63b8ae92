import {
  isTerminating,
  type KubeObject,
  type ObjectMeta,
  ownerReferencesOf,
  withMetadata,
} from '../object/kube-object.ts'
import { dedupOwnerReferences, duplicateOwnerReferencesWarning } from '../object/owner-reference-duplicates.ts'
import { keyOf } from '../object/resource-type.ts'
import {
  alreadyExists,
  badRequest,
  forbidden,
  generateNameConflict,
  invalidObject,
  plainError,
  type Refusal,
} from '../object/status-errors.ts'
import { textHash } from '../object/text-hash.ts'
import type { Response } from '../request/request.ts'
import { type Cluster, nextNumber, nextUid, now, write } from '../state/cluster.ts'
import { placeOf } from '../state/store.ts'
import { attributesOf } from './authorization/attributes.ts'
import { authorize } from './authorization/authorize.ts'
import { checkEscalation } from './authorization/escalation.ts'
import { forbiddenByAuthorizer } from './authorization/forbidden.ts'
import { customResourceErrors } from './custom-resource-schema.ts'
import { decodeObject, redecode } from './decode.ts'
import { definitionOf, hasCondition } from './discovery.ts'
import { metadataErrors, warnOfFinalizers } from './metadata-validation.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import {
  admissionRequest,
  answer,
  answerRefused,
  inRequestedVersion,
  inStorageVersion,
  noteOutcome,
  type RequestContext,
  storedObject,
} from './request-context.ts'
import { refuseOptions } from './request-options.ts'

/** POST of one object. [endpoints/handlers/create.go; registry/store.go create; kubernetes.md 1.2] */
export function create(context: RequestContext): Response {
  const options = refuseOptions(context)
  if (options) return answerRefused(context, options)
  const decoded = decodeObject(context)
  const created = isRefused(decoded) ? decoded : createObject(context, decoded)
  return isRefused(created) ? answerRefused(context, created) : answer(context, 201, created)
}

/** By POST, or because a PUT or an apply found nothing under the name. */
type Means = 'post' | 'put' | 'apply'

/** From the decoded object to the stored one, through both passes of admission. */
export function createObject(
  context: RequestContext,
  decoded: KubeObject,
  means: Means = 'post',
  managedFields?: ObjectMeta['managedFields'],
): KubeObject | Refused {
  const sent = inNamespaceOfRequest(context, withMetadata(withoutSystemMetadata(decoded), { managedFields }))
  if (isRefused(sent)) return sent
  const terminating = refuseInTerminatingDefinition(context, sent)
  if (terminating) return terminating
  const mutated = mutate(context, means === 'apply' ? sent : dedup(context, sent, false))
  if (isRefused(mutated)) return mutated
  const admitted = dedup(context, mutated, true)
  const escalation = refuseEscalation(context, admitted, means)
  if (escalation) return escalation
  const prepared = prepare(context, admitted)
  const invalidity = validate(context, prepared)
  if (invalidity) return refuse(invalidity)
  warnOfFinalizers(context, prepared)
  const forbidden = means === 'post' ? undefined : refuseUnauthorized(context)
  if (forbidden) return forbidden
  const outcome = context.admission.validate(admissionRequest(context, 'CREATE', prepared, undefined), context.cluster)
  noteOutcome(context, outcome)
  if ('refusal' in outcome) return refuse(outcome.refusal)
  return store(context, means === 'post' ? prepared : withMetadata(prepared, { resourceVersion: undefined }))
}

/** Asked before the name is generated: the answer has the name that was sent. [policybased/storage.go Create; kubernetes.md 6.2] */
function refuseEscalation(context: RequestContext, object: KubeObject, means: Means): Refused | undefined {
  const { cluster, user, type, request } = context
  const name = means === 'post' ? '' : (request.name ?? '')
  const refusal = checkEscalation(cluster.state, user, type, object, undefined, name)
  return refusal && refuse(refusal)
}

/** Who creates by PUT or apply needs the right to create too; asked after validation. [handlers/update.go withAuthorization; kubernetes.md 1.4.8] */
function refuseUnauthorized({ cluster, user, request }: RequestContext): Refused | undefined {
  const attributes = { ...attributesOf(request), verb: 'create' }
  const decision = authorize(cluster.state, user, attributes)
  return decision.allowed ? undefined : refuse(forbiddenByAuthorizer(user, attributes, decision))
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
  noteOutcome(context, outcome)
  if ('refusal' in outcome) return refuse(outcome.refusal)
  return outcome.object ?? object
}

const generatedSuffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789'
const generatedPrefixLengthMax = 58

/** Five letters that no object of this prefix was named with; counted out, not by chance as upstream's. */
function generatedSuffix(cluster: Cluster, place: string): string {
  let rest = textHash(place) + nextNumber(cluster, place)
  let suffix = ''
  for (let index = 0; index < 5; index++) {
    suffix = (generatedSuffixAlphabet[rest % generatedSuffixAlphabet.length] ?? 'b') + suffix
    rest = Math.floor(rest / generatedSuffixAlphabet.length)
  }
  return suffix
}

function generatedName({ cluster, type }: RequestContext, object: KubeObject): string {
  const { generateName = '', namespace } = object.metadata
  if (generateName === '') return ''
  return (
    generateName.slice(0, generatedPrefixLengthMax) +
    generatedSuffix(cluster, `${keyOf(type)} ${placeOf(namespace, generateName)}*`)
  )
}

/** Identity, name, and what the kind's strategy sets on a new object. [registry/rest/create.go BeforeCreate] */
function prepare(context: RequestContext, object: KubeObject): KubeObject {
  const { cluster, strategy } = context
  const name = object.metadata.name || generatedName(context, object)
  const uid = nextUid(cluster, `${keyOf(context.type)} ${placeOf(object.metadata.namespace, name)}`)
  const metadata = { ...object.metadata, name, uid, creationTimestamp: now(cluster) }
  const identified: KubeObject = { ...object, metadata }
  const begun = strategy.beginCreate ? strategy.beginCreate(identified, cluster.state) : identified
  return strategy.prepareForCreate ? strategy.prepareForCreate(begun) : begun
}

function validate(context: RequestContext, object: KubeObject): Refusal | undefined {
  const { type, strategy } = context
  const ofMetadata = metadataErrors(context, object)
  const errors = type.custom
    ? customResourceErrors(context, object, undefined, ofMetadata)
    : [...ofMetadata, ...(strategy.validate?.(object) ?? [])]
  return errors.length > 0 ? invalidObject(type.kind, type.group, object.metadata.name, errors) : undefined
}

function store(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const { cluster, type } = context
  const existing = storedObject(context, object.metadata.name)
  if (object.metadata.resourceVersion)
    return refuse(plainError('resourceVersion should not be set on objects to be created'))
  if (existing) return refuse(taken(context, object, existing))
  const stored = inStorageVersion(context, object)
  if (context.dryRun) return inRequestedVersion(context, stored)
  return inRequestedVersion(context, write(cluster, keyOf(type), stored, undefined))
}

/** Who names a generateName too is answered as if the name had been generated. [registry/rest/create.go CheckGeneratedNameError] */
function taken({ type }: RequestContext, object: KubeObject, existing: KubeObject): Refusal {
  const { name, generateName } = object.metadata
  return generateName ? generateNameConflict(type, name) : alreadyExists(type, name, isTerminating(existing))
}
