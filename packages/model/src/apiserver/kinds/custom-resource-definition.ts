import { type FieldError, invalid } from '../../object/field-error.ts'
import { type Json, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { hasCondition } from '../discovery.ts'
import { change, changeObject, changeSpec, fill } from './filling.ts'
import { changesSpec, countGeneration, type KindStrategy, plainStrategy, startGeneration } from './strategy.ts'

/** Names follow from the kind, conversion is None, the stored version is one of status. [apiextensions v1 SetDefaults_CustomResourceDefinition] */
function withDefaults(definition: KubeObject): KubeObject {
  const named = changeSpec(definition, (spec) =>
    changeObject(fill(change(spec, 'names', withNames), { conversion: { strategy: 'None' } }), 'conversion', withPort),
  )
  return listAt(named, 'status', 'storedVersions').length > 0 ? named : storeCurrentVersion(named)
}

function withNames(names: Json | undefined): Json {
  const given = (names ?? {}) as JsonObject
  const kind = textAt(given, 'kind') ?? ''
  const singular = fill(given, { singular: kind.toLowerCase() })
  return kind === '' ? singular : fill(singular, { listKind: `${kind}List` })
}

function withPort(conversion: JsonObject): JsonObject {
  return changeObject(conversion, 'webhook', (webhook) =>
    changeObject(webhook, 'clientConfig', (config) =>
      changeObject(config, 'service', (service) => fill(service, { port: 443 })),
    ),
  )
}

/** The storage version of the spec is among the versions that status says were stored. [PrepareForCreate, PrepareForUpdate] */
function storeCurrentVersion(definition: KubeObject): KubeObject {
  const storage = listAt(definition, 'spec', 'versions').find((version) => (version as JsonObject).storage === true)
  const name = textAt(storage, 'name')
  const stored = listAt(definition, 'status', 'storedVersions')
  if (name === undefined || stored.includes(name)) return definition
  const status = { ...objectAt(definition, 'status'), storedVersions: [...stored, name] }
  return { ...definition, status } as KubeObject
}

function prepareForCreate(definition: KubeObject): KubeObject {
  const status = { conditions: null, acceptedNames: { plural: '', kind: '' } }
  return storeCurrentVersion(startGeneration({ ...definition, status } as KubeObject))
}

function prepareForUpdate(definition: KubeObject, old: KubeObject): KubeObject {
  const kept = { ...definition, status: objectAt(old, 'status') } as KubeObject
  return storeCurrentVersion(countGeneration(kept, old, changesSpec))
}

/** A status update changes everything but the spec: that is how the cleanup finalizer goes. [kubernetes.md 1.4.11] */
function prepareForStatusUpdate(definition: KubeObject, old: KubeObject): KubeObject {
  return { ...definition, spec: objectAt(old, 'spec') } as KubeObject
}

/**
 * What the storage of instances hangs on does not change: group and plural never, scope and kind from when they are served.
 * Not modelled: all else that a definition has to keep to. [apiextensions validation.go ValidateCustomResourceDefinitionSpecUpdate]
 */
function validateUpdate(definition: KubeObject, old: KubeObject): readonly FieldError[] {
  const fields = [
    ...(hasCondition(old, 'Established') ? [['scope'], ['names', 'kind']] : []),
    ['group'],
    ['names', 'plural'],
  ]
  return fields.flatMap((field) => {
    const [now, before] = [definition, old].map((one) => textAt(one, 'spec', ...field) ?? '')
    return now === before ? [] : [invalid(['spec', ...field].join('.'), now ?? '', 'field is immutable')]
  })
}

export const customResourceDefinitionStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  prepareForCreate,
  prepareForUpdate,
  prepareForStatusUpdate,
  validateUpdate,
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  subresources: ['status'],
}
