import { type ClusterModel, type ClusterState, type Request, textAt, type UserInfo } from '@capsule-whatif/model'
import type { KubectlOptions, KubectlRun } from './kubectl-run.ts'
import { failed, openSession, print, runOf, send } from './kubectl-session.ts'

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
  const why = `the request was accepted with ${response.code}`
  return runOf(session, state, { end: 'done', exitCode: 0, at: session.state.clock, why })
}

function createdText({ kind = '', group, name, body }: Request): string {
  const written = textAt(body, 'metadata', 'name') ?? name ?? ''
  return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${written}`
}
