import { readdirSync, readFileSync } from 'node:fs'
import { cluster, clusterAdmin, requestFor } from '@capsule-whatif/fixtures'
import {
  type Action,
  allObjects,
  type CapsuleVersion,
  type ClusterModel,
  type ClusterState,
  controlPlane,
  type Json,
  type KubeObject,
  stateFromObjects,
  tickTiming,
} from '@capsule-whatif/model'
import { restored } from '../../../src/replay/scenario.ts'
import type { ScriptStep } from '../../../src/schedule/explore/script.ts'
import { settle } from '../../../src/schedule/likely.ts'

/** A world small enough for every order: what is there, and what somebody does. */
export interface SmallWorld {
  readonly name: string
  readonly capsule?: CapsuleVersion
  readonly objects: () => readonly KubeObject[]
  readonly script: readonly ScriptStep[]
  readonly expected: Expected
}

/** How many unique states there are, and turns between them. */
export type Size = readonly [states: number, turns: number]

export interface Expected {
  /** every order */
  readonly all: Size
  /** without permuting what is independent */
  readonly reduced: Size
  /** states with at most 0, 1 and 2 delays */
  readonly delays: readonly [number, number, number]
  /** rounds that it can go for ever; default none */
  readonly rounds?: number
  /** what can become of it */
  readonly classes: readonly string[]
}

/** The model that explores, and the state in which a world begins. */
export interface Beginning {
  readonly model: ClusterModel
  readonly state: ClusterState
}

/** The world at rest, in ticks of a second. */
export function beginningOf({ objects, capsule = '0.14' }: SmallWorld): Beginning {
  return atRest(objects(), capsule)
}

export function atRest(objects: readonly KubeObject[], capsule: CapsuleVersion = '0.14'): Beginning {
  const model = controlPlane({ capsule, timing: tickTiming(1000) })
  const { state } = stateFromObjects(objects, Date.parse('2026-11-21T12:00:00Z'))
  return { model, state: settle(model, model.start(state)).state }
}

const fixtures = new URL('../../../../fixtures/', import.meta.url)
const installed = itemsOf('clusters/installed-operator.json')

function itemsOf(file: string): readonly KubeObject[] {
  return (read(file) as { readonly items: readonly KubeObject[] }).items
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'))
}

/** A cluster with Capsule 0.7: recorded, with the definitions that recordings leave out. */
function oldInstalled(): readonly KubeObject[] {
  const baseline = itemsOf('traces/baseline-0.7.json')
  const folder = new URL('traces/crds-0.7/', fixtures)
  const definitions = new Map(
    readdirSync(folder).map((file) => [file.replace(/\.json$/, ''), read(`traces/crds-0.7/${file}`) as Json]),
  )
  return baseline.map((object) => restored(object, { baseline, definitions, readFile: () => null }))
}

/** An operator, and these objects, made one after the other by whom they belong to. */
export function withOperator(objects: readonly KubeObject[], capsule: CapsuleVersion = '0.14'): readonly KubeObject[] {
  return allObjects(cluster(capsule === '0.7' ? oldInstalled() : installed, objects, { capsule }).state)
}

/** An operator, and objects as they are, with the Namespaces that they lie in. */
export function withStored(objects: readonly KubeObject[]): readonly KubeObject[] {
  const names = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))]
  return withInstalled([...names.map(activeNamespace), ...objects])
}

/** An operator, and these objects as they are. */
export function withInstalled(objects: readonly KubeObject[]): readonly KubeObject[] {
  return [...installed, ...objects]
}

function activeNamespace(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      uid: uidOf(`namespace ${name}`),
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { 'kubernetes.io/metadata.name': name },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }
}

/** An object as the API server would have stored it, with owners that are stored likewise. */
export function storedObject(object: KubeObject, owners: readonly KubeObject[] = []): KubeObject {
  const { kind, metadata } = object
  const ownerReferences = owners.map((owner) => ({
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    blockOwnerDeletion: true,
  }))
  const stored = {
    uid: uidOf(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...(ownerReferences.length > 0 ? { ownerReferences } : {}),
  }
  return { ...object, metadata: { ...metadata, ...stored } }
}

function uidOf(text: string): string {
  const digits = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffffff, 7).toString(16)
  return `5a110000-0000-4000-8000-${digits.padStart(12, '0')}`
}

export function deletion(
  object: KubeObject,
  propagationPolicy: 'Background' | 'Foreground' | 'Orphan' = 'Background',
): Action {
  return asAdmin({ ...requestFor(object), verb: 'delete', body: { propagationPolicy } })
}

export function asAdmin(request: Extract<Action, { type: 'request' }>['request']): Action {
  return { type: 'request', as: clusterAdmin, request }
}

export function promptly(...actions: readonly Action[]): ScriptStep {
  return { actions, when: 'promptly' }
}

export function anyMoment(...actions: readonly Action[]): ScriptStep {
  return { actions, when: 'any moment' }
}
