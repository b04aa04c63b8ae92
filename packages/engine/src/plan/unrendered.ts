import type { KubeObject } from '@capsule-whatif/model'
import type { SnapshotIssue } from '../snapshot/snapshot-issue.ts'
import type { Origin, SourceText } from '../snapshot/source-text.ts'
import type { PlanFinding } from './plan.ts'

/** YAML reads `{{ .Values.x }}` as a mapping under a mapping: a key that no manifest has. */
const mappingAsKey = /"\{\\"[^"]*\\":null\}"/

/** Whether an object holds a template where no text of its own may hold one: outside of texts, or in its name and labels. */
export function isUnrendered(object: KubeObject): boolean {
  const { name, namespace = '', labels = {} } = object.metadata
  return (
    [name, namespace, ...Object.values(labels)].some((text) => text.includes('{{')) ||
    mappingAsKey.test(JSON.stringify(object))
  )
}

/**
 * A file in which something cannot be read, or reads as no manifest does, for a template that was not rendered; undefined
 * where its braces stand in texts, as those of alerts and dashboards do.
 */
export function unrenderedFinding(
  { name, text }: SourceText,
  issues: readonly SnapshotIssue[],
  unrendered: readonly Origin[],
): PlanFinding | undefined {
  const wrong = issues.filter(({ severity }) => severity === 'error').map(({ line = 1 }) => line)
  const from = Math.min(...wrong, ...unrendered.map(({ line }) => line))
  if (!Number.isFinite(from) || !text.includes('{{')) return undefined
  const lines = text.split('\n')
  const below = lines.findIndex((line, index) => index >= from - 1 && line.includes('{{'))
  const index = below < 0 ? lines.findIndex((line) => line.includes('{{')) : below
  return {
    rule: 'manifest-not-rendered',
    severity: 'danger',
    message:
      'a template that was not rendered stands here. Expected rendered manifests, as `helm template` or `kustomize build` print them; what cannot be read is left out.',
    origin: { file: name, line: index + 1, column: (lines[index] ?? '').indexOf('{{') + 1 },
  }
}
