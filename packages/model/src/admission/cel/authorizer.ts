import type { Environment } from '@marcbachmann/cel-js'
import type { AdmissionRequest } from '../../apiserver/admission.ts'
import type { Attributes, ResourceAttributes } from '../../apiserver/authorization/attributes.ts'
import { authorize, type Decision } from '../../apiserver/authorization/authorize.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'

/** CEL tells types apart by their constructors: these hold one value each and do nothing. */
class Held<T> {
  readonly held: T
  constructor(held: T) {
    this.held = held
  }
}

interface Asker {
  readonly user: UserInfo
  readonly state: ClusterState
}

type Asked<T> = Asker & { readonly asks: T }

class Authorizer extends Held<Asker> {
  readonly requestResource: ResourceCheck
  constructor(asker: Asker, requestResource: ResourceCheck) {
    super(asker)
    this.requestResource = requestResource
  }
}
class PathCheck extends Held<Asked<string>> {}
class GroupCheck extends Held<Asked<string>> {}
class ResourceCheck extends Held<Asked<Omit<ResourceAttributes, 'verb'>>> {}
class AuthorizerDecision extends Held<Decision> {}

/**
 * What expressions may ask the authorizer: whether the user of the request, or a service account, may do something.
 * Not modelled: fieldSelector and labelSelector of a check. [apiserver pkg/cel/library/authz.go]
 */
export function addAuthorizer(environment: Environment): Environment {
  return environment
    .registerType('Authorizer', Authorizer)
    .registerType('PathCheck', PathCheck)
    .registerType('GroupCheck', GroupCheck)
    .registerType('ResourceCheck', ResourceCheck)
    .registerType('AuthorizerDecision', AuthorizerDecision)
    .registerFunction(
      'Authorizer.path(string): PathCheck',
      ({ held }: Authorizer, path: string) => new PathCheck({ ...held, asks: path }),
    )
    .registerFunction('PathCheck.check(string): AuthorizerDecision', ({ held }: PathCheck, verb: string) =>
      decide(held, { verb, path: held.asks }),
    )
    .registerFunction(
      'Authorizer.group(string): GroupCheck',
      ({ held }: Authorizer, group: string) => new GroupCheck({ ...held, asks: group }),
    )
    .registerFunction(
      'GroupCheck.resource(string): ResourceCheck',
      ({ held }: GroupCheck, resource: string) =>
        new ResourceCheck({ ...held, asks: { group: held.asks, resource, subresource: '', namespace: '', name: '' } }),
    )
    .registerFunction('ResourceCheck.subresource(string): ResourceCheck', narrowed('subresource'))
    .registerFunction('ResourceCheck.namespace(string): ResourceCheck', narrowed('namespace'))
    .registerFunction('ResourceCheck.name(string): ResourceCheck', narrowed('name'))
    .registerFunction('ResourceCheck.check(string): AuthorizerDecision', ({ held }: ResourceCheck, verb: string) =>
      decide(held, { ...held.asks, verb }),
    )
    .registerFunction('Authorizer.serviceAccount(string, string): Authorizer', serviceAccount)
    .registerFunction('AuthorizerDecision.allowed(): bool', ({ held }: AuthorizerDecision) => held.allowed)
    .registerFunction('AuthorizerDecision.reason(): string', ({ held }: AuthorizerDecision) => held.reason)
    .registerFunction('AuthorizerDecision.errored(): bool', () => false)
    .registerFunction('AuthorizerDecision.error(): string', () => '')
}

/** The authorizer as it stands behind the variable `authorizer`. */
export function authorizerFor(request: AdmissionRequest, state: ClusterState): unknown {
  const { type, subresource, namespace, name, user } = request
  const asker: Asker = { user, state }
  const asks = { group: type.group, resource: type.resource, subresource, namespace, name }
  return new Authorizer(asker, new ResourceCheck({ ...asker, asks }))
}

function narrowed(field: 'subresource' | 'namespace' | 'name'): (check: ResourceCheck, value: string) => ResourceCheck {
  return ({ held }, value) => new ResourceCheck({ ...held, asks: { ...held.asks, [field]: value } })
}

function decide({ user, state }: Asker, attributes: Attributes): AuthorizerDecision {
  return new AuthorizerDecision(authorize(state, user, attributes))
}

/** The same questions for a service account. [apiserver pkg/authentication/serviceaccount/util.go UserInfo] */
function serviceAccount({ held, requestResource }: Authorizer, namespace: string, name: string): Authorizer {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated']
  const user: UserInfo = { user: `system:serviceaccount:${namespace}:${name}`, groups }
  return new Authorizer({ ...held, user }, new ResourceCheck({ ...requestResource.held, user }))
}
