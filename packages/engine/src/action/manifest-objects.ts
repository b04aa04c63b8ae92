import { type KubeObject, parseApiVersion } from '@capsule-whatif/model'
import { loadManifests } from '../snapshot/load-manifests.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { formatIssue } from '../snapshot/snapshot-issue.ts'
import { type ActionContext, allParsed, type Parsed, parsed, refused } from './action-text.ts'
import { lastOf, type Options } from './parse-options.ts'
import { resourceOfKind } from './resolve-resource.ts'

/** An object of a file and what serves it. */
export interface Manifest {
  readonly object: KubeObject
  readonly resource: NamedResource
  readonly namespace?: string
}

/**
 * The objects of the files that -f names, in their order, each in its namespace: its own, else that of -n, else `default`.
 * As kubectl, refuses a file that is not whole, a kind that nothing serves, and a -n that contradicts an object.
 */
export function manifestsOf(options: Options, context: ActionContext): Parsed<readonly Manifest[]> {
  const files = options.values.filename ?? []
  const read = allParsed(files.map((file) => objectsOf(file, context)))
  if (!read.ok) return read
  return allParsed(read.value.flat().map((object) => manifestOf(object, options, context)))
}

function objectsOf(file: string, context: ActionContext): Parsed<readonly KubeObject[]> {
  const text = context.readFile(file)
  if (text === undefined) return refused(`the file ${file} cannot be read. Expected a file of JSON or YAML after -f.`)
  const { objects, issues } = loadManifests([{ name: file, text }])
  const wrong = issues.find(({ severity }) => severity === 'error')
  if (wrong !== undefined) return refused(formatIssue(wrong))
  if (objects.length === 0) return refused(`the file ${file} holds no object.`)
  return parsed(objects)
}

function manifestOf(object: KubeObject, options: Options, context: ActionContext): Parsed<Manifest> {
  const { group, version } = parseApiVersion(object.apiVersion)
  const resource = resourceOfKind(group, version, object.kind, context.resources)
  if (resource === undefined)
    return refused(
      `no matches for kind "${object.kind}" in version "${object.apiVersion}": its definition is not in the snapshot.`,
    )
  if (!resource.namespaced) return parsed({ object, resource })
  const given = lastOf(options, 'namespace')
  const own = object.metadata.namespace
  if (own !== undefined && own !== '' && given !== undefined && own !== given)
    return refused(
      `the namespace from the provided object "${own}" does not match the namespace "${given}". You must pass '--namespace=${own}' to perform this operation.`,
    )
  const namespace = own === undefined || own === '' ? (given ?? 'default') : own
  return parsed({ object: { ...object, metadata: { ...object.metadata, namespace } }, resource, namespace })
}
