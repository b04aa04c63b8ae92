import { describe, expect, it } from 'vitest'
import { openSession, presentObjects } from '../../src/session/session.ts'
import { promptText, sessionLine } from '../../src/session/session-line.ts'
import { after, objects, said } from './recorded-session.ts'

const start = openSession(objects)

describe('a line of a session', () => {
  it('plays what one writes for kubectl, with kubectl before it too', () => {
    expect(after(['kubectl delete tenant oil']).moments[1]?.answer).toEqual(
      after(['delete tenant oil']).moments[1]?.answer,
    )
  })

  it('tells refusals word for word, as the user who acts', () => {
    const alice = after(['as alice'])
    expect(promptText(alice)).toBe('[0 alice]> ')
    expect(said(alice, 'delete namespace kube-system')).toBe(`[1] refused (403)
  alice: delete namespaces kube-system
    403 Forbidden: namespaces "kube-system" is forbidden: User "alice" cannot delete resource "namespaces" in API group "" in the namespace "kube-system"
    no RBAC rule allows it
`)
    expect(promptText(sessionLine(alice, 'as').session)).toBe('[0]> ')
  })

  it('tells what was put back, and by whom', () => {
    const patch = `patch configmap kube-root-ca.crt -n oil-dev --type merge -p '{"data":{"ca.crt":"mine","more":"x"}}'`
    expect(said(start, patch)).toContain(
      '  put back: ConfigMap oil-dev/kube-root-ca.crt (data.ca.crt, data.more), by root-ca-cert-publisher\n',
    )
  })

  it('looks at what the cluster holds, of all namespaces where none is named', () => {
    expect(said(start, 'get cm ledger')).toBe(`NAMESPACE   NAME     STATE   OWNERS
oil-prod    ledger   -       -
`)
    expect(said(start, 'get tnt,ns -o name').split('\n').slice(0, 3)).toEqual([
      'tenant/gas',
      'tenant/oil',
      'namespace/capsule-system',
    ])
    expect(said(start, 'get tenant/oil ns/oil-dev')).toMatch(/Tenant {6}oil .*\n *Namespace +oil-dev/)
    expect(said(start, 'get ns -l capsule.clastix.io/tenant=gas -o name')).toBe('namespace/gas-dev\n')
    expect(said(start, 'get secret -n oil-dev')).toBe('No resources found\n')
    expect(said(start, 'get tenant oli')).toBe(
      'Error from server (NotFound): tenants.capsule.clastix.io "oli" not found. Did you mean oil?\n',
    )
    expect(JSON.parse(said(start, 'get ns oil-dev -o json'))).toMatchObject({ apiVersion: 'v1', kind: 'Namespace' })
    expect(said(start, 'get ns --as alice')).toContain('Error from server (Forbidden): namespaces is forbidden')
    expect(said(start, 'get ns -o yml')).toContain('Did you mean yaml?')
  })

  it('a kind whose definition is gone cannot be looked at, as kubectl says it', () => {
    const gone = after(['delete crd tenants.capsule.clastix.io'])
    expect(said(gone, 'get tenants')).toBe('error: the server doesn\'t have a resource type "tenants"\n')
  })

  it('tells why, of what is gone and of what is not', () => {
    const session = after(['delete tenant oil'])
    expect(said(session, 'why cm ledger')).toContain('Why ConfigMap oil-prod/ledger is lost')
    expect(said(session, 'why Namespace/oil-dev')).toContain('<- kubernetes-admin marked Tenant oil to be deleted')
    expect(said(session, 'why-not ns gas-dev')).toContain('Nothing that was let through deletes it')
    expect(said(session, 'why cm leger')).toContain('Did you mean ledger?')
    expect(said(session, 'why cm kube-root-ca.crt')).toContain('Expected -n NAMESPACE')
    expect(said(session, 'why')).toContain('Expected TYPE NAME')
  })

  it('tells what all actions together did', () => {
    const session = after(['operator stop', 'delete ns gas-dev', 'delete ns nowhere'])
    expect(said(session, 'what')).toContain('1. delete ns nowhere: refused (404)')
    expect(said(session, 'what all')).toContain('  2. delete ns gas-dev: ')
    expect(said(session, 'what all')).toContain('  3. delete ns nowhere: refused (404)')
  })

  it('tells what differs between two moments, old and new', () => {
    const session = after([`patch tenant oil --type merge -p '{"spec":{"cordoned":true}}'`])
    expect(said(session, 'diff')).toMatch(/Tenant oil: changed\n(?: {4}.*\n)*? {4}spec.cordoned: false -> true/)
    expect(said(session, 'diff 1 0')).toContain('spec.cordoned: true -> false')
    expect(said(session, 'diff 1 1')).toContain('nothing differs')
    expect(said(session, 'diff 0 4')).toContain('there is no moment 4')
    expect(said(session, 'diff x')).toContain('Expected: diff FROM TO')
  })

  it('draws who owns whom, of all, of a kind, of a namespace, around an object', () => {
    expect(said(start, 'tree tenant gas')).toContain('    Namespace gas-dev\n')
    expect(said(start, 'tree tenant gas')).not.toContain('oil-dev')
    expect(said(start, 'tree oil-dev')).toContain('RoleBinding')
    expect(said(start, 'tree oil-dev')).not.toContain('oil-prod')
    expect(said(start, 'tree tenants ns')).not.toContain('RoleBinding')
    expect(said(start, 'tree gas-de')).toContain('Did you mean gas-dev?')
  })

  it('predicts and asks for access without doing anything', () => {
    for (const line of ['predict delete tenant oil', 'can delete namespace oil-dev']) {
      const result = sessionLine(start, line)
      expect(result.session).toEqual(start)
      expect(result.output.length).toBeGreaterThan(100)
    }
    expect(said(start, 'can wait 3s')).toContain('no request that is known beforehand')
  })

  it('asks for access of the cluster with its operator down, where it is', () => {
    const down = after(['operator stop', 'as alice projectcapsule.dev'])
    expect(said(down, 'can create namespace oil-new')).toContain('connect: connection refused')
  })

  it('applies files that whoever has files gives it', () => {
    const around = { readFile: () => 'apiVersion: v1\nkind: Namespace\nmetadata: {name: plain}\n', others: [] }
    const { session } = sessionLine(start, 'apply -f plain.yaml', around)
    expect(presentObjects(session).some(({ metadata }) => metadata.name === 'plain')).toBe(true)
    expect(said(start, 'apply -f plain.yaml')).toContain('cannot be read')
  })

  it('says what it does not understand, with what was probably meant, and stays as it is', () => {
    const wrong: readonly (readonly [string, string])[] = [
      ['delet tenant oil', 'Did you mean delete?'],
      ['delete tennant oil', 'Did you mean tenant'],
      ["patch 'tenant", 'is not closed'],
      ['timelin', 'Did you mean timeline?'],
      ['what next', 'Expected: what, or what all'],
      ['save', 'the FILE is missing'],
      ['help tre', 'Did you mean tree?'],
      ['step 0', 'Expected: step [COUNT]'],
    ]
    for (const [line, expected] of wrong) {
      const result = sessionLine(start, line)
      expect([line, result.isUnderstood]).toEqual([line, false])
      expect(result.output).toContain(expected)
      expect(result.session).toBe(start)
    }
  })

  it('passes over blank lines and remarks', () => {
    expect(['', '   ', '# a remark'].map((line) => sessionLine(start, line))).toEqual(
      Array(3).fill({ session: start, output: '', isUnderstood: true }),
    )
  })
})
