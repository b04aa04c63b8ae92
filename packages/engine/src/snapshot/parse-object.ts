import type { KubeObject } from '@capsule-whatif/model'
import type { Item } from './expand-list.ts'
import { parseMetadata } from './parse-metadata.ts'
import type { SnapshotIssueCode } from './snapshot-issue.ts'

/** Tells of something wrong with the object that is being read. */
export type Report = (code: SnapshotIssueCode, message: string) => void

/** The object of Kubernetes that an item is, or undefined where it is none: without apiVersion, kind or name. */
export function parseObject(item: Item, report: Report): KubeObject | undefined {
  const { value, list } = item
  if (!isRecord(value)) {
    report('not-an-object', `${describe(value)} where an object of Kubernetes was expected; left out`)
    return undefined
  }
  const apiVersion = value.apiVersion ?? list.apiVersion
  const kind = value.kind ?? list.kind
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  if (!isName(apiVersion) || !isName(kind)) {
    const missing = isName(kind) ? 'apiVersion' : 'kind'
    report('kind-missing', `an object${named(metadata.name)} without ${missing}; left out`)
    return undefined
  }
  if (!isName(metadata.name)) {
    const what = missingName(metadata.name)
    report('name-missing', `a ${kind} ${what}; left out`)
    return undefined
  }
  const parsed = parseMetadata(metadata, metadata.name, (message) => {
    report('metadata-malformed', `${kind} ${String(metadata.name)}: ${message}`)
  })
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...rest } = value
  return { apiVersion, kind, metadata: parsed, ...rest } as KubeObject
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An unquoted `n`, `on` or `012` of YAML is no text. */
function missingName(name: unknown): string {
  if (name === undefined || name === null || name === '') return 'without metadata.name'
  return `whose metadata.name is ${describe(name)}, not a text (in YAML, quote it)`
}

function named(name: unknown): string {
  return isName(name) ? ` named ${name}` : ''
}

function describe(value: unknown): string {
  if (value === null) return 'nothing (null)'
  if (Array.isArray(value)) return 'a list'
  const text = JSON.stringify(value) ?? 'nothing'
  return `${typeof value === 'string' ? 'the text' : `the ${typeof value}`} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`
}
