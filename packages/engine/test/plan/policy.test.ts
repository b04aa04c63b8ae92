import { describe, expect, it } from 'vitest'
import { problemsOf } from '../../src/cli/plan/schemas.ts'
import { parsePolicy } from '../../src/plan/policy/parse-policy.ts'
import type { Policy } from '../../src/plan/policy/policy.ts'
import { planOf } from './two-tenants.ts'

function parsed(text: string): ReturnType<typeof parsePolicy> {
  return parsePolicy({ name: 'policy.yaml', text }, (document) => problemsOf('policy', document))
}

function policyOf(...lines: readonly string[]): Policy {
  const result = parsed(['version: 1', 'assertions:', ...lines, ''].join('\n'))
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '))
  return result.policy
}

function problemsIn(...lines: readonly string[]): readonly string[] {
  const result = parsed(`${lines.join('\n')}\n`)
  return result.ok ? [] : result.problems.map(({ message, origin }) => `${origin.line}:${origin.column} ${message}`)
}

const set = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: new, labels: {team: red}}\n'
const uninstall =
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: tenants.capsule.clastix.io}\n'

function resultsOf(policy: Policy, text: string = set, how: 'apply' | 'helm-uninstall' = 'apply'): readonly string[] {
  return planOf(text, { how, policy }).assertions.map(({ name, held }) => `${name}: ${held}`)
}

describe('a policy', () => {
  it('never: fails where one object matches, and tells which', () => {
    const policy = policyOf(
      '  - name: no namespace goes',
      '    never: {kind: Namespace, outcome: [gone, replaced, held]}',
    )
    expect(resultsOf(policy)).toEqual(['no namespace goes: true'])
    const plan = planOf(uninstall, { how: 'helm-uninstall', policy })
    expect(plan.assertions[0]).toMatchObject({
      held: false,
      severity: 'danger',
      origin: { file: 'policy.yaml', line: 3 },
    })
    expect(plan.assertions[0]?.message).toContain(
      'expected none, found 3 (Namespace gas-dev gone, Namespace oil-dev gone, Namespace oil-prod gone)',
    )
    expect(plan.findings.filter(({ rule }) => rule === 'assertion-failed').length).toBe(1)
  })

  it('max: counts objects, each once', () => {
    const two = policyOf('  - {name: few, max: 2, of: {kind: Namespace, outcome: gone}}')
    const three = policyOf('  - {name: few, max: 3, of: {kind: Namespace, outcome: gone}}')
    expect(resultsOf(two, uninstall, 'helm-uninstall')).toEqual(['few: false'])
    expect(resultsOf(three, uninstall, 'helm-uninstall')).toEqual(['few: true'])
  })

  it('require: asks that something is so, and that something stays', () => {
    const policy = policyOf(
      '  - {name: it is created, require: {kind: Namespace, name: new, outcome: created}}',
      '  - {name: two stay, require: {kind: Namespace, name: "oil-*", outcome: kept}, min: 2}',
      '  - {name: three stay, require: {kind: Namespace, name: "oil-*", outcome: kept}, min: 3}',
    )
    expect(resultsOf(policy)).toEqual(['it is created: true', 'two stay: true', 'three stay: false'])
  })

  it.each([
    ['{kind: Namespace}', false],
    ['{kind: [Pod, Namesp*]}', false],
    ['{kind: Namespac}', true],
    ['{name: new, kind: Namespace, labels: team=red}', false],
    ['{labels: team=blue}', true],
    ['{labels: "team in (red, blue)"}', false],
    ['{namespace: new}', false],
    ['{namespace: "ne?"}', true],
    ['{actor: root-ca-cert-publisher}', false],
    ['{actor: kubernetes-*, kind: ConfigMap}', true],
    ['{group: apps}', true],
    ['{outcome: refused}', true],
  ])('matches %s or not', (match, held) => {
    expect(resultsOf(policyOf(`  - {name: it, never: ${match}}`))).toEqual([`it: ${held}`])
  })

  it('knows what was refused', () => {
    const policy = policyOf(
      '  - {name: nothing refused, never: {outcome: refused}, severity: warning, message: all must be accepted}',
    )
    const plan = planOf('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: absent}\n', { policy })
    expect(plan.assertions[0]).toMatchObject({ held: false, severity: 'warning' })
    expect(plan.assertions[0]?.message).toBe(
      'all must be accepted: expected none, found 1 (ConfigMap absent/a refused)',
    )
  })
})

describe('a policy file that is wrong', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'an unknown field',
      ['version: 1', 'assertions:', '  - nevr: {kind: Pod}'],
      ['3:5 assertions[0].nevr: there is no such field here'],
    ],
    [
      'an unknown outcome',
      ['version: 1', 'assertions:', '  - never:', '      outcome: lost'],
      [
        '4:7 assertions[0].never.outcome: expected gone, replaced, held, created, changed, kept or refused, or a list of them',
      ],
    ],
    [
      'no claim',
      ['version: 1', 'assertions:', '  - name: x'],
      ['3:5 assertions[0]: expected exactly one of never, max (with of) and require'],
    ],
    [
      'a number for a name',
      ['version: 1', 'assertions:', '  - never: {kind: 3}'],
      ['3:13 assertions[0].never.kind: expected a text or a list of texts, * for any part'],
    ],
    [
      'max without of',
      ['version: 1', 'assertions:', '  - max: 3'],
      ['3:5 assertions[0]: must have property of when property max is present'],
    ],
    [
      'a selector',
      ['version: 1', 'assertions:', '  - never: {labels: "a=="}', '  - never: {labels: "a in b"}'],
      ["4:13 assertions[1].never.labels: unable to parse requirement: found 'b' expected: '('"],
    ],
    ['another version', ['version: 2', 'assertions: []'], ['1:1 version: expected 1']],
    ['no YAML', ['version: 1', 'assertions: ]'], []],
  ])('%s is told with line and column', (_, lines, expected) => {
    const found = problemsIn(...lines)
    if (expected.length === 0) expect(found.length).toBeGreaterThan(0)
    else expect(found).toEqual(expected)
  })
})
