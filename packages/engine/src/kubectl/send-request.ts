import {
  type ClusterModel,
  type ClusterState,
  type Json,
  listAt,
  type Request,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import type { KubectlOptions, KubectlRun } from './kubectl-run.ts'
import { failed, type KubectlSession, openSession, print, runOf, send } from './kubectl-session.ts'

/** A command of kubectl that sends one request, as `create`: what comes back is printed, and that is all. [kubernetes.md 8.2] */
export function kubectlSend(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  request: Request,
  options: KubectlOptions,
): KubectlRun {
  const session = openSession(model, state, user, options)
  const response = send(session, request)
  if (response.code >= 400) return runOf(session, state, failed(session, response))
  if (request.verb === 'create') print(session, 'stdout', `${createdText(request)} created`)
  if (request.verb === 'get' || request.verb === 'list') printTable(session, request, response.body)
  const why = `the request was accepted with ${response.code}`
  return runOf(session, state, { end: 'done', exitCode: 0, at: session.state.clock, why })
}

/** Names, and `...` for the other columns, of which nothing is known. [kubectl pkg/cmd/get/get.go] */
function printTable(session: KubectlSession, { verb, namespace }: Request, body: Json): void {
  const objects = verb === 'get' ? [body] : listAt(body, 'items')
  const where = namespace === undefined ? '' : ` in ${namespace} namespace.`
  if (objects.length === 0) print(session, 'stderr', `No resources found${where}`)
  else print(session, 'stdout', 'NAME ...')
  for (const object of objects) print(session, 'stdout', `${textAt(object, 'metadata', 'name') ?? ''} ...`)
}

function createdText({ kind = '', group, name, body }: Request): string {
  const written = textAt(body, 'metadata', 'name') ?? name ?? ''
  return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${written}`
}
