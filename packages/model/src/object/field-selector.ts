import { compareTexts, goQuote } from './go-format.ts'

/** One condition on one field. */
export interface FieldTerm {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

/** Which fields objects of a kind can be selected by, and what the API server says of others. */
export interface SelectableFields {
  readonly fields: readonly string[]
  readonly unsupported: (field: string) => string
}

const NAME = ['metadata.name']
const PLACE = ['metadata.name', 'metadata.namespace']

function notSupported(field: string): string {
  return `field label not supported: ${field}`
}

/** Kinds that nothing is registered for. [apimachinery pkg/runtime/conversion.go DefaultMetaV1FieldSelectorConversion] */
const DEFAULT: SelectableFields = {
  fields: PLACE,
  unsupported: (field) => `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
}

/** [kubernetes pkg/apis/core/v1/conversion.go] */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [
    ...PLACE,
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'spec.host',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  '/Node': [...NAME, 'spec.unschedulable'],
  '/ReplicationController': [...PLACE, 'status.replicas'],
  '/Namespace': [...NAME, 'status.phase'],
  '/Secret': [...PLACE, 'type'],
  '/Service': [...PLACE, 'spec.clusterIP', 'spec.type'],
  'certificates.k8s.io/CertificateSigningRequest': [...NAME, 'spec.signerName'],
}

/** The fields of a built-in kind. [apimachinery pkg/runtime/scheme.go ConvertFieldLabel] */
export function builtInSelectableFields(group: string, kind: string): SelectableFields {
  const fields = BUILT_IN[`${group}/${kind}`]
  if (group === 'batch' && kind === 'Job')
    return {
      fields: [...PLACE, 'status.successful'],
      unsupported: (field) => `field label ${goQuote(field)} not supported for Job`,
    }
  return fields === undefined ? DEFAULT : { fields, unsupported: notSupported }
}

/**
 * The fields of a custom resource: name, namespace where it has one, and those its definition names.
 * [apiextensions-apiserver pkg/apiserver/conversion/converter.go ConvertFieldLabel]
 */
export function customSelectableFields(namespaced: boolean, selectable: readonly string[] = []): SelectableFields {
  return { fields: [...(namespaced ? PLACE : NAME), ...selectable], unsupported: notSupported }
}

/**
 * The terms of a `fieldSelector` query in the order of their texts, or the error with which the API server answers (a
 * BadRequest). [apimachinery pkg/fields/selector.go ParseSelector; endpoints/handlers/get.go ListResource]
 */
export function parseFieldSelector(
  query: string,
  selectable: SelectableFields,
): readonly FieldTerm[] | { readonly error: string } {
  const terms: FieldTerm[] = []
  for (const text of splitTerms(query)) {
    const term = parseTerm(text, query)
    if ('error' in term) return term
    terms.push(term)
  }
  const unknown = terms.find((term) => !selectable.fields.includes(term.field))
  return unknown === undefined ? terms.map(converted) : { error: selectable.unsupported(unknown.field) }
}

/** The older name of a pod's node. [kubernetes pkg/apis/core/v1/conversion.go] */
function converted(term: FieldTerm): FieldTerm {
  return term.field === 'spec.host' ? { ...term, field: 'spec.nodeName' } : term
}

/** At the commas that no backslash stands before, sorted, without empty ones. */
function splitTerms(query: string): readonly string[] {
  const terms = query.match(/(?:[^\\,]|\\.?)+/gs) ?? []
  return [...terms].sort(compareTexts)
}

function parseTerm(text: string, query: string): FieldTerm | { readonly error: string } {
  const [, field, operator, rest] = /^(.*?)(!=|==|=)(.*)$/s.exec(text) ?? []
  if (field === undefined || rest === undefined)
    return { error: `invalid selector: '${query}'; can't understand '${text}'` }
  const value = unescaped(rest)
  return typeof value === 'string' ? { field, equal: operator !== '!=', value } : value
}

/** A value in which backslash, comma and equals sign are escaped by a backslash. [selector.go UnescapeValue] */
function unescaped(text: string): string | { readonly error: string } {
  let value = ''
  const runes = [...text]
  for (let index = 0; index < runes.length; index++) {
    const rune = runes[index] ?? ''
    if (rune === ',' || rune === '=')
      return { error: `invalid field selector: unescaped character in value: ${rune.charCodeAt(0)}` }
    if (rune !== '\\') {
      value += rune
      continue
    }
    index++
    const escaped = runes[index] ?? ''
    if (!['\\', ',', '='].includes(escaped))
      return { error: `invalid field selector: invalid escape sequence: \\${escaped}` }
    value += escaped
  }
  return value
}

/** Whether fields satisfy every term. A field that is not there is the empty text. [selector.go Matches] */
export function matchesFields(terms: readonly FieldTerm[], fields: Readonly<Record<string, string>>): boolean {
  return terms.every(({ field, equal, value }) => {
    const actual = Object.hasOwn(fields, field) ? fields[field] : ''
    return (actual === value) === equal
  })
}
