import { describe, expect, test } from 'vitest'
import { evaluate, type RuleSet } from '../../src/capsule/rules/enforcement/evaluate.ts'
import { describeExpression, fitsExpression } from '../../src/capsule/rules/enforcement/expression-match.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { inNamespace, judged, rule, ruledWorld } from './rules-world.ts'
import { admissionRequest, alice, ask, bob, objectOf, user, verdictOf } from './webhook-world.ts'

const scheduledBy = (schedulerName: string) => inNamespace('Pod', { spec: { schedulerName } })
const schedulers = (...schedulers: readonly JsonObject[]) => ({ workloads: { schedulers } })

describe('the last rule that fits a value decides', () => {
  const allow = rule('allow', schedulers({ exp: '.*\\.a$' }))
  const deny = rule('deny', schedulers({ exact: ['x.a'] }))

  test('a later denial is a hole in what is allowed', () => {
    expect(judged([allow, deny], scheduledBy('x.a'))).toBe(
      '403 scheduler "x.a" at spec.schedulerName is denied by namespace rule: matched denied rule exact: x.a',
    )
    expect(judged([allow, deny], scheduledBy('y.a'))).toBe('allowed')
  })

  test('the other way round it is allowed', () => {
    expect(judged([deny, allow], scheduledBy('x.a'))).toBe('allowed')
  })

  test('a value that nothing fits is refused where some rule allows others', () => {
    expect(judged([allow, deny], scheduledBy('other'))).toBe(
      '403 scheduler "other" at spec.schedulerName is not allowed by namespace rule: value did not match any allowed rule. Allowed schedulers: exp: .*\\.a$',
    )
    expect(judged([deny], scheduledBy('other'))).toBe('allowed')
  })

  test('a rule without action denies, and one that audits decides nothing', () => {
    const silent = { enforce: schedulers({ exact: ['x.a'] }) }
    expect(judged([silent], scheduledBy('x.a'))).toContain('is denied by namespace rule')
    expect(judged([rule('audit', schedulers({ exact: ['x.a'] }))], scheduledBy('x.a'))).toBe('allowed')
  })

  test('at most ten allowed items are named', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ exact: [`s${index}`] }))
    expect(judged([rule('allow', schedulers(...many))], scheduledBy('other'))).toMatch(/exact: s9, and 2 more$/)
  })

  test('a pattern that does not compile refuses', () => {
    expect(judged([rule('audit', schedulers({ exp: '(' }))], scheduledBy('x'))).toMatch(
      /^403 scheduler: invalid rule: invalid regex expression "\(": /,
    )
  })
})

test('what is audited is told in words of its own', () => {
  const set: RuleSet<string> = {
    name: 'thing',
    allowedLabel: 'Allowed things',
    items: (body) => (body.things ?? []) as string[],
    matches: (item, { value }) => (item === value ? {} : undefined),
    describe: (item) => item,
  }
  const bodies = [
    { action: 'audit', things: ['a'] },
    { action: 'allow', things: ['a'] },
  ]
  expect(evaluate([{ value: 'a', path: 'spec.a' }], bodies, set)).toEqual({
    audits: ['thing "a" at spec.a matched audit namespace rule: matched audit rule a'],
    allowedBy: true,
  })
})

describe('a match', () => {
  test('fits exact values or a pattern found anywhere, negated the rest', () => {
    const match = { exact: ['a'], exp: 'b+' }
    expect(['a', 'xbbx', 'c'].map((value) => fitsExpression(match, value))).toEqual([true, true, false])
    const negated = { ...match, negate: true }
    expect(['a', 'xbbx', 'c'].map((value) => fitsExpression(negated, value))).toEqual([false, false, true])
    expect(fitsExpression({}, 'a')).toEqual({
      error: 'expression match must define at least one of exact or exp',
    })
  })

  test('is told with each part negated', () => {
    expect(describeExpression({ exact: ['a', 'b'], exp: 'c', negate: true })).toBe('not exact: a, b; not exp: c')
  })
})

describe('rules concern', () => {
  const deny = (rest: JsonObject) => [rule('deny', schedulers({ exact: ['s'] }), rest)]
  const verdicts = (rest: JsonObject) =>
    [alice, bob, user('kubernetes-admin', 'system:masters')].map((caller) =>
      judged(deny(rest), scheduledBy('s'), { caller }) === 'allowed' ? 'passes' : 'refused',
    )

  test('everybody, or their audience', () => {
    expect(verdicts({})).toEqual(['refused', 'refused', 'refused'])
    expect(verdicts({ audience: [{ kind: 'Custom', name: 'TenantOwner' }] })).toEqual(['refused', 'passes', 'passes'])
    expect(verdicts({ audience: [{ kind: 'Group', name: 'system:masters' }] })).toEqual(['passes', 'passes', 'refused'])
    expect(verdicts({ audience: [{ kind: 'User', name: 'bob' }] })).toEqual(['passes', 'refused', 'passes'])
  })

  test('the namespaces that they select', () => {
    const [selecting = {}] = deny({ namespaceSelector: { matchLabels: { env: 'prod' } } })
    expect(judged([selecting], scheduledBy('s'))).toBe('allowed')
  })

  test('what the RuleStatus has published, be it stale', () => {
    const published = inNamespace('RuleStatus', { status: { rules: [] } }, { name: 'capsule-managed-rules' })
    const state = ruledWorld(deny({}), published)
    const request = admissionRequest('CREATE', alice, scheduledBy('s'))
    expect(verdictOf(ask('/rules/generic/validating', request, state))).toBe('allowed')
  })
})

test('Pods and Services are refused too where a rule cannot be rendered', () => {
  const broken = rule('deny', schedulers({ exact: ['{{ .tenant.nothing }}'] }))
  const request = admissionRequest('CREATE', alice, objectOf('Pod', { name: 'x', namespace: 'oil-dev' }))
  expect(verdictOf(ask('/pods/validating', request, ruledWorld([broken])))).toMatch(/^500 render namespace rule bodies/)
})

test('what is noted goes with the answer, whether it refuses or not', () => {
  const audit = rule('audit', schedulers({ exp: '.' }))
  const deny = rule('deny', schedulers({ exact: ['s'] }))
  const audits = (name: string) => {
    const request = admissionRequest('CREATE', alice, scheduledBy(name))
    return ask('/rules/generic/validating', request, ruledWorld([audit, deny])).audits
  }
  const noted = (name: string) =>
    `scheduler "${name}" at spec.schedulerName matched audit namespace rule: matched audit rule exp: .`
  expect([audits('s'), audits('other')]).toEqual([[noted('s')], [noted('other')]])
})
