import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { inNamespace } from './rules-world.ts'
import {
  admissionRequest,
  alice,
  ask,
  clusterAdmin,
  configuration,
  objectOf,
  stateOf,
  tenant,
  verdictOf,
} from './webhook-world.ts'

const world = (spec: JsonObject, ...more: readonly KubeObject[]) =>
  stateOf(configuration(), tenant('oil', 'alice', spec, { namespaces: ['oil-dev'] }), ...more)

describe('Gateways', () => {
  const gateway = (gatewayClassName?: string) =>
    inNamespace('Gateway', { spec: gatewayClassName === undefined ? {} : { gatewayClassName } })
  const classes = [
    objectOf('GatewayClass', 'public'),
    objectOf('GatewayClass', { name: 'labelled', labels: { env: 'dev' } }),
    objectOf('GatewayClass', 'other'),
  ]
  const spec = { gatewayOptions: { allowedClasses: { default: 'public', matchLabels: { env: 'dev' } } } }
  const verdict = (path: string, object: KubeObject) =>
    verdictOf(ask(path, admissionRequest('CREATE', clusterAdmin, object), world(spec, ...classes)))

  test('have a class that the Tenant allows; the refusal names the Gateway', () => {
    const path = '/gateways/validating'
    expect(verdict(path, gateway('public'))).toBe('allowed')
    expect(verdict(path, gateway('labelled'))).toBe('allowed')
    expect(verdict(path, gateway('other'))).toBe(
      '403 Gateway Class x is forbidden for the current Tenant: matching the label selector defined in the Tenant',
    )
    expect(verdict(path, gateway('absent'))).toBe('500 GatewayClass.gateway.networking.k8s.io "absent" not found')
  })

  test('without a class get the default, and another one has to exist', () => {
    const answer = ask('/defaults', admissionRequest('CREATE', alice, gateway()), world(spec, ...classes))
    expect(answer).toMatchObject({ allowed: true, object: { spec: { gatewayClassName: 'public' } } })
    expect(verdict('/defaults', gateway('other'))).toBe('allowed')
    expect(verdict('/defaults', gateway('absent'))).toBe(
      '403 Failed to resolve Gateway absent: GatewayClass.gateway.networking.k8s.io "absent" not found',
    )
  })
})

describe('device claims', () => {
  const claim = (...requests: readonly JsonObject[]) =>
    inNamespace('ResourceClaim', { spec: { devices: { requests } } })
  const exactly = (deviceClassName: string) => ({ exactly: { deviceClassName } })
  const classes = [objectOf('DeviceClass', 'gpu'), objectOf('DeviceClass', { name: 'fpga', labels: { a: 'b' } })]
  const verdict = (deviceClasses: JsonObject, object: KubeObject) =>
    verdictOf(
      ask('/devices/validating', admissionRequest('CREATE', alice, object), world({ deviceClasses }, ...classes)),
    )

  test('have allowed classes, of which only the first is looked at', () => {
    const policy = { allowed: ['gpu'], matchLabels: { c: 'd' } }
    expect(verdict(policy, claim(exactly('gpu'), exactly('fpga')))).toBe('allowed')
    expect(verdict(policy, claim(exactly('fpga')))).toBe(
      '403 Device Class fpga is forbidden for the current Tenant: use one from the following list (gpu) or matching the label selector defined in the Tenant',
    )
    expect(verdict(policy, claim(exactly('absent')))).toMatch(
      /^403 Selected DeviceClass is forbidden .* allowed by use one/,
    )
  })

  test('have any class that exists where the policy has no selector', () => {
    expect(verdict({ allowed: ['gpu'] }, claim(exactly('fpga')))).toBe('allowed')
  })

  test('with alternatives make the webhook panic', () => {
    expect(verdict({ allowed: ['gpu'] }, claim({ firstAvailable: [] }))).toMatch(/^500 panic: .* \[recovered\]$/)
  })
})

describe('Nodes', () => {
  const node = (labels: Readonly<Record<string, string>>) => objectOf('Node', { name: 'n', labels })
  const state = stateOf(configuration({ nodeMetadata: { forbiddenLabels: { denied: ['a'], deniedRegex: '^x' } } }))
  const verdict = (before: KubeObject, after: KubeObject, caller = alice) =>
    verdictOf(ask('/nodes/validating', admissionRequest('UPDATE', caller, after, before), state))

  test('keep the labels that Capsule users may not touch', () => {
    const refused =
      '403 Unable to update node as some labels are marked as forbidden by system administrator. Forbidden are one of the following (a) or matching the regex ^x'
    expect(verdict(node({}), node({ a: '1' }))).toBe(refused)
    expect(verdict(node({ xy: '1' }), node({}))).toBe(refused)
    expect(verdict(node({ a: '1' }), node({ a: '1', b: '2' }))).toBe('allowed')
    expect(verdict(node({}), node({ a: '1' }), clusterAdmin)).toBe('allowed')
  })
})
