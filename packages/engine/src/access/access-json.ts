import type { JsonObject } from '@capsule-whatif/model'
import type { KubectlRequest } from '../kubectl/kubectl-run.ts'
import type { AccessAnswer, RoadAnswer } from './access.ts'

/** The answer of `access` for programs: everything but the states of the cluster. */
export function accessJson({ user, commands, findings }: AccessAnswer): JsonObject {
  const answer = { user, commands: commands.map(({ text, roads }) => ({ text, roads: roads.map(roadJson) })), findings }
  return answer as unknown as JsonObject
}

function roadJson({ through, run, extraRights }: RoadAnswer): unknown {
  const { state: _, requests, ...rest } = run
  return { ...rest, through, hangs: run.end === 'hangs', requests: requests.map(requestJson), extraRights }
}

function requestJson({ line, again, response, decision, proxied }: KubectlRequest): unknown {
  const { code, body } = response
  const { reason, message } = code >= 400 ? body : {}
  return {
    line,
    ...(again === undefined ? {} : { again }),
    code,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(decision === undefined ? {} : { decision }),
    ...(proxied === undefined ? {} : { proxied: proxiedJson(proxied) }),
  }
}

function proxiedJson(proxied: NonNullable<KubectlRequest['proxied']>): unknown {
  const { sentAs, why, basis, notModelled } = proxied
  if (sentAs !== 'proxy') return { sentAs, why, basis, notModelled }
  return { sentAs, as: proxied.as, selector: proxied.selector, why, basis, notModelled }
}
