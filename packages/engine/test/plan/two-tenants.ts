import { readFileSync } from 'node:fs'
import type { KubeObject } from '@capsule-whatif/model'
import { makePlan } from '../../src/plan/make-plan.ts'
import { readManifestSet } from '../../src/plan/manifest-set.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { PlanOptions } from '../../src/plan/plan-options.ts'
import { loadSnapshot } from '../../src/snapshot/load-snapshot.ts'

const file = new URL('../../../fixtures/clusters/two-tenants.json', import.meta.url)

/** The recorded cluster with two tenants, `oil` and `gas`, and three namespaces. */
export const twoTenants: readonly KubeObject[] = loadSnapshot([
  { name: 'two-tenants.json', text: readFileSync(file, 'utf8') },
]).objects

/** Objects as they would be in a cluster: each with a uid. */
export function withObjects(...more: readonly unknown[]): readonly KubeObject[] {
  const objects = more as readonly KubeObject[]
  const marked = objects.map((object, index) => ({
    ...object,
    metadata: {
      uid: `uid-${index}`,
      resourceVersion: String(9000 + index),
      creationTimestamp: '2026-11-21T10:00:00Z',
      ...object.metadata,
    },
  }))
  return [...twoTenants, ...marked]
}

/** A plan for one file of manifests. */
export function planOf(
  text: string,
  options: Partial<PlanOptions> = {},
  objects: readonly KubeObject[] = twoTenants,
): Plan {
  return makePlan(objects, readManifestSet([{ name: 'set.yaml', text }]), { how: 'apply', ...options })
}

/** `Namespace oil-dev: created` */
export function resultsOf({ items }: Plan): readonly string[] {
  return items.map(
    ({ kind, namespace, name, result }) =>
      `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}: ${result}`,
  )
}

export function requestsOf({ items }: Plan): readonly string[] {
  return items.flatMap(({ requests }) => requests.map(({ line, code }) => `${line} ${code}`))
}

/** `danger request-refused set.yaml:3:5` */
export function findingsOf({ findings }: Plan): readonly string[] {
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity, origin }) => {
      const place = origin === undefined ? '' : ` ${origin.file}:${origin.line}:${origin.column}`
      return `${severity} ${rule}${place}`
    })
}

/** Rules for a ClusterRole that the controller of aggregated roles keeps otherwise; they stand in line 5. */
export const contested: string = [
  'apiVersion: rbac.authorization.k8s.io/v1',
  'kind: ClusterRole',
  'metadata:',
  '  name: view',
  'rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]',
  '',
].join('\n')
