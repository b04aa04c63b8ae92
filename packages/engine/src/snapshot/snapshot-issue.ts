/** Every `Severity`. */
export const issueSeverities = ['error', 'warning', 'note'] as const

/**
 * How much an issue weighs. `error`: something of the input is not in the snapshot. `warning`: all was taken, but the
 * answer may be wrong because of it. `note`: worth knowing, changes nothing.
 */
export type Severity = (typeof issueSeverities)[number]

/** Every way in which a snapshot can be other than expected. */
export type SnapshotIssueCode =
  /** a file, folder or stream that cannot be read, or that holds no text */
  | 'source-unreadable'
  /** a file, folder or stream without any document */
  | 'source-empty'
  /** a file, archive or stream that holds more than is read */
  | 'too-large'
  /** files of a folder, entries of an archive or logs that are left out: no objects, or objects that stand elsewhere */
  | 'input-skipped'
  | 'json-invalid'
  | 'yaml-invalid'
  /** aliases that would expand to more than the document may hold, or that contain themselves */
  | 'yaml-aliases-explode'
  /** nested deeper than any object of Kubernetes */
  | 'too-deep'
  /** a List without its kind: what kubectl printed was cut off */
  | 'list-cut-off'
  /** a List with a token to continue: only a part of what the cluster has */
  | 'list-partial'
  /** a field named `__proto__`, which is left out */
  | 'key-reserved'
  /** a field written twice, of which the last counts */
  | 'key-duplicate'
  /** a text, number or list where an object of Kubernetes should be */
  | 'not-an-object'
  | 'kind-missing'
  | 'name-missing'
  /** a field of metadata of another type than Kubernetes has there, which is left out */
  | 'metadata-malformed'
  /** a kind that nobody in this cluster serves; the object is kept */
  | 'kind-unknown'
  /** a namespaced object without a namespace, taken to be in `default` as kubectl does */
  | 'namespace-assumed'
  /** objects in a namespace that the snapshot does not have */
  | 'namespace-absent'
  /** the same object twice, both the same */
  | 'duplicate-identical'
  /** the same object twice, different */
  | 'duplicate-different'
  /** the namespace kube-system twice, with two uids: objects of two clusters */
  | 'clusters-mixed'
  /** owner references that lead back to where they started */
  | 'owner-circle'
  /** owners that the snapshot does not have; the garbage collector takes them for deleted */
  | 'owner-absent'

const severityByCode: Readonly<Record<SnapshotIssueCode, Severity>> = {
  'source-unreadable': 'error',
  'source-empty': 'warning',
  'too-large': 'error',
  'input-skipped': 'note',
  'json-invalid': 'error',
  'yaml-invalid': 'error',
  'yaml-aliases-explode': 'error',
  'too-deep': 'error',
  'list-cut-off': 'warning',
  'list-partial': 'warning',
  'key-reserved': 'warning',
  'key-duplicate': 'warning',
  'not-an-object': 'error',
  'kind-missing': 'error',
  'name-missing': 'error',
  'metadata-malformed': 'warning',
  'kind-unknown': 'warning',
  'namespace-assumed': 'note',
  'namespace-absent': 'warning',
  'duplicate-identical': 'note',
  'duplicate-different': 'warning',
  'clusters-mixed': 'error',
  'owner-circle': 'warning',
  'owner-absent': 'note',
}

/** Something about a snapshot that its reader should know. Lines and columns count from 1, columns in UTF-16 units. */
export interface SnapshotIssue {
  readonly code: SnapshotIssueCode
  readonly severity: Severity
  /** what is there, what was expected and what was done about it */
  readonly message: string
  readonly file: string
  /** from 1 */
  readonly line?: number
  /** from 1 */
  readonly column?: number
}

export function severityOf(code: SnapshotIssueCode): Severity {
  return severityByCode[code]
}

/** All codes, in the order of the table. */
export const snapshotIssueCodes: readonly SnapshotIssueCode[] = Object.keys(severityByCode) as SnapshotIssueCode[]

/** As compilers print it: `file:line:column: severity: message [code]`. */
export function formatIssue(issue: SnapshotIssue): string {
  const place = issue.line === undefined ? issue.file : `${issue.file}:${issue.line}:${issue.column ?? 1}`
  return `${place}: ${issue.severity}: ${issue.message} [${issue.code}]`
}
