import { allObjects, type KubeObject, parseApiVersion } from '@capsule-whatif/model'
import { resourceOfKind } from '../action/resolve-resource.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import type { Origin } from '../snapshot/source-text.ts'
import { type Manifest, nowhere, type PlacedManifest } from './manifest-set.ts'
import { nameOfManifest } from './place-manifests.ts'
import type { PlanSession } from './plan-session.ts'
import { objectKey } from './requests.ts'

/** A Helm release: its name and the namespace that it is recorded in. */
export interface HelmRelease {
  readonly name: string
  readonly namespace: string
}

const managedBy = 'app.kubernetes.io/managed-by'
const releaseName = 'meta.helm.sh/release-name'
const releaseNamespace = 'meta.helm.sh/release-namespace'

/** The manifest as Helm sends it: marked as its own. [helm pkg/action/validate.go setMetadataVisitor] */
export function markedAsReleased(manifest: PlacedManifest, release: HelmRelease): PlacedManifest {
  const { object } = manifest
  const { labels, annotations } = object.metadata
  const metadata = {
    ...object.metadata,
    labels: { ...labels, [managedBy]: 'Helm' },
    annotations: { ...annotations, [releaseName]: release.name, [releaseNamespace]: release.namespace },
  }
  return { ...manifest, object: { ...object, metadata } }
}

/** Why Helm would not take an object that is there into a release; undefined where it is of the release. [validate.go checkOwnership] */
export function strangerTo(release: HelmRelease, { metadata }: KubeObject): string | undefined {
  const { labels = {}, annotations = {} } = metadata
  const wrong = [
    wrongValue('label', labels, managedBy, 'Helm'),
    wrongValue('annotation', annotations, releaseName, release.name),
    wrongValue('annotation', annotations, releaseNamespace, release.namespace),
  ].filter((each) => each !== undefined)
  return wrong.length === 0 ? undefined : `invalid ownership metadata; ${wrong.join('; ')}`
}

function wrongValue(
  what: string,
  values: Readonly<Record<string, string>>,
  key: string,
  wanted: string,
): string | undefined {
  const value = values[key]
  if (value === wanted) return undefined
  const problem =
    value === undefined
      ? `missing key ${JSON.stringify(key)}: must be set to ${JSON.stringify(wanted)}`
      : `key ${JSON.stringify(key)} must equal ${JSON.stringify(wanted)}: current value is ${JSON.stringify(value)}`
  return `${what} validation error: ${problem}`
}

/** The objects that say of themselves that they are of the release. */
export function liveObjectsOf(
  session: PlanSession,
  release: HelmRelease,
  resources: readonly NamedResource[],
  originOf: (key: string) => Origin | undefined,
): readonly PlacedManifest[] {
  return allObjects(session.state)
    .filter((object) => strangerTo(release, object) === undefined)
    .flatMap((object) => liveManifest(object, resources, originOf) ?? [])
}

export function liveManifest(
  object: KubeObject,
  resources: readonly NamedResource[],
  originOf: (key: string) => Origin | undefined,
): PlacedManifest | undefined {
  const { group, version } = parseApiVersion(object.apiVersion)
  const resource = resourceOfKind(group, version, object.kind, resources)
  if (resource === undefined) return undefined
  const { namespace } = object.metadata
  const origin = originOf(objectKey(nameOfManifest({ object, origin: nowhere }))) ?? nowhere
  return { object, resource, origin, ...(resource.namespaced && namespace !== undefined ? { namespace } : {}) }
}

/** Manifests that are hooks are sent by themselves and waited for; their Jobs run nowhere here. */
export function withoutHooks(
  session: PlanSession,
  manifests: readonly Manifest[],
  annotation: string,
): readonly Manifest[] {
  return manifests.filter((manifest) => {
    const hook = manifest.object.metadata.annotations?.[annotation]
    if (hook === undefined) return true
    const name = nameOfManifest(manifest)
    const message = `${name.kind} ${name.name} is a hook (${annotation}: ${hook}): hooks are not followed, so what it does is not part of the answer`
    const { origin } = manifest
    session.findings.push({ rule: 'manifest-unchecked', severity: 'warning', message, object: name, origin })
    session.items.push({ ...name, result: 'skipped', origin, requests: [], why: 'it is a hook' })
    return false
  })
}
