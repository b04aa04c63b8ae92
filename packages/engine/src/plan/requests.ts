import { type JsonObject, type KubeObject, parseApiVersion, type Request, type Verb } from '@capsule-whatif/model'
import type { NamedResource } from '../snapshot/named-resource.ts'
import type { PlacedManifest } from './manifest-set.ts'
import type { ObjectName } from './plan.ts'

/** The part of a request that says what it is about: the object of a manifest, by its name but for a create. */
export function requestOn(
  verb: Verb,
  { object, resource, namespace }: Omit<PlacedManifest, 'origin'>,
  query: Readonly<Record<string, string>> = {},
): Request {
  const { group, kind } = resource
  return {
    verb,
    group,
    version: parseApiVersion(object.apiVersion).version,
    resource: resource.resource,
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    ...(verb === 'create' ? {} : { name: object.metadata.name }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
  }
}

export function nameInPlan({ object, resource, namespace }: Omit<PlacedManifest, 'origin'>): ObjectName {
  return {
    kind: object.kind,
    group: resource.group,
    ...(namespace === undefined ? {} : { namespace }),
    name: object.metadata.name,
  }
}

/** A live object as if it were a manifest: for what is deleted and stands in no file. */
export function placedLive(object: KubeObject, resource: NamedResource): Omit<PlacedManifest, 'origin'> {
  const { namespace } = object.metadata
  return { object, resource, ...(resource.namespaced && namespace !== undefined ? { namespace } : {}) }
}

/** Kinds by which kubectl and Helm patch strategically: those that their scheme has types of. Definitions are none for them. */
export function isPatchedStrategically({ custom, group }: NamedResource): boolean {
  return custom !== true && group !== 'apiextensions.k8s.io' && group !== 'apiregistration.k8s.io'
}

export function deletionBody(propagationPolicy: 'Background' | 'Foreground'): JsonObject {
  return { propagationPolicy }
}

/** `Namespace oil-prod`, `ConfigMap oil-prod/settings` */
export function objectText({ kind, namespace, name }: ObjectName): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

/** The same object, whatever its version. */
export function objectKey({ kind, group, namespace, name }: ObjectName): string {
  return `${kind}|${group}|${namespace ?? ''}|${name}`
}
