import { parseApiVersion } from '@capsule-whatif/model'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { type Manifest, type PlacedManifest, placed } from './manifest-set.ts'
import type { ObjectName, PlanFinding } from './plan.ts'
import type { PlanSession } from './plan-session.ts'

/** The manifests of a set, each with its place, and those that have none, which are told. */
export interface Placement {
  readonly placed: readonly PlacedManifest[]
  readonly homeless: readonly Manifest[]
}

/**
 * Clients look up all kinds before they send anything: a definition in the same set comes too late for its objects.
 * [cli-runtime pkg/resource/mapper.go; kubectl pkg/cmd/apply/apply.go GetObjects]
 */
export function placeAll(
  session: PlanSession,
  manifests: readonly Manifest[],
  resources: readonly NamedResource[],
  clientNamespace: string,
): Placement {
  const found: PlacedManifest[] = []
  const homeless: Manifest[] = []
  for (const manifest of manifests) {
    const one = placed(manifest, resources, clientNamespace)
    if (one === undefined) homeless.push(manifest)
    else found.push(one)
    if (one?.namespace !== undefined && !manifest.object.metadata.namespace)
      session.findings.push(assumed(one, one.namespace))
  }
  for (const manifest of homeless) tellHomeless(session, manifest, manifests)
  return { placed: found, homeless }
}

function assumed({ object, origin }: PlacedManifest, namespace: string): PlanFinding {
  const message = `${object.kind} ${object.metadata.name} names no namespace; the client puts it into ${namespace}`
  return { rule: 'namespace-assumed', severity: 'info', message, origin }
}

export function nameOfManifest({ object }: Manifest): ObjectName {
  const { kind, apiVersion, metadata } = object
  const { group } = parseApiVersion(apiVersion)
  return { kind, group, ...(metadata.namespace ? { namespace: metadata.namespace } : {}), name: metadata.name }
}

/** Served upstream, and not modelled. */
const notModelled: ReadonlySet<string> = new Set(['autoscaling/v1 HorizontalPodAutoscaler'])

function tellHomeless(session: PlanSession, manifest: Manifest, all: readonly Manifest[]): void {
  const { object, origin } = manifest
  const { apiVersion, kind, metadata } = object
  const name = nameOfManifest(manifest)
  const isKnown = notModelled.has(`${apiVersion} ${kind}`)
  const message = isKnown
    ? `${kind} in version ${apiVersion} is served, but not modelled; what it does is not part of the answer`
    : `resource mapping not found for name: "${metadata.name}" namespace: "${metadata.namespace ?? ''}" from "${origin.file}": no matches for kind "${kind}" in version "${apiVersion}"; ensure CRDs are installed first${ofSameSet(manifest, all)}`
  const rule = isKnown ? 'manifest-unchecked' : 'kind-not-served'
  session.findings.push({ rule, severity: isKnown ? 'warning' : 'danger', message, object: name, origin })
  session.items.push({ ...name, result: isKnown ? 'skipped' : 'error', origin, requests: [], why: message })
}

/** Whether a definition in the set would serve the manifest's kind. */
export function definitionInSet({ object }: Manifest, all: readonly Manifest[]): Manifest | undefined {
  const { group } = parseApiVersion(object.apiVersion)
  return all.find(({ object: other }) => {
    if (other.kind !== 'CustomResourceDefinition') return false
    const spec = other as unknown as { spec?: { group?: unknown; names?: { kind?: unknown } } }
    return spec.spec?.group === group && spec.spec?.names?.kind === object.kind
  })
}

function ofSameSet(manifest: Manifest, all: readonly Manifest[]): string {
  const definition = definitionInSet(manifest, all)
  if (definition === undefined) return ''
  const { file, line } = definition.origin
  return `. The set defines it itself (${file}:${line}), but the client looks up all kinds before it sends anything: apply the definition first, and the rest once it is established`
}
