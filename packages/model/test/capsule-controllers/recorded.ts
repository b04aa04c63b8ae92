import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseApiVersion, resourceKey } from '../../src/object/gvk.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { putObject } from '../../src/state/store.ts'

const here = path.dirname(fileURLToPath(import.meta.url))
const conformance = path.resolve(here, '../../../fixtures/traces')

export interface Trace {
  readonly name: string
  readonly baseline: string
  readonly before: readonly KubeObject[]
  readonly after: readonly KubeObject[]
  readonly steps: readonly { readonly operator?: string }[]
}

export function tracesOf(family: string): readonly Trace[] {
  const text = fs.readFileSync(path.join(conformance, 'v0.14', `${family}.jsonl`), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Trace)
}

export function families(): readonly string[] {
  return fs.readdirSync(path.join(conformance, 'v0.14')).map((file) => file.replace('.jsonl', ''))
}

interface ResourceRow {
  readonly group: string
  readonly resource: string
  readonly kind: string
}

const baselines = new Map<string, readonly KubeObject[]>()

export function baselineOf(trace: Pick<Trace, 'baseline'>): readonly KubeObject[] {
  const known = baselines.get(trace.baseline)
  if (known) return known
  const list = JSON.parse(fs.readFileSync(path.join(conformance, trace.baseline), 'utf8')) as { items: KubeObject[] }
  baselines.set(trace.baseline, list.items)
  return list.items
}

const irregular: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  RuleStatus: 'rulestatuses',
  StorageClass: 'storageclasses',
  PriorityClass: 'priorityclasses',
  RuntimeClass: 'runtimeclasses',
  IngressClass: 'ingressclasses',
  Ingress: 'ingresses',
  Endpoints: 'endpoints',
}

export function resourceOf(object: KubeObject): ResourceRow {
  const { group } = parseApiVersion(object.apiVersion)
  return { group, kind: object.kind, resource: irregular[object.kind] ?? `${object.kind.toLowerCase()}s` }
}

export function stateOf(objects: readonly KubeObject[], clock: number): ClusterState {
  let state = { ...emptyState(clock), revision: 1_000_000 }
  for (const object of objects) {
    const { group, resource } = resourceOf(object)
    state = putObject(state, resourceKey(group, resource), object)
  }
  return state
}
