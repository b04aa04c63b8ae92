import { type KubeObject, labelsOf } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import type { Arrival, LatencyAnswer } from '../../src/metadata/latency-answer.ts'
import { hasKey, tenantsOf } from '../../src/metadata/metadata-key.ts'
import { metadataLatency } from '../../src/metadata/metadata-latency.ts'
import { type Recording, recording, recordings } from './recorded.ts'

const operator = 'system:serviceaccount:capsule-system:capsule'

interface RecordedNamespace {
  readonly recording: Recording
  readonly created: KubeObject
  /** as it was once all was quiet */
  readonly end: KubeObject
}

/** Namespaces that the first requests of recordings create in a Tenant, before anything else is done to it. */
function createdNamespaces(all: readonly Recording[]): readonly RecordedNamespace[] {
  return all.flatMap((each) => {
    const untouched = each.steps.findIndex(
      ({ request }) => request && !['create', 'get', 'list'].includes(request.verb),
    )
    return each.steps
      .slice(0, untouched < 0 ? undefined : untouched)
      .filter(({ request, response }) => request?.resource === 'namespaces' && response?.code === 201)
      .flatMap(({ response }) => {
        const created = response?.body as KubeObject
        const end = each.after.find(({ metadata }) => metadata.uid === created.metadata.uid)
        return end && tenantsOf(created).length > 0 ? [{ recording: each, created, end }] : []
      })
  })
}

/** What is predicted of each key that goes to all of the tenant's namespaces. */
function predicted(answer: LatencyAnswer, tenant: string): readonly Arrival[] {
  const found = answer.tenants.find((each) => each.tenant === tenant && Object.keys(each.labels).length === 0)
  return found?.runs.find(({ pace }) => pace === 'prompt')?.namespaceKeys ?? []
}

function answerOf({ objects, capsule }: Recording): LatencyAnswer {
  return metadataLatency(objects, { capsule })
}

function operatorsWrites({ writes }: Recording, namespace: string): number {
  return writes.filter(
    (write) => write.user === operator && write.resource === 'namespaces' && write.name === namespace,
  ).length
}

describe.each(['0.14', '0.7'] as const)('the moments predicted for Capsule %s', (capsule) => {
  const cases = createdNamespaces(
    ['metadata', 'tenancy', 'cascade', 'race', 'incident'].flatMap((f) => recordings(capsule, f)),
  )

  it('are tried on recorded namespaces', () => {
    expect(cases.length).toBe(capsule === '0.14' ? 11 : 4)
  })

  it.each(cases.map((each) => [`${each.recording.name} ${each.created.metadata.name}`, each] as const))(
    'agree with what %s had in the answer to its creation and at the end',
    (_, { recording: recorded, created, end }) => {
      const { name } = created.metadata
      const arrivals = predicted(answerOf(recorded), tenantsOf(created)[0] ?? '')
      for (const { key, moment } of arrivals) {
        expect([key.key, hasKey(created, key, name)]).toEqual([key.key, moment === 'admission'])
        expect([key.key, hasKey(end, key, name)]).toEqual([key.key, moment !== 'never'])
      }
      const comesLate = arrivals.some(({ moment }) => moment === 'reconcile')
      expect(operatorsWrites(recorded, name) > 0).toBe(comesLate)
      expect(Object.keys(labelsOf(end))).toContain('capsule.clastix.io/tenant')
    },
  )
})

