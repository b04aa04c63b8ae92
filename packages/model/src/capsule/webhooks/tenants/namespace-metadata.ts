import { goQuote } from '../../../object/go-format.ts'
import { labelValueMessages, qualifiedNameMessages } from '../../../object/name-validation.ts'
import type { AdditionalMetadata } from '../../tenant/tenant.ts'
import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'

type Check = (value: string) => readonly string[]

/**
 * Metadata that the Tenant gives its Namespaces has valid keys and label values, with no templates but the tenant's and
 * the namespace's name. All faults are told, by key; upstream's order within one map is any.
 * [validation/namespace_metadata.go, pkg/template/fast.go; core V3.2]
 */
export const namespaceMetadataRule: TenantRule = ({ tenant, operation }) => {
  const options = tenant.spec?.namespaceOptions
  if (operation === 'DELETE' || !options) return undefined
  const path = 'spec.namespaceOptions.additionalMetadata'
  const problems = [
    ...metadataProblems(path, options.additionalMetadata),
    ...(options.additionalMetadataList ?? []).flatMap((item, index) =>
      metadataProblems(`${path}List[${index}].additionalMetadata`, item),
    ),
  ]
  return problems.length > 0 ? deny(problems.join('; ')) : undefined
}

function metadataProblems(path: string, metadata: AdditionalMetadata | undefined): readonly string[] {
  return [
    ...mapProblems(`${path}.labels`, metadata?.labels, labelValueMessages),
    ...mapProblems(`${path}.annotations`, metadata?.annotations, () => []),
  ]
}

function mapProblems(
  path: string,
  map: Readonly<Record<string, string>> | undefined,
  checkValue: Check,
): readonly string[] {
  return Object.entries(map ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => [
      ...textProblems(`${path}[${goQuote(key)}].key`, key, qualifiedNameMessages),
      ...textProblems(`${path}[${goQuote(key)}].value`, value, checkValue),
    ])
}

const allowedTemplates: readonly string[] = ['namespace', 'tenant.name']
const template = /\{\{\s*([^{}]+)\s*\}\}/g

/** Templates are checked, then stand for the word `template` in what is checked. [validateAllowedTemplatesAndReplace] */
function textProblems(path: string, value: string, check: Check): readonly string[] {
  if (!hasBraces(value)) return check(value).map((message) => `${path}: ${message}`)
  const matches = [...value.matchAll(template)]
  const malformed = [`${path}: malformed template ${goQuote(value)}`]
  if (matches.length === 0) return malformed
  const names = matches.map((match) => (match[1] ?? '').trim())
  const unsupported = names.find((name) => !allowedTemplates.includes(name))
  if (unsupported !== undefined)
    return [
      `${path}: unsupported template ${goQuote(unsupported)} in ${goQuote(value)}, allowed templates are {{namespace}}, {{tenant.name}}`,
    ]
  const checked = value.replace(template, 'template')
  return hasBraces(checked) ? malformed : check(checked).map((message) => `${path}: ${message}`)
}

function hasBraces(value: string): boolean {
  return value.includes('{{') || value.includes('}}')
}
