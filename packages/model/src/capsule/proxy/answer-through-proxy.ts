import type { AdmissionChain } from '../../apiserver/admission.ts'
import { handleRequest } from '../../apiserver/handle-request.ts'
import type { Request, Response, UserInfo } from '../../request/request.ts'
import type { Cluster } from '../../state/cluster.ts'
import { proxiedAnswer } from './proxied-answer.ts'
import type { ProxiedRequest, ProxyOptions } from './proxied-request.ts'
import { proxyRequest } from './proxy-request.ts'

/** A request through Capsule Proxy, with what it was made into and its answer. From the specification: nothing was recorded. */
export interface AnsweredThroughProxy {
  readonly proxied: ProxiedRequest
  readonly response: Response
}

/** Answers a request that is sent to Capsule Proxy. What it writes is left in the cluster. */
export function answerThroughProxy(
  cluster: Cluster,
  admission: AdmissionChain,
  user: UserInfo,
  request: Request,
  options: ProxyOptions = {},
): AnsweredThroughProxy {
  const proxied = proxyRequest(cluster.state, user, request, options)
  if (proxied.sentAs === 'nobody') return { proxied, response: proxied.response }
  const answer = handleRequest(cluster, admission, proxied.as, proxied.request)
  return { proxied, response: proxiedAnswer(cluster.state, user, request, answer, options) }
}
