import type { UserInfo } from '@capsule-whatif/model'
import type { ExtraRights } from '../kubectl/extra-rights.ts'
import type { KubectlEnd, KubectlRequest, PrintedLine, Road } from '../kubectl/kubectl-run.ts'
import type { AccessAnswer, RoadAnswer } from './access.ts'
import type { AccessDecision } from './access-decision.ts'

/** The answer of `access` for programs: everything but the states of the cluster. */
export interface AccessJson {
  readonly user: UserInfo
  readonly commands: readonly CommandJson[]
  readonly findings: readonly string[]
}

/** One request that an action stands for. */
export interface CommandJson {
  readonly text: string
  readonly roads: readonly RoadJson[]
}

/** One command on one road: directly, or through Capsule Proxy. */
export interface RoadJson {
  readonly through: Road
  readonly printed: readonly PrintedLine[]
  readonly requests: readonly RequestJson[]
  readonly end: KubectlEnd
  readonly hangs: boolean
  /** absent while it hangs */
  readonly exitCode?: number
  /** virtual seconds until kubectl ended; absent while it hangs */
  readonly seconds?: number
  readonly why: string
  readonly notes: readonly string[]
  readonly extraRights: ExtraRights
}

/** One request of kubectl with what was answered and who decided. */
export interface RequestJson {
  readonly line: string
  readonly again?: boolean
  readonly code: number
  readonly reason?: string
  readonly message?: string
  readonly decision?: AccessDecision
  readonly proxied?: ProxiedJson
}

/** What Capsule Proxy makes of a request. */
export interface ProxiedJson {
  readonly sentAs: 'caller' | 'proxy' | 'nobody'
  readonly as?: UserInfo
  readonly selector?: string
  readonly why: string
  readonly basis: 'specification'
  readonly notModelled: readonly string[]
}

export function accessJson({ user, commands, findings }: AccessAnswer): AccessJson {
  return { user, commands: commands.map(({ text, roads }) => ({ text, roads: roads.map(roadJson) })), findings }
}

function roadJson({ through, run, extraRights }: RoadAnswer): RoadJson {
  const { state: _, requests, ...rest } = run
  return { ...rest, through, hangs: run.end === 'hangs', requests: requests.map(requestJson), extraRights }
}

function requestJson({ line, again, response, decision, proxied }: KubectlRequest): RequestJson {
  const { code, body } = response
  const { reason, message } = code >= 400 ? body : {}
  return {
    line,
    ...(again === undefined ? {} : { again }),
    code,
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(decision === undefined ? {} : { decision }),
    ...(proxied === undefined ? {} : { proxied: proxiedJson(proxied) }),
  }
}

function proxiedJson(proxied: NonNullable<KubectlRequest['proxied']>): ProxiedJson {
  const { sentAs, why, basis, notModelled } = proxied
  if (sentAs !== 'proxy') return { sentAs, why, basis, notModelled }
  return { sentAs, as: proxied.as, selector: proxied.selector, why, basis, notModelled }
}
