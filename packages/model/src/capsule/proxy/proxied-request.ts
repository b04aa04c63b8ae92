import type { Request, Response, UserInfo } from '../../request/request.ts'

/** How a Capsule Proxy is set up, as far as it decides what becomes of requests. [extended E1.1] */
export interface ProxyOptions {
  /** feature gate ProxyClusterScoped; default off */
  readonly clusterScoped?: boolean
  /** callers whom the proxy leaves alone; default none */
  readonly ignoredGroups?: readonly string[]
  readonly ignoredUsernames?: readonly string[]
  /** whom the proxy's own requests come from; default: found in the cluster */
  readonly serviceAccount?: UserInfo
}

/**
 * What becomes of a request that is sent to Capsule Proxy. `caller`: it goes to the API server as it is, in the caller's
 * name. `proxy`: it goes there with a label selector added, in the name of the proxy's ServiceAccount. `nobody`: the
 * proxy answers by itself.
 */
export type ProxiedRequest = ProxiedBasis &
  (
    | { readonly sentAs: 'caller'; readonly as: UserInfo; readonly request: Request }
    | { readonly sentAs: 'proxy'; readonly as: UserInfo; readonly request: Request; readonly selector: string }
    | { readonly sentAs: 'nobody'; readonly response: Response }
  )

export interface ProxiedBasis {
  /** why, as a sentence */
  readonly why: string
  /** nothing of this was recorded: it is said as upstream's source and the specification say it */
  readonly basis: 'specification'
  /** what of the proxy's behaviour with this request is not modelled */
  readonly notModelled: readonly string[]
}
