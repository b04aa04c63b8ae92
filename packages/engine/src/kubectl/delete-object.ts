import {
  type ClusterModel,
  type ClusterState,
  type Request,
  type Response,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import type { Ended, KubectlOptions, KubectlRun } from './kubectl-run.ts'
import { failed, type KubectlSession, openSession, print, runOf, send } from './kubectl-session.ts'
import { waitForDeletion } from './wait-for-deletion.ts'

/** `kubectl delete namespace NAME`, as the requests that kubectl sends and what its user sees. [kubernetes.md 8.1] */
export function kubectlDeleteNamespace(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  name: string,
  options: KubectlOptions,
): KubectlRun {
  const place = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace' }
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' }
  return kubectlDelete(model, state, user, { verb: 'delete', ...place, name, body }, options)
}

/**
 * `kubectl delete` of one object: it is deleted without being looked at first, `deleted` is printed as soon as that was
 * accepted, and then kubectl waits until the object is gone, unless told not to.
 * [kubectl pkg/cmd/delete/delete.go, pkg/cmd/wait/delete.go; kubernetes.md 8.1.1-8.1.5]
 */
export function kubectlDelete(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  request: Request,
  options: KubectlOptions,
): KubectlRun {
  const session = openSession(model, state, user, options)
  const deleted = send(session, request)
  const ended = deleted.code >= 400 ? failed(session, deleted) : afterDeletion(session, request, deleted)
  return runOf(session, state, ended)
}

function afterDeletion(session: KubectlSession, request: Request, deleted: Response): Ended {
  print(session, 'stdout', deletedText(request))
  const uid = textAt(deleted.body, 'metadata', 'uid') ?? textAt(deleted.body, 'details', 'uid') ?? ''
  if (request.query?.dryRun === 'All') return succeeded(session, 'a dry run waits for nothing')
  return session.options.wait === false
    ? succeeded(session, 'with --wait=false it does not wait until the object is gone')
    : wait(session, request, uid)
}

/**
 * Before it watches, kubectl gets the object once. That it may not is taken for success, without a word.
 * [kubectl pkg/cmd/wait/delete.go:IsDeleted; kubernetes.md 8.1.3]
 */
function wait(session: KubectlSession, request: Request, uid: string): Ended {
  const { body: _, query: __, ...place } = request
  const got = send(session, { ...place, verb: 'get' })
  if (got.code === 404) return succeeded(session, 'the object is gone')
  if (got.code === 403 || got.code === 405)
    return succeeded(session, 'kubectl may not get the object, and takes that for success without waiting')
  if (got.code >= 400) return failed(session, got)
  if (textAt(got.body, 'metadata', 'uid') !== uid) return succeeded(session, 'another object has the name now')
  return waitForDeletion(session, place, uid)
}

function succeeded(session: KubectlSession, why: string): Ended {
  return { end: 'done', exitCode: 0, at: session.state.clock, why }
}

/** [kubernetes.md 8.1.2] */
function deletedText({ kind = '', group, name = '', namespace, resource }: Request): string {
  const what = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`} "${name}" deleted`
  return namespace && resource !== 'namespaces' ? `${what} from ${namespace} namespace` : what
}
