import { allObjects, type ClusterState } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../action/action-text.ts'
import { lastOf, parseOptions } from '../action/parse-options.ts'
import { resolveResource } from '../action/resolve-resource.ts'
import { type ObjectName, parseObjectName } from '../causes/writes.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { didYouMean } from '../text/near-miss.ts'

/**
 * The object that words name: `TYPE NAME [-n NAMESPACE]`, `TYPE/NAME` or `TYPE/NAMESPACE/NAME`. Without a namespace it is
 * the one of that name in the first of the states that has it; where no state has it, it is taken as it is written.
 */
export function objectNamed(
  words: readonly string[],
  resources: readonly NamedResource[],
  states: readonly ClusterState[],
): Parsed<ObjectName> {
  const options = parseOptions(words, [{ name: 'namespace', short: 'n', type: 'text' }])
  if (!options.ok) return options
  const [first = '', second, ...more] = options.value.words
  const written = second === undefined ? parseObjectName(first) : { kind: first, name: second }
  if (written === undefined || more.length > 0)
    return refused(`${words.join(' ') || 'nothing'} names no object. Expected TYPE NAME [-n NAMESPACE] or TYPE/NAME.`)
  const resource = resolveResource(written.kind, resources)
  if (!resource.ok) return resource
  const { kind, namespaced } = resource.value
  if (!namespaced) return parsed({ kind, name: written.name })
  const namespace = written.namespace ?? lastOf(options.value, 'namespace')
  if (namespace !== undefined) return parsed({ kind, namespace, name: written.name })
  return inSomeNamespace(kind, written.name, states)
}

function inSomeNamespace(kind: string, name: string, states: readonly ClusterState[]): Parsed<ObjectName> {
  for (const state of states) {
    const ofKind = allObjects(state).filter((object) => object.kind === kind)
    const places = ofKind
      .filter(({ metadata }) => metadata.name === name)
      .map(({ metadata }) => metadata.namespace ?? '')
    const [namespace, other] = places
    if (other !== undefined)
      return refused(`there is a ${kind} ${name} in ${places.join(' and ')}. Expected -n NAMESPACE after it.`)
    if (namespace !== undefined) return parsed({ kind, namespace, name })
  }
  const names = states.flatMap(allObjects).filter((object) => object.kind === kind)
  const near = didYouMean(name, new Set(names.map(({ metadata }) => metadata.name)))
  return refused(`there is no ${kind} ${name} in any namespace.${near}`)
}
