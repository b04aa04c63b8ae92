import { isTerminating, type KubeObject, labelsOf, ownerReferencesOf, textAt } from '@capsule-whatif/model'
import { stringify } from 'yaml'
import { allFinalizers } from '../../pictures/lives.ts'

/** How `get` shows objects; `table` where nothing else is asked for. */
export const objectFormats = ['table', 'wide', 'yaml', 'json', 'name'] as const
export type ObjectFormat = (typeof objectFormats)[number]

export function isObjectFormat(text: string): text is ObjectFormat {
  return objectFormats.some((format) => format === text)
}

/** Objects for people. A table tells of each what it lies in, its state and its owners; `clock` in milliseconds. */
export function objectsText(objects: readonly KubeObject[], format: ObjectFormat, clock: number): string {
  if (format === 'yaml') return objects.map((object) => stringify(shown(object))).join('---\n')
  if (format === 'json') {
    const [first] = objects
    const whole =
      objects.length === 1 && first ? shown(first) : { apiVersion: 'v1', kind: 'List', items: objects.map(shown) }
    return JSON.stringify(whole, null, 2)
  }
  if (format === 'name') return objects.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`).join('\n')
  return tableText(objects, format === 'wide', clock)
}

/** As kubectl shows it: without managedFields. */
function shown(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

type Column = readonly [title: string, cell: (object: KubeObject) => string]

function tableText(objects: readonly KubeObject[], isWide: boolean, clock: number): string {
  const hasKinds = new Set(objects.map(({ kind }) => kind)).size > 1
  const hasNamespaces = objects.some(({ metadata }) => metadata.namespace !== undefined)
  const columns: readonly Column[] = [
    ...(hasNamespaces ? [['NAMESPACE', ({ metadata }: KubeObject) => metadata.namespace ?? ''] as const] : []),
    ...(hasKinds ? [['KIND', ({ kind }: KubeObject) => kind] as const] : []),
    ['NAME', ({ metadata }) => metadata.name],
    ['STATE', (object) => stateText(object, clock)],
    [
      'OWNERS',
      (object) =>
        ownerReferencesOf(object)
          .map(({ kind, name }) => `${kind}/${name}`)
          .join(','),
    ],
    ...(isWide ? wideColumns : []),
  ]
  const rows = [
    columns.map(([title]) => title),
    ...objects.map((object) => columns.map(([, cell]) => cell(object) || '-')),
  ]
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('   ')
          .trimEnd()}\n`,
    )
    .join('')
}

const wideColumns: readonly Column[] = [
  ['FINALIZERS', (object) => allFinalizers(object).join(',')],
  ['UID', ({ metadata }) => metadata.uid ?? ''],
  [
    'LABELS',
    (object) =>
      Object.entries(labelsOf(object))
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
  ],
]

/** `Terminating for 3.2 s, held by kubernetes`, or its phase, or nothing. */
function stateText(object: KubeObject, clock: number): string {
  const { deletionTimestamp } = object.metadata
  if (!isTerminating(object) || deletionTimestamp === undefined)
    return textAt(object, 'status', 'phase') ?? textAt(object, 'status', 'state') ?? ''
  const seconds = Math.max(0, Math.round((clock - Date.parse(deletionTimestamp)) / 1000))
  const held = allFinalizers(object)
  return `Terminating for ${seconds} s${held.length === 0 ? '' : `, held by ${held.join(',')}`}`
}
