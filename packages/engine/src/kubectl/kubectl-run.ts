import type { ClusterState, ProxiedRequest, ProxyOptions, Request, Response } from '@capsule-whatif/model'
import type { AccessDecision } from '../access/access-decision.ts'

/** Which way kubectl's requests go. */
export type Road = 'api-server' | 'proxy'

/** How kubectl reaches the cluster, and how long it waits. */
export interface KubectlOptions {
  readonly through: Road
  /** --timeout; without it kubectl waits for 168 hours, which counts as for ever */
  readonly timeoutSeconds?: number
  /** --wait: whether kubectl waits until what it deleted is gone; default true */
  readonly wait?: boolean
  /** how Capsule Proxy is set up */
  readonly proxy?: ProxyOptions
}

/** One line that the user sees. */
export interface PrintedLine {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** One request of kubectl with its answer. */
export interface KubectlRequest {
  /** `GET /api/v1/namespaces/x` */
  readonly line: string
  /** tried again, once the cluster was quiet */
  readonly again?: boolean
  readonly request: Request
  readonly response: Response
  /** what the authorizer said; absent where Capsule Proxy answered by itself */
  readonly decision?: AccessDecision
  /** what Capsule Proxy made of it, if it went through it */
  readonly proxied?: ProxiedRequest
}

/** Every `KubectlEnd`. */
export const kubectlEnds = ['done', 'failed', 'timed out', 'hangs'] as const

/** done: kubectl ended by itself; hangs: it never would. */
export type KubectlEnd = (typeof kubectlEnds)[number]

/** A whole command of kubectl as its user meets it. */
export interface KubectlRun {
  readonly through: Road
  readonly printed: readonly PrintedLine[]
  readonly requests: readonly KubectlRequest[]
  readonly end: KubectlEnd
  /** absent while it hangs */
  readonly exitCode?: number
  /** virtual seconds until kubectl ended; absent while it hangs */
  readonly seconds?: number
  /** why it ended as it did */
  readonly why: string
  /** what the command left behind once the cluster is quiet */
  readonly state: ClusterState
  /** what is said without a recording, or not modelled */
  readonly notes: readonly string[]
}

/** How a command ended. */
export interface Ended {
  readonly end: KubectlEnd
  readonly exitCode?: number
  /** virtual time of the end, in milliseconds since the epoch */
  readonly at?: number
  readonly why: string
}
