import type { AdmissionRequest } from '../../apiserver/admission.ts'
import { kubernetesEnvironment } from '../../cel/environment.ts'
import { type Evaluate, evaluatorIn, throwUnlessValue, type Variables } from '../../cel/evaluation.ts'
import { celValueOfJson } from '../../cel/json-value.ts'
import { defineLazy } from '../../cel/lazy-field.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { addAuthorizer, authorizerFor } from './authorizer.ts'
import { addMutationFunctions } from './mutation-functions.ts'

const variableNames = ['object', 'oldObject', 'request', 'namespaceObject', 'params', 'variables'] as const

/** Evaluates what webhooks and policies hold of a request. [apiserver pkg/admission/plugin/cel/compile.go createEnvForOpts] */
export const evaluateAdmission: Evaluate = evaluatorIn(
  variableNames.reduce(
    (environment, name) => environment.registerVariable(name, 'dyn'),
    addMutationFunctions(addAuthorizer(kubernetesEnvironment())).registerVariable('authorizer', 'Authorizer'),
  ),
)

/**
 * What expressions see of a request. A name that has no value is null; fields of `request` that are empty are not there.
 * Not modelled: `request.options`, the uid and extra of users; who reads them is not evaluated. [plugin/cel/activation.go, condition.go CreateAdmissionRequest]
 */
export function admissionVariables(
  request: AdmissionRequest,
  state: ClusterState,
  version: string = request.type.version,
): Variables {
  return {
    object: celValueOfJson(request.object),
    oldObject: celValueOfJson(request.oldObject),
    request: requestVariable(request, version),
    authorizer: authorizerFor(request, state),
    namespaceObject: null,
    params: null,
    variables: {},
  }
}

/** `kind` and `resource` are in the version that was matched, the others in that of the request. */
function requestVariable(request: AdmissionRequest, matched: string): unknown {
  const { type, subresource, name, namespace, operation, user, dryRun } = request
  const { group, version, resource, kind } = type
  const known = {
    kind: { group, version: matched, kind },
    resource: { group, version: matched, resource },
    requestKind: { group, version, kind },
    requestResource: { group, version, resource },
    ...withoutEmpty({ subResource: subresource, requestSubResource: subresource, name, namespace }),
    operation,
    userInfo: userVariable(user),
    dryRun,
  }
  return defineLazy(known, 'options', () => notModelled('request.options'))
}

function userVariable({ user, groups }: UserInfo): object {
  const known = { ...withoutEmpty({ username: user }), ...(groups.length > 0 ? { groups } : {}) }
  const withUid = defineLazy(known, 'uid', () => notModelled('the uid of users'))
  return defineLazy(withUid, 'extra', () => notModelled('what is known of users beside name and groups'))
}

/** Reading what is not modelled makes the expression one that is not evaluated. */
function notModelled(what: string): unknown {
  return throwUnlessValue({ notEvaluated: what })
}

function withoutEmpty(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}
