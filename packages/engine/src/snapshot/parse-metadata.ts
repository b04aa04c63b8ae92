import type { ObjectMeta } from '@capsule-whatif/model'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number'

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isTextMap: Check = (value) => isRecord(value) && Object.values(value).every(isText)
const isTextList: Check = (value) => Array.isArray(value) && value.every(isText)
const isObjectList: Check = (value) => Array.isArray(value) && value.every(isRecord)

const ownerFields = ['apiVersion', 'kind', 'name', 'uid'] as const
const isOwner: Check = (value) => isRecord(value) && ownerFields.every((field) => isText(value[field]))
const isOwnerList: Check = (value) => Array.isArray(value) && value.every(isOwner)

/** The fields of ObjectMeta whose type others rely on. [k8s.io/apimachinery meta/v1 types.go] */
const checks: Readonly<Record<string, { readonly check: Check; readonly expected: string }>> = {
  namespace: { check: isText, expected: 'a text' },
  generateName: { check: isText, expected: 'a text' },
  uid: { check: isText, expected: 'a text' },
  resourceVersion: { check: isText, expected: 'a text' },
  generation: { check: isNumber, expected: 'a number' },
  creationTimestamp: { check: isText, expected: 'a time' },
  deletionTimestamp: { check: isText, expected: 'a time' },
  deletionGracePeriodSeconds: { check: isNumber, expected: 'a number' },
  labels: { check: isTextMap, expected: 'a map of texts' },
  annotations: { check: isTextMap, expected: 'a map of texts' },
  finalizers: { check: isTextList, expected: 'a list of texts' },
  ownerReferences: { check: isOwnerList, expected: `a list of objects with ${ownerFields.join(', ')}` },
  managedFields: { check: isObjectList, expected: 'a list of objects' },
}

/**
 * The metadata of an object with every field of the type that Kubernetes has for it. Of a map or list that is wrong in
 * parts the right parts stay; what is null is left out, as the API server does.
 */
export function parseMetadata(metadata: Fields, name: string, report: (message: string) => void): ObjectMeta {
  if (!Object.keys(metadata).some((field) => isWrong(field, metadata[field]))) return metadata as ObjectMeta
  const out: Record<string, unknown> = { name }
  for (const [field, value] of Object.entries(metadata)) {
    if (value === null) continue
    if (!isWrong(field, value)) {
      out[field] = value
      continue
    }
    report(`metadata.${field} must be ${checks[field]?.expected ?? 'something else'}; what is not is left out`)
    const rest = rightPart(field, value)
    if (rest !== undefined) out[field] = rest
  }
  return out as ObjectMeta
}

function isWrong(field: string, value: unknown): boolean {
  if (value === null) return true
  return Object.hasOwn(checks, field) && checks[field]?.check(value) === false
}

function rightPart(field: string, value: unknown): unknown {
  if (field === 'labels' || field === 'annotations')
    return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, text]) => isText(text))) : undefined
  if (!Array.isArray(value)) return undefined
  if (field === 'finalizers') return value.filter(isText)
  if (field === 'ownerReferences') return value.filter(isOwner)
  return field === 'managedFields' ? value.filter(isRecord) : undefined
}
