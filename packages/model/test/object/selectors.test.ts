import { expect, test } from 'vitest'
import { printFieldError } from '../../src/object/field-error.ts'
import {
  builtInSelectableFields,
  customSelectableFields,
  matchesFields,
  parseFieldSelector,
} from '../../src/object/field-selector.ts'
import type { Json } from '../../src/object/json.ts'
import {
  labelSelectorRequirements,
  matchesRequirements,
  matchesSelector,
  validateLabelSelector,
} from '../../src/object/label-selector.ts'
import { parseLabelSelector } from '../../src/object/label-selector-query.ts'
import { vectorsAbout } from './vectors.ts'

type Labels = Record<string, string>

function bits(samples: readonly Labels[], matches: (labels: Labels) => boolean): string {
  return samples.map((labels) => (matches(labels) ? '1' : '0')).join('')
}

test('a labelSelector query is parsed, refused and matched as Go does', () => {
  const [samples, cases] = vectorsAbout<Labels[]>('label-query')
  const ours = (cases as { query: string }[]).map(({ query }) => {
    const parsed = parseLabelSelector(query)
    if ('error' in parsed) return { query, ...parsed }
    return {
      query,
      requirements: parsed.map(({ key, operator, values }) => [key, operator, values]),
      matches: bits(samples, (labels) => matchesRequirements(parsed, labels)),
    }
  })
  expect(ours).toEqual(cases)
})

test('a LabelSelector is read, refused and matched as Go does', () => {
  const [samples, cases] = vectorsAbout<Labels[]>('label-selector')
  const ours = (cases as { selector: Json }[]).map(({ selector }) => {
    const requirements = labelSelectorRequirements(selector)
    const invalid = validateLabelSelector(selector, 'spec.selector').map(printFieldError)
    if (requirements !== undefined && 'error' in requirements) return { selector, invalid, ...requirements }
    return { selector, invalid, matches: bits(samples, (labels) => matchesSelector(selector, labels)) }
  })
  expect(ours).toEqual(cases)
})

test('a fieldSelector query is parsed, refused and matched as Go does', () => {
  const [samples, cases] = vectorsAbout<Labels[]>('field-query')
  const ours = (cases as { query: string }[]).map(({ query }) => {
    const parsed = parseFieldSelector(query, customSelectableFields(true))
    if ('error' in parsed) return { query, ...parsed }
    return { query, matches: bits(samples, (fields) => matchesFields(parsed, fields)) }
  })
  expect(ours).toEqual(cases)
})

test('each kind has its own selectable fields and its own words for others', () => {
  const error = (group: string, kind: string) => parseFieldSelector('x=y', builtInSelectableFields(group, kind))
  expect(error('', 'Pod')).toEqual({ error: 'field label not supported: x' })
  expect(error('', 'ConfigMap')).toEqual({
    error: '"x" is not a known field selector: only "metadata.name", "metadata.namespace"',
  })
  expect(error('batch', 'Job')).toEqual({ error: 'field label "x" not supported for Job' })
  expect(parseFieldSelector('spec.host=n', builtInSelectableFields('', 'Pod'))).toEqual([
    { field: 'spec.nodeName', equal: true, value: 'n' },
  ])
})

test('a cluster-scoped custom resource cannot be selected by namespace', () => {
  expect(parseFieldSelector('metadata.namespace=x', customSelectableFields(false))).toEqual({
    error: 'field label not supported: metadata.namespace',
  })
})
