import {
  type ClusterState,
  findObject,
  isJsonArray,
  isJsonObject,
  type Json,
  type KubeObject,
  listResources,
} from '@capsule-whatif/model'

/** Thrown for a body that names an object or a file that is not there: the trace is broken, not the model. */
export class PlaceholderError extends Error {}

/**
 * A request's body with its stand-ins filled: `$(uid Kind name)`, `$(uid Kind namespace/name)`, `$(rv ...)` by what the
 * object has now, `{"$file": path}` by the file. [TRACES.md, Fields]
 */
export function fillPlaceholders(
  body: Json | undefined,
  state: ClusterState,
  readFile: (path: string) => Json,
): Json | undefined {
  if (typeof body === 'string') return fillText(body, state)
  if (isJsonArray(body)) return body.map((item) => fillPlaceholders(item, state, readFile) ?? null)
  if (!isJsonObject(body)) return body
  if (typeof body.$file === 'string') return readFile(body.$file)
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => [field, fillPlaceholders(value, state, readFile)]),
  )
}

function fillText(text: string, state: ClusterState): string {
  return text.replace(
    /\$\((uid|rv) (\S+) (?:([^/)]*)\/)?([^)]+)\)/g,
    (_, what: string, kind: string, namespace: string | undefined, name: string) => {
      const object = findByKind(state, kind, namespace, name)
      if (!object) throw new PlaceholderError(`$(${what} ${kind} ${name}): there is no such object`)
      return (what === 'uid' ? object.metadata.uid : object.metadata.resourceVersion) ?? ''
    },
  )
}

function findByKind(
  state: ClusterState,
  kind: string,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  for (const resource of listResources(state)) {
    const object = findObject(state, resource, namespace, name)
    if (object?.kind === kind) return object
  }
  return undefined
}