describe('the order of writes', () => {
  it('is as recorded with 0.7: creation, the operator on the namespace, role bindings in it', () => {
    const recorded = recording('0.7', 'metadata', 'metadata-1-0000')
    const name = 'meo1f-oil-m1'
    const about = recorded.writes.filter(
      (write) =>
        ((write.resource === 'namespaces' && write.name === name) ||
          (write.resource === 'rolebindings' && write.namespace === name && write.verb === 'create')) &&
        write.code < 300,
    )
    const order = [...new Set(about.map(({ verb, resource }) => `${verb} ${resource}`))]
    expect(order).toEqual(['create namespaces', 'update namespaces', 'create rolebindings'])

    const tenant = answerOf(recorded).tenants.find((each) => each.tenant === 'meo1f-oil')
    const run = tenant?.runs.find(({ pace }) => pace === 'prompt')
    expect(run?.namespaceKeys.map(({ by }) => by)).toContain('capsule/tenants: modified namespaces meo1f-oil-whatif-1')
    const owner = run?.pods.find(({ by }) => by === 'owner')
    expect(owner?.opens).toMatch(/^capsule\/tenants: added rolebindings /)
    expect(owner?.without).toEqual([])
  })

  it('an edited node selector reaches namespaces as recorded: refused to the operator of 0.14, written by that of 0.7', () => {
    const edited = (['0.14', '0.7'] as const).map((capsule) => {
      const recorded = recording(capsule, 'incident', 'incident-metadata-tenant-updated')
      const writes = recorded.writes.filter(({ user, resource }) => user === operator && resource === 'namespaces')
      const edit = answerOf(recorded)
        .tenants.find(({ tenant }) => tenant === 'oil')
        ?.edits.find((each) => each.pace === 'prompt' && each.edit === 'node selector')
      return { codes: [...new Set(writes.map(({ code }) => code))], said: writes[0]?.message, edit }
    })
    const [new14, old07] = edited
    expect(new14?.codes).toEqual([403])
    expect(new14?.edit?.namespaces.map(({ arrival }) => arrival.moment)).toEqual(['never', 'never'])
    expect(new14?.edit?.refusals).toEqual([new14?.said])
    expect(old07?.codes).toEqual([200])
    expect(old07?.edit?.namespaces.map(({ arrival }) => arrival.moment)).toEqual(['reconcile', 'reconcile'])
  })
})

describe.each(['0.14', '0.7'] as const)('a pod created straight after its namespace with Capsule %s', (capsule) => {
  const recorded = recording(capsule, 'incident', 'incident-metadata-race')
  const run = answerOf(recorded)
    .tenants.find(({ tenant }) => tenant === 'oil')
    ?.runs.find(({ pace }) => pace === 'prompt')

  it('is refused to the owner in the recorded words, until the operator has bound the roles', () => {
    const [refused] = recorded.steps.filter(({ request }) => request?.resource === 'pods')
    const said = (refused?.response?.body as { readonly message?: string } | undefined)?.message
    const owner = run?.pods.find(({ by }) => by === 'owner')
    expect(said?.replace('oil-fast', 'oil-whatif-1')).toBe(owner?.refusedBefore)
    expect(owner?.opens).toMatch(/^capsule\/tenants: added rolebindings /)
  })

  it('is admitted for others from the service account on, which the recording has before the metadata of 0.7', () => {
    const at = (verb: string, resource: string, user: string): number | undefined =>
      recorded.writes.find((write) => write.verb === verb && write.resource === resource && write.user.endsWith(user))
        ?.ms
    const account = at('create', 'serviceaccounts', ':service-account-controller') ?? Number.NaN
    const metadata = at('update', 'namespaces', ':capsule')
    const pod = run?.pods.find(({ by }) => by === 'administrator')
    expect(pod?.opens).toBe('service-account-controller: added serviceaccounts oil-whatif-1/default')
    expect(metadata !== undefined && account < metadata).toBe(capsule === '0.7')
    expect(pod?.without.map(({ window }) => (window.ms ?? 0) > 0)).toEqual(capsule === '0.7' ? [true, true] : [])
  })

  it('has no node selector of its own, though the annotation is there: the recorded API server does not look at it', () => {
    const pod = recorded.after.find(({ kind }) => kind === 'Pod')
    const namespace = recorded.after.find(({ metadata }) => metadata.name === 'oil-fast')
    expect(namespace?.metadata.annotations?.['scheduler.alpha.kubernetes.io/node-selector']).toBe('pool=oil')
    expect(pod).toBeDefined()
    expect(pod?.spec).not.toHaveProperty('nodeSelector')
  })
})
