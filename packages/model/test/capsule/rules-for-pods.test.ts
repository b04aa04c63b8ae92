import { describe, expect, test } from 'vitest'
import { workloadQualityOfService } from '../../src/capsule/rules/enforcement/workload-quality-of-service.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import { inNamespace, judged, mutatedByRules, rule } from './rules-world.ts'

const pod = (spec: JsonObject) => inNamespace('Pod', { spec })
const running = (image: string, rest: JsonObject = {}) => pod({ containers: [{ name: 'c', image, ...rest }] })
const registries = (list: readonly JsonObject[], targets?: readonly string[]) => ({
  workloads: { registries: list, ...(targets ? { targets } : {}) },
})

describe('images', () => {
  test('are judged as they are written', () => {
    const allow = rule('allow', registries([{ exp: '^harbor/.*' }, { exact: ['nginx'] }]))
    expect(judged([allow], running('nginx'))).toBe('allowed')
    expect(judged([allow], running('nginx:1'))).toBe(
      '403 registry "nginx:1" at containers[0] is not allowed by namespace rule: value did not match any allowed rule. Allowed registries: exp: ^harbor/.*, exact: nginx',
    )
  })

  test('that are denied are told with the entry that fits', () => {
    const deny = rule('deny', registries([{ exact: ['b', 'a'], exp: '^evil', negate: false }]))
    expect(judged([deny], running('evil/x'))).toBe(
      '403 containers[0] reference "evil/x" is denied by registry rule "exact=a,b;exp=^evil"',
    )
  })

  test('have one of the pull policies of what allows them', () => {
    const allow = rule('allow', registries([{ exp: '.*', policy: ['Never', 'Always'] }]))
    expect(judged([allow], running('x', { imagePullPolicy: 'Always' }))).toBe('allowed')
    expect(judged([allow], running('x', { imagePullPolicy: 'IfNotPresent' }))).toBe(
      '403 containers[0] reference "x" uses pullPolicy=IfNotPresent which is not allowed (allowed: Always, Never)',
    )
    expect(judged([allow], running('x'))).toBe(
      '403 containers[0] reference "x" must explicitly set pullPolicy (allowed: Always, Never)',
    )
  })

  test('are those of the targets', () => {
    const spec = { initContainers: [{ image: 'bad' }], containers: [{ image: 'good' }] }
    const deny = (...targets: readonly string[]) => [rule('deny', registries([{ exact: ['bad'] }], targets))]
    expect(judged(deny('pod/containers'), pod(spec))).toBe('allowed')
    expect(judged(deny('pod'), pod(spec))).toBe('allowed')
    expect(judged(deny('pod/initcontainers'), pod(spec))).toMatch(/^403 initContainers\[0\] reference "bad"/)
  })

  test('of volumes count, and none is empty once there is a rule', () => {
    const spec = { volumes: [{ name: 'v', image: { reference: ' ' } }] }
    expect(judged([rule('audit', registries([{ exact: ['a'] }]))], pod(spec))).toBe(
      '403 volumes[0](v) has empty reference',
    )
  })
})

describe('quality of service', () => {
  const qos = (...qosClasses: readonly string[]) => [rule('allow', { workloads: { qosClasses } })]

  test('is that of the status, or reckoned', () => {
    const guaranteed = inNamespace('Pod', { spec: {}, status: { qosClass: 'Guaranteed' } })
    expect(judged(qos('Guaranteed'), guaranteed)).toBe('allowed')
    expect(judged(qos('Guaranteed', 'Burstable'), running('x'))).toBe(
      '403 QoS class "BestEffort" at status.qosClass is not allowed by namespace rule: value did not match any allowed rule. Allowed QoS classes: Guaranteed, Burstable',
    )
  })

  test('counts ephemeral containers and the Pod as a whole', () => {
    const full = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1000m', memory: '1Gi' } }
    expect(workloadQualityOfService({ containers: [{ resources: full }] })).toBe('Guaranteed')
    expect(workloadQualityOfService({ containers: [{ resources: full }], ephemeralContainers: [{}] })).toBe('Burstable')
    expect(workloadQualityOfService({ containers: [{}], resources: full })).toBe('Guaranteed')
    expect(workloadQualityOfService({ containers: [{ resources: { limits: { 'ephemeral-storage': '1' } } }] })).toBe(
      'BestEffort',
    )
  })
})

const limits = (policies: JsonObject, targets?: readonly string[]) => ({
  workloads: { resources: { limits: policies }, ...(targets ? { targets } : {}) },
})
const requests = (policies: JsonObject) => ({ workloads: { resources: { requests: policies } } })
const asking = (resources: JsonObject) => running('x', { resources })
const at = 'spec.containers[0].resources'

