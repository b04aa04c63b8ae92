import {
  type ClusterModel,
  type ClusterState,
  type JsonObject,
  type KubeObject,
  type Request,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { perform } from '../schedule/likely.ts'
import type { KubectlRun } from './kubectl-run.ts'

/** Rights that a user needs beside those they have, so that a command succeeds as a whole. */
export interface ExtraRights {
  /** undefined: no right helps */
  readonly rules?: readonly ExtraRule[]
  /** what to create: a ClusterRole and a ClusterRoleBinding; empty where nothing is missing */
  readonly objects: readonly KubeObject[]
  readonly why: string
}

export interface ExtraRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly verbs: readonly string[]
}

const triesMax = 6

/**
 * The smallest rights that make a command succeed: those that its refused requests lack, held to the names that they are
 * about, tried out on the cluster until nothing is refused for want of a right. A ClusterRole for one name, bound for the
 * whole cluster, lets kubectl wait without showing the user any other object. [kubernetes.md 8.1.6]
 */
export function extraRights(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  run: (state: ClusterState) => KubectlRun,
): ExtraRights {
  let rules: readonly ExtraRule[] = []
  for (let tries = 0; tries < triesMax; tries++) {
    const tried = run(rules.length === 0 ? state : withRights(model, state, user, rules))
    if (tried.end === 'done') return enough(user, rules, tried)
    const missing = joined([...rules, ...missingRules(tried)])
    if (JSON.stringify(missing) === JSON.stringify(rules)) return { objects: [], why: notForWantOfRights(tried) }
    rules = missing
  }
  return { objects: [], why: 'no rights were found that let it succeed' }
}

function enough(user: UserInfo, rules: readonly ExtraRule[], { why }: KubectlRun): ExtraRights {
  if (rules.length === 0) return { rules, objects: [], why: 'nothing is missing' }
  return { rules, objects: rightsObjects(user, rules), why: `with them it succeeds: ${why}` }
}

function notForWantOfRights({ requests, why }: KubectlRun): string {
  const last = requests.at(-1)
  const message = last && last.response.code >= 400 ? (textAt(last.response.body, 'message') ?? '') : why
  return `no right helps, what stops it is not RBAC: ${message}`
}

/** What the authorizer refused to the user; what Capsule Proxy asked in its own name is not theirs to be granted. */
function missingRules({ requests }: KubectlRun): readonly ExtraRule[] {
  return requests
    .filter(({ decision, proxied }) => decision?.allowed === false && proxied?.sentAs !== 'proxy')
    .map(({ request }) => ({
      apiGroups: [request.group],
      resources: [request.subresource ? `${request.resource}/${request.subresource}` : request.resource],
      resourceNames: namesOf(request),
      verbs: [request.query?.watch === 'true' ? 'watch' : request.verb],
    }))
}

function namesOf({ name, query, verb }: Request): readonly string[] {
  if (verb === 'create') return []
  const selected = /^metadata\.name=([^,]+)$/.exec(query?.fieldSelector ?? '')?.[1]
  const one = verb === 'list' ? selected : name
  return one === undefined ? [] : [one]
}

/** Rules about the same become one with all verbs. */
function joined(rules: readonly ExtraRule[]): readonly ExtraRule[] {
  const byTarget = new Map<string, ExtraRule>()
  for (const rule of rules) {
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames])
    const known = byTarget.get(key)
    const verbs = [...new Set([...(known?.verbs ?? []), ...rule.verbs])].sort()
    byTarget.set(key, { ...rule, verbs })
  }
  return [...byTarget.values()]
}

const rbac = 'rbac.authorization.k8s.io'

/** A ClusterRole with the rules and a ClusterRoleBinding of it to the user. */
function rightsObjects(user: UserInfo, rules: readonly ExtraRule[]): readonly KubeObject[] {
  const name = `capsule-whatif:${user.user.replace(/[^A-Za-z0-9:.-]/g, '-')}`
  const metadata = { name }
  const ruleObjects: readonly JsonObject[] = rules.map(({ resourceNames, ...rule }) => ({
    ...rule,
    ...(resourceNames.length === 0 ? {} : { resourceNames }),
  }))
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata, rules: ruleObjects },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: [subjectOf(user)],
    },
  ]
}

function subjectOf({ user }: UserInfo): JsonObject {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? []
  if (namespace !== undefined && name !== undefined) return { kind: 'ServiceAccount', namespace, name }
  return { apiGroup: rbac, kind: 'User', name: user }
}

const administrator: UserInfo = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }

function withRights(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  rules: readonly ExtraRule[],
): ClusterState {
  return rightsObjects(user, rules).reduce((current, body) => {
    const resource = body.kind === 'ClusterRole' ? 'clusterroles' : 'clusterrolebindings'
    const request: Request = { verb: 'create', group: rbac, version: 'v1', resource, kind: body.kind, body }
    return perform(model, current, { type: 'request', as: administrator, request }).state
  }, state)
}
