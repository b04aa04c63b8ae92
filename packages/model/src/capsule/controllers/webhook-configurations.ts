import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../controllers/controller.ts'
import { isJsonObject, type JsonObject, listAt, objectAt, textAt, textMap, withoutFields } from '../../object/json.ts'
import {
  annotationsOf,
  type KubeObject,
  labelsOf,
  type OwnerReference,
  withMetadata,
} from '../../object/kube-object.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { configurationOf } from '../tenant/configuration.ts'
import { capsuleApiVersion, configurationName, createdByController, createdByLabel } from '../tenant/constants.ts'
import { admissionStateHash, admissionStateHashAnnotation } from './admission-state-hash.ts'
import { withOwner } from './controller-reference.ts'
import { type Failure, isNotFound } from './failure.ts'
import {
  capsuleConfigurations,
  type Kind,
  keyOfKind,
  mutatingWebhookConfigurations,
  validatingWebhookConfigurations,
} from './kinds.ts'
import { enqueueHandler, operatorController } from './operator.ts'
import { compareTexts } from './owner-list.ts'
import { fieldChanged } from './predicates.ts'
import { cached, get, list } from './reading.ts'
import { createOrUpdate, remove } from './writing.ts'

interface Sort {
  readonly name: string
  readonly kind: Kind
  readonly section: 'mutating' | 'validating'
}

/** Until a starting operator's webhook configurations are in force, the first passes over all Tenants are long done. */
const startDelayMs = 3000

/** The key that stands for a change of the CapsuleConfiguration. [internal/controllers/admission/performance.go] */
const configurationKey = 'capsule-admission-configuration/'

/** The one webhook configuration of each sort is what the CapsuleConfiguration says. [internal/controllers/admission; core W1] */
function* reconcile(sort: Sort, key: string): Reconcile {
  const configuration = yield* cached(get(capsuleConfigurations, undefined, configurationName))
  const section = objectAt(configuration?.spec, 'admission')[sort.section]
  if (!configuration || !isJsonObject(section)) return failed('panic: nil admission [recovered]')
  const failure = yield* reconcileSection(sort, configuration, section, key === configurationKey)
  return failure ? failed(failure.message) : done
}

function* reconcileSection(
  { kind }: Sort,
  configuration: KubeObject,
  admission: JsonObject,
  cleansUp: boolean,
): Reconcile<Failure | undefined> {
  const webhooks = webhooksOf(admission)
  if (webhooks.length === 0) return yield* removeManaged(kind, undefined)
  const name = textAt(admission, 'name') ?? ''
  const { failure } = yield* createOrUpdate(kind, { name }, (object) =>
    asConfigured(object, configuration, admission, webhooks),
  )
  return failure ?? (cleansUp ? yield* removeManaged(kind, name) : undefined)
}

/** The hash that is there stays: upstream's input to it is not known, so a computed one would look like a change. */
function asConfigured(
  object: KubeObject,
  configuration: KubeObject,
  admission: JsonObject,
  webhooks: readonly JsonObject[],
): KubeObject {
  const labels = { ...labelsOf(object), ...textMap(admission.labels), [createdByLabel]: createdByController }
  const annotations = { ...annotationsOf(object), ...textMap(admission.annotations) }
  const owned = withOwner(withMetadata(object, { labels, annotations }), referenceTo(configuration))
  const desired: KubeObject = { ...owned, webhooks: webhooks.map((webhook) => withBundle(webhook, object)) }
  const hash = annotationsOf(object)[admissionStateHashAnnotation] ?? admissionStateHash(desired)
  return withMetadata(desired, { annotations: { ...annotations, [admissionStateHashAnnotation]: hash } })
}

function referenceTo({ metadata }: KubeObject): OwnerReference {
  return { apiVersion: capsuleApiVersion, kind: 'CapsuleConfiguration', name: metadata.name, uid: metadata.uid ?? '' }
}

/** Hooks sorted by name, each calling its path at the common client. [pkg/runtime/admission/webhook.go] */
function webhooksOf(admission: JsonObject): readonly JsonObject[] {
  const client = objectAt(admission.client)
  return listAt(admission, 'webhooks')
    .filter(isJsonObject)
    .map((webhook) => ({
      ...withoutFields(webhook, 'path', 'opts'),
      clientConfig: clientFor(client, textAt(webhook, 'path') ?? ''),
    }))
    .sort((a, b) => compareTexts(textAt(a, 'name') ?? '', textAt(b, 'name') ?? ''))
}

function clientFor(client: JsonObject, path: string): JsonObject {
  const { url, service } = client
  const clean = path === '' ? '' : `/${path.replace(/^\/+/, '')}`
  if (typeof url === 'string') return { ...client, url: url.replace(/\/+$/, '') + clean }
  return isJsonObject(service) && clean !== '' ? { ...client, service: { ...service, path: clean } } : client
}

/** Without a bundle of its own, a hook keeps the one that it was given. */
function withBundle(webhook: JsonObject, existing: KubeObject): JsonObject {
  const client = objectAt(webhook.clientConfig)
  if (textAt(client, 'caBundle')) return webhook
  const before = listAt(existing, 'webhooks').find((other) => textAt(other, 'name') === webhook.name)
  const caBundle = textAt(before, 'clientConfig', 'caBundle')
  return caBundle ? { ...webhook, clientConfig: { ...client, caBundle } } : webhook
}

function* removeManaged(kind: Kind, kept: string | undefined): Reconcile<Failure | undefined> {
  for (const object of yield* cached(list(kind))) {
    const { name } = object.metadata
    if (labelsOf(object)[createdByLabel] !== createdByController || name === kept) continue
    const failure = yield* remove(kind, { name })
    if (failure && !isNotFound(failure)) return failure
  }
  return undefined
}

function observe(sort: Sort, event: WatchEvent, name: string | undefined): Observation {
  if (event.resource === keyOfKind(capsuleConfigurations)) {
    const changed = event.type === 'added' || fieldChanged(event, 'spec', 'admission')
    const isOurs = event.object.metadata.name === configurationName
    return isOurs && changed ? { enqueue: [enqueueHandler(sort.name, configurationKey)] } : nothing
  }
  if (event.resource !== keyOfKind(sort.kind) || event.object.metadata.name !== name) return nothing
  const hashes = [event.object, event.oldObject].map((one) => one && admissionStateHash(one))
  return event.type === 'modified' && hashes[0] === hashes[1] ? nothing : { enqueue: [enqueueHandler(sort.name, name)] }
}

function webhookController(sort: Sort): Controller {
  return operatorController({
    name: sort.name,
    observe: (event, _memory, state) =>
      observe(sort, event, textAt(configurationOf(state).spec?.admission?.[sort.section], 'name')),
    start: () => ({ enqueue: [{ controller: sort.name, key: configurationKey, afterMs: startDelayMs }] }),
    reconcile: (key) => reconcile(sort, key),
  })
}

export const validatingWebhookController: Controller = webhookController({
  name: 'capsule/admission/validating',
  kind: validatingWebhookConfigurations,
  section: 'validating',
})

export const mutatingWebhookController: Controller = webhookController({
  name: 'capsule/admission/mutating',
  kind: mutatingWebhookConfigurations,
  section: 'mutating',
})
