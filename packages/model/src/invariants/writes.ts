import { attributesOf } from '../apiserver/authorization/attributes.ts'
import { authorize } from '../apiserver/authorization/authorize.ts'
import { resourceKey } from '../object/gvk.ts'
import { textAt } from '../object/json.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import type { Exchange } from '../step/reconcile.ts'
import { nameOf, type StepInvariant } from './invariant.ts'

const allowed = 'every-request-granted-is-allowed'

/** Rights that a step itself hands out count as well: a reconcile may send several requests. [kubernetes.md 6.1] */
export const everyRequestGrantedIsAllowed: StepInvariant = {
  name: allowed,
  sentence: 'Every request that is granted is one of somebody who is allowed to send it.',
  when: 'always',
  exceptions: [],
  violations: (before, step) =>
    step.exchanges
      .filter(({ response }) => response.code < 400)
      .filter((exchange) => !isAllowed(before, exchange) && !isAllowed(step.state, exchange))
      .map(({ as, request }) => ({
        invariant: allowed,
        object: `${request.resource} ${request.namespace ?? ''}/${request.name ?? ''}`,
        says: `${request.verb} was granted to ${as.user}, who has no right to it`,
      })),
}

/** An apply or update that creates needs the right to create too. [kubernetes.md 1.4.8] */
function isAllowed(state: ClusterState, { as, request, response }: Exchange): boolean {
  const creates = response.code === 201 && request.verb !== 'create' && request.subresource === undefined
  const asked = attributesOf(request)
  return authorize(state, as, asked).allowed && (!creates || authorize(state, as, { ...asked, verb: 'create' }).allowed)
}

const written = 'every-write-is-a-request'

/** The status of a quota that a request is charged to is part of that request. [kubernetes.md 5.1.9] */
export const everyWriteIsARequest: StepInvariant = {
  name: written,
  sentence: 'Everything that is written is what a granted request asked for.',
  when: 'always',
  exceptions: [
    {
      name: 'instances-go-with-their-definition',
      sentence:
        'Who may delete a definition deletes its instances: the API server does it, without rights, webhooks or audit.',
      source: 'kubernetes.md 4.18, S13',
    },
  ],
  violations: (_, step) =>
    step.events
      .filter((event) => !isCharged(event) && !step.exchanges.some((exchange) => asksFor(exchange, event)))
      .map(({ object, type }) => ({
        invariant: written,
        object: nameOf(object),
        says: `was ${type}, and nobody asked`,
      })),
}

function isCharged({ resource, type }: WatchEvent): boolean {
  return resource === '/resourcequotas' && type === 'modified'
}

function asksFor({ request, response }: Exchange, { resource, object }: WatchEvent): boolean {
  if (response.code >= 400 || request.query?.dryRun === 'All') return false
  if (resource !== resourceKey(request.group, request.resource)) return false
  const { namespace, name } = object.metadata
  if (namespace !== undefined && namespace !== request.namespace) return false
  if (request.verb === 'deletecollection') return true
  return name === (request.name ?? textAt(response.body, 'metadata', 'name'))
}
