import {
  at,
  type ClusterState,
  isJsonArray,
  type Json,
  type KubeObject,
  listAt,
  listObjects,
  textAt,
} from '@capsule-whatif/model'

/** Users and groups that a cluster tells of: owners of tenants, groups of Capsule's users, and whom roles are bound to. */
export interface KnownUsers {
  readonly users: readonly string[]
  readonly groups: readonly string[]
}

export function knownUsers(state: ClusterState): KnownUsers {
  const subjects = [
    ...listObjects(state, 'capsule.clastix.io/tenants').flatMap((tenant) => listAt(tenant, 'spec', 'owners')),
    ...['clusterrolebindings', 'rolebindings']
      .flatMap((resource) => listObjects(state, `rbac.authorization.k8s.io/${resource}`))
      .flatMap((binding) => listAt(binding, 'subjects')),
  ]
  const configured = listObjects(state, 'capsule.clastix.io/capsuleconfigurations').flatMap(userGroups)
  const groups = namesOf('Group', subjects)
  return {
    users: [...namesOf('User', subjects), ...serviceAccounts(subjects)],
    groups: [...new Set([...configured, ...groups])],
  }
}

function namesOf(kind: string, subjects: readonly Json[]): readonly string[] {
  const names = subjects.flatMap((each) => (textAt(each, 'kind') === kind ? [textAt(each, 'name') ?? ''] : []))
  return [...new Set(names)]
}

/** An owner of a tenant is written with the whole name, the subject of a binding with name and namespace. */
function serviceAccounts(subjects: readonly Json[]): readonly string[] {
  const accounts = subjects.filter((each) => textAt(each, 'kind') === 'ServiceAccount')
  const names = accounts.map((each) => {
    const [name = '', namespace] = [textAt(each, 'name'), textAt(each, 'namespace')]
    return namespace === undefined ? name : `system:serviceaccount:${namespace}:${name}`
  })
  return [...new Set(names)]
}

function userGroups(configuration: KubeObject): readonly string[] {
  const groups = at(configuration, 'spec', 'userGroups')
  return isJsonArray(groups) ? groups.filter((group) => typeof group === 'string') : []
}
