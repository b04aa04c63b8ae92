import { byteLength } from './go-format.ts'

/** What is wrong with a name, in upstream's words; empty where nothing is. `prefix`: more characters will follow it. */
export type NameRule = (name: string, prefix: boolean) => readonly string[]

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const LABEL_VALUE = `(${LABEL_KEY})?`

function matches(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(value)
}

function regexMessage(rule: string, pattern: string, ...examples: readonly string[]): string {
  const quoted = examples.map((example) => `'${example}', `).join(' or ')
  return `${rule} (e.g. ${quoted}regex used for validation is '${pattern}')`
}

/** Bytes are counted; messages about names call them characters, those about labels bytes. [MaxLenError, in both packages] */
function lengthMessages(value: string, bytesMax: number, unit: 'bytes' | 'characters'): readonly string[] {
  return byteLength(value) > bytesMax ? [`must be no more than ${bytesMax} ${unit}`] : []
}

/** A DNS label of RFC 1123: at most 63 bytes. [apimachinery pkg/util/validation/validation.go IsDNS1123Label] */
export function dns1123LabelMessages(value: string): readonly string[] {
  const tooLong = lengthMessages(value, 63, 'characters')
  if (matches(LABEL, value)) return tooLong
  if (matches(SUBDOMAIN, value)) return [...tooLong, 'must not contain dots']
  const rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
  return [...tooLong, regexMessage(rule, LABEL, 'my-name', '123-abc')]
}

/** A DNS subdomain of RFC 1123: at most 253 bytes. [validation.go IsDNS1123Subdomain] */
export function dns1123SubdomainMessages(value: string): readonly string[] {
  return subdomainMessages(value, 'characters')
}

function subdomainMessages(value: string, unit: 'bytes' | 'characters'): readonly string[] {
  const tooLong = lengthMessages(value, 253, unit)
  if (matches(SUBDOMAIN, value)) return tooLong
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
  return [...tooLong, regexMessage(rule, SUBDOMAIN, 'example.com')]
}

/** A DNS label of RFC 1035: it does not start with a digit. [validation.go IsDNS1035Label] */
export function dns1035LabelMessages(value: string): readonly string[] {
  const tooLong = lengthMessages(value, 63, 'characters')
  if (matches(LABEL_1035, value)) return tooLong
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
  return [...tooLong, regexMessage(rule, LABEL_1035, 'my-name', 'abc-123')]
}

const KEY_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"

/** A name with an optional DNS subdomain before it: keys of labels and annotations, finalizers. [apimachinery pkg/api/validate/content/kube.go IsLabelKey] */
export function qualifiedNameMessages(value: string): readonly string[] {
  const parts = value.split('/')
  const regex = regexMessage(KEY_RULE, LABEL_KEY, 'MyName', 'my.name', '123-abc')
  if (parts.length > 2)
    return [`a valid label key ${regex} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  const [name = '', prefix] = parts.toReversed()
  const messages = [...(prefix === undefined ? [] : prefixMessages(prefix))]
  if (name === '') messages.push('name part must be non-empty')
  messages.push(...lengthMessages(name, 63, 'bytes').map((message) => `name part ${message}`))
  if (!matches(LABEL_KEY, name)) messages.push(`name part ${regex}`)
  return messages
}

function prefixMessages(prefix: string): readonly string[] {
  if (prefix === '') return ['prefix part must be non-empty']
  return subdomainMessages(prefix, 'bytes').map((message) => `prefix part ${message}`)
}

/** The value of a label: empty, or at most 63 bytes of a name. [kube.go IsLabelValue] */
export function labelValueMessages(value: string): readonly string[] {
  const tooLong = lengthMessages(value, 63, 'bytes')
  if (matches(LABEL_VALUE, value)) return tooLong
  const rule = `a valid label must be an empty string or ${KEY_RULE.slice('must '.length)}`
  return [...tooLong, regexMessage(rule, LABEL_VALUE, 'MyValue', 'my_value', '12345')]
}

/** A dash at the end of a prefix is no fault. [pkg/api/validation/generic.go maskTrailingDash] */
function masked(name: string, prefix: boolean): string {
  return prefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name
}

/** Names of most objects, and of all custom resources. [generic.go NameIsDNSSubdomain] */
export const nameIsDnsSubdomain: NameRule = (name, prefix) => dns1123SubdomainMessages(masked(name, prefix))

/** Names of namespaces. [generic.go NameIsDNSLabel, ValidateNamespaceName] */
export const nameIsDnsLabel: NameRule = (name, prefix) => dns1123LabelMessages(masked(name, prefix))

/** [generic.go NameIsDNS1035Label] */
export const nameIsDns1035Label: NameRule = (name, prefix) => dns1035LabelMessages(masked(name, prefix))

/** What every name must keep to, since it is part of a path. RBAC objects have no stricter rule. [content/path.go] */
export const nameIsPathSegment: NameRule = (name, prefix) => {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`]
  return ['/', '%'].filter((content) => name.includes(content)).map((content) => `may not contain '${content}'`)
}
