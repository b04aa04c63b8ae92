import { compareTexts, goQuote } from '../../../object/go-format.ts'
import { at, type Json, listAt, objectAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { managedByController, managedByLabel, managedByResources } from '../../tenant/constants.ts'
import { concernsKind, type GroupVersionKind } from '../version-kinds.ts'
import { actionOf, type EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, inTurn, nothingSaid } from './evaluate.ts'
import { expressionSet } from './expression-set.ts'
import { isManagedKey, type MetadataField, selectsKey } from './metadata-keys.ts'

/** A label or annotation that rules are about: one that is there, or one that is required and is not. */
interface Entry {
  readonly field: MetadataField
  readonly key: string
  readonly path: string
  readonly value: string | undefined
}

const words = { labels: 'label', annotations: 'annotation' } as const

/**
 * Labels and annotations have values that rules for the kind allow, and required keys are there. What Capsule manages is
 * left alone. [rules/generic/validation/metadata.go; extended A10.21, A10.22. Not shown by a recording]
 */
export function judgeMetadata(object: KubeObject, gvk: GroupVersionKind, bodies: readonly EnforceBody[]): Evaluation {
  if (isSkipped(object)) return nothingSaid
  return inTurn(entriesOf(object, gvk, bodies).map((entry) => () => judgeEntry(entry, gvk, bodies)))
}

/** [pkg/api/meta/metadata.go:DefaultObjectSkipRules] */
function isSkipped(object: KubeObject): boolean {
  const manager = labelsOf(object)[managedByLabel]
  return manager === managedByController || manager === managedByResources
}

function judgeEntry(entry: Entry, gvk: GroupVersionKind, bodies: readonly EnforceBody[]): Evaluation {
  const { field, key, path, value } = entry
  const word = words[field]
  if (value === undefined) return { audits: [], refusal: `metadata ${word} ${goQuote(key)} is required at ${path}` }
  const set = expressionSet(`metadata ${word}`, 'Allowed metadata values', (body) =>
    policiesOf(body, gvk, field)
      .filter(([selector]) => selectsKey(selector, key))
      .flatMap(([, policy]) => listAt(policy, 'values')),
  )
  return evaluate([{ value, path }], bodies, set)
}

/** The policies of a rule for a kind by key, those of one entry in order of their keys; upstream has them in any. */
function policiesOf(body: EnforceBody, gvk: GroupVersionKind, field: MetadataField): readonly [string, Json][] {
  return listAt(body, 'metadata')
    .filter((rule) => concernsKind(rule, gvk))
    .flatMap((rule) =>
      Object.entries(objectAt(rule, field))
        .map(([key, policy]): [string, Json] => [key, policy ?? null])
        .toSorted(([a], [b]) => compareTexts(a, b)),
    )
}

/** [controlledMetadataEntries] */
function entriesOf(object: KubeObject, gvk: GroupVersionKind, bodies: readonly EnforceBody[]): readonly Entry[] {
  const found = new Map<string, Entry>()
  for (const field of ['labels', 'annotations'] as const) {
    const present = field === 'labels' ? labelsOf(object) : annotationsOf(object)
    for (const body of bodies)
      for (const [selector, policy] of policiesOf(body, gvk, field)) {
        if (isManagedKey(field, selector)) continue
        const selected = Object.keys(present).filter((key) => selectsKey(selector, key) && !isManagedKey(field, key))
        for (const key of selected) put(found, field, key, present[key])
        if (selected.length === 0 && isRequired(body, policy)) put(found, field, selector, undefined)
      }
  }
  return [...found.values()].toSorted((a, b) => compareTexts(a.path, b.path))
}

/** What is there stays so, whichever rule misses it. [addMetadataEntry] */
function put(found: Map<string, Entry>, field: MetadataField, key: string, value: string | undefined): void {
  const path = `metadata.${field}[${goQuote(key)}]`
  if (value !== undefined || !found.has(path)) found.set(path, { field, key, path, value })
}

/** Only a rule that allows can require. [extended A10.22] */
function isRequired(body: EnforceBody, policy: Json): boolean {
  return actionOf(body) === 'allow' && at(policy, 'required') === true
}
