import { type KubeObject, parseApiVersion } from '@capsule-whatif/model'
import { resourceOfKind } from '../action/resolve-resource.ts'
import { type FieldPath, fieldOrigin } from '../snapshot/field-origin.ts'
import { identityOf, nameOf } from '../snapshot/located-object.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { readObjects } from '../snapshot/read-objects.ts'
import type { SnapshotIssue } from '../snapshot/snapshot-issue.ts'
import type { Origin, SourceText } from '../snapshot/source-text.ts'
import type { PlanFinding } from './plan.ts'
import { isUnrendered, unrenderedFinding } from './unrendered.ts'

/** An object of a set of manifests and where it stands. */
export interface Manifest {
  readonly object: KubeObject
  readonly origin: Origin
  /** where one of its fields stands, or as much of the path as is written */
  readonly fieldOrigin?: (path: FieldPath) => Origin
}

/** Where an object stands that no manifest is about. */
export const nowhere: Origin = { file: '', line: 1, column: 1 }

export function isNowhere({ file }: Origin): boolean {
  return file === ''
}

/** A set of manifests as read, in the order of files and documents, and what is wrong with it. */
export interface ManifestSet {
  readonly manifests: readonly Manifest[]
  readonly findings: readonly PlanFinding[]
}

/** The objects of files; templates that were not rendered are left out, and what is unreadable is a finding with its place. */
export function readManifestSet(documents: readonly SourceText[]): ManifestSet {
  const parts = documents.map(readFile)
  const manifests = parts.flatMap((part) => part.manifests)
  return { manifests, findings: [...parts.flatMap(({ findings }) => findings), ...duplicateFindings(manifests)] }
}

function readFile(source: SourceText): ManifestSet {
  const issues: SnapshotIssue[] = []
  const all = readObjects(source, issues).map(({ object, locator, offset }): Manifest => {
    const origin = locator.originAt(offset)
    return { object, origin, fieldOrigin: (path) => fieldOrigin(source, path, origin) }
  })
  const manifests = all.filter(({ object }) => !isUnrendered(object))
  const unrendered = all.filter((manifest) => !manifests.includes(manifest)).map(({ origin }) => origin)
  const template = unrenderedFinding(source, issues, unrendered)
  if (template !== undefined) return { manifests, findings: [template] }
  return { manifests, findings: issues.filter(({ code }) => code !== 'source-empty').map(issueFinding) }
}

function issueFinding({ severity, message, file, line, column, code }: SnapshotIssue): PlanFinding {
  return {
    rule: 'manifest-unreadable',
    severity: severity === 'error' ? 'danger' : severity === 'warning' ? 'warning' : 'info',
    message: `${message} [${code}]`,
    origin: { file, line: line ?? 1, column: column ?? 1 },
  }
}

function duplicateFindings(manifests: readonly Manifest[]): readonly PlanFinding[] {
  const firsts = new Map<string, Manifest>()
  return manifests.flatMap((manifest): readonly PlanFinding[] => {
    const identity = identityOf(manifest.object)
    const first = firsts.get(identity)
    if (first === undefined) {
      firsts.set(identity, manifest)
      return []
    }
    const { file, line } = first.origin
    const message = `${nameOf(manifest.object)} stands in the set twice, first at ${file}:${line}. Expected it once: what is sent last stands.`
    return [{ rule: 'manifest-duplicate', severity: 'warning', message, origin: manifest.origin }]
  })
}

/** A manifest with what serves its kind and the namespace that the client puts it into. */
export interface PlacedManifest extends Manifest {
  readonly resource: NamedResource
  readonly namespace?: string
}

/**
 * What serves a manifest, and where the client puts it; undefined where nothing serves its kind. The namespace of the object
 * itself counts, else the client's.
 */
export function placed(
  manifest: Manifest,
  resources: readonly NamedResource[],
  clientNamespace: string,
): PlacedManifest | undefined {
  const { object } = manifest
  const { group, version } = parseApiVersion(object.apiVersion)
  const found = resourceOfKind(group, version, object.kind, resources)
  if (found === undefined || found.version !== version) return undefined
  if (!found.namespaced) {
    const { namespace: _, ...metadata } = object.metadata
    return { ...manifest, object: { ...object, metadata }, resource: found }
  }
  const namespace = object.metadata.namespace || clientNamespace
  return { ...manifest, object: { ...object, metadata: { ...object.metadata, namespace } }, resource: found, namespace }
}