describe('resources', () => {
  test('to be removed are refused where they are', () => {
    expect(judged([rule('deny', requests({ gpu: { policy: 'Remove' } }))], asking({ requests: { gpu: '1' } }))).toBe(
      `403 workload resource request "gpu" at ${at}.requests["gpu"] violates policy Remove: request must be undefined for policy Remove`,
    )
  })

  test('have limits as high as their requests', () => {
    const match = [rule('deny', limits({ cpu: { policy: 'MatchRequest' } }, ['pod/containers']))]
    const verdict = (resources: JsonObject) => judged(match, asking(resources)).replace(/^.*policy MatchRequest: /, '')
    expect(verdict({ requests: { cpu: '1' }, limits: { cpu: '1000m' } })).toBe('allowed')
    expect(verdict({ requests: { cpu: '1' }, limits: { cpu: '2' } })).toBe('limit 2 must equal request 1')
    expect(verdict({ requests: { cpu: '1' } })).toBe('limit is undefined while request is 1')
    expect(verdict({ limits: { cpu: '1' } })).toBe(
      'limit and request must both be undefined or equal for policy MatchRequest',
    )
  })

  test('have limits up to a ratio', () => {
    const ratio = [rule('deny', limits({ memory: { policy: 'Ratio', value: '1.5' } }, ['pod/containers']))]
    const verdict = (resources: JsonObject) => judged(ratio, asking(resources)).replace(/^.*policy Ratio: /, '')
    expect(verdict({ requests: { memory: '100Mi' }, limits: { memory: '150Mi' } })).toBe('allowed')
    expect(verdict({ requests: { memory: '100Mi' }, limits: { memory: '151Mi' } })).toBe(
      'limit 151Mi must not exceed 150Mi (request 100Mi x ratio 1500m)',
    )
    expect(verdict({})).toBe('Ratio requires a request greater than zero')
    expect(verdict({ requests: { memory: '1' } })).toBe('limit is undefined')
  })

  test('are refused where no rule that allows is kept', () => {
    const allow = rule('allow', limits({ cpu: { policy: 'Remove' } }, ['pod/containers']))
    expect(judged([allow], asking({ limits: { cpu: '1' } }))).toBe(
      `403 workload resource limit "cpu" at ${at}.limits["cpu"] does not satisfy any allowed resource policy`,
    )
    expect(judged([allow], asking({}))).toBe('allowed')
  })

  test('are free again where a later rule preserves them', () => {
    const deny = rule('deny', limits({ cpu: { policy: 'Remove' } }))
    const lift = rule('deny', limits({ cpu: { policy: 'Preserve' } }))
    expect(judged([deny, lift], asking({ limits: { cpu: '1' } }))).toBe('allowed')
    expect(judged([lift, deny], asking({ limits: { cpu: '1' } }))).toContain('violates policy Remove')
  })
})

describe('a new Pod gets', () => {
  const mutated = (rules: readonly JsonObject[], spec: JsonObject): Json | undefined =>
    mutatedByRules(rules, pod(spec)).spec

  test('requests that are missing, and limits by ratio, rounded down', () => {
    const rules = [
      rule('deny', {
        workloads: {
          targets: ['pod/containers'],
          resources: {
            requests: { cpu: { policy: 'Default', value: '0.1235' }, memory: { policy: 'Default', value: '3' } },
            limits: { cpu: { policy: 'Ratio', value: '1.5' }, memory: { policy: 'Ratio', value: '1.5' } },
          },
        },
      }),
    ]
    expect(mutated(rules, { containers: [{ name: 'a' }] })).toEqual({
      containers: [
        {
          name: 'a',
          resources: { requests: { cpu: '123500u', memory: '3' }, limits: { cpu: '185m', memory: '4' } },
        },
      ],
    })
  })

  test('limits as high as its requests, and none of what is removed', () => {
    const rules = [
      rule('deny', limits({ cpu: { policy: 'MatchRequest' }, memory: { policy: 'Remove' } }, ['pod/containers'])),
    ]
    const resources = { requests: { cpu: '1' }, limits: { cpu: '2', memory: '1Gi' } }
    expect(mutated(rules, { containers: [{ resources }] })).toEqual({
      containers: [{ resources: { requests: { cpu: '1' }, limits: { cpu: '1' } } }],
    })
  })

  test('requests for the whole of it too, with those of its containers that are missing there', () => {
    const rules = [
      rule('deny', {
        workloads: { targets: ['pod'], resources: { limits: { cpu: { policy: 'Default', value: '4' } } } },
      }),
    ]
    const containers = [{ resources: { requests: { memory: '1Gi', gpu: '1' } } }]
    expect(mutated(rules, { containers })).toEqual({
      containers,
      resources: { limits: { cpu: '4' }, requests: { memory: '1Gi' } },
    })
  })

  test('what the last rule says of a resource', () => {
    const [early, late] = ['1', '2'].map((value) => rule('deny', requests({ gpu: { policy: 'Default', value } }))) as [
      JsonObject,
      JsonObject,
    ]
    expect(mutated([early, late], { containers: [{}] })).toEqual({
      containers: [{ resources: { requests: { gpu: '2' } } }],
    })
  })
})
