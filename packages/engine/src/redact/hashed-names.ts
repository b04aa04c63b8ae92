import {
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  roleBindingHash,
  roleBindingHashOf07,
  textAt,
} from '@capsule-whatif/model'

const label = 'capsule.clastix.io/role-binding'

type Hash = typeof roleBindingHash
type Binding = Parameters<Hash>[0]

/**
 * What the operator's role bindings are labelled with and named after is a hash of their role and subjects: where these get
 * other names, the hash that goes with them. By the hash as it was.
 */
export function hashedNames(
  objects: readonly KubeObject[],
  rename: (object: KubeObject) => KubeObject,
): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>()
  for (const object of objects) {
    const said = object.kind === 'RoleBinding' ? labelsOf(object)[label] : undefined
    if (said === undefined) continue
    const hash = [roleBindingHash, roleBindingHashOf07].find((each) => each(bindingOf(object)) === said)
    if (hash !== undefined) hashes.set(said, hash(bindingOf(rename(object))))
  }
  return hashes
}

function bindingOf(object: KubeObject): Binding {
  const subjects = listAt(object, 'subjects') as readonly JsonObject[]
  return {
    clusterRoleName: textAt(object, 'roleRef', 'name') ?? '',
    subjects: subjects as unknown as Binding['subjects'],
  }
}
