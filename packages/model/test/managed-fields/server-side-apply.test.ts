import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInShape } from '../../src/apiserver/managed-fields/built-in-shapes.ts'
import { applyConflict } from '../../src/apiserver/managed-fields/conflicts.ts'
import { type ManagedSets, type Manager, writeManagedFields } from '../../src/apiserver/managed-fields/managers.ts'
import { applyConfiguration, type ManagedWrite, updatedSets } from '../../src/apiserver/managed-fields/ownership.ts'
import { type Json, type JsonObject, listAt, withoutFields } from '../../src/object/json.ts'

interface Case {
  readonly group: string
  readonly kind: string
  readonly steps: readonly Step[]
}

/** One write and what upstream's field manager made of it. */
interface Step {
  readonly op: 'apply' | 'update'
  readonly manager: string
  readonly force?: boolean
  readonly body: JsonObject
  readonly object?: JsonObject
  readonly managed?: readonly JsonObject[] | null
  readonly error?: { readonly message: string; readonly causes?: readonly JsonObject[] }
}

interface World {
  readonly live: JsonObject
  readonly sets: ManagedSets
}

/** Sequences of writes by several managers, printed by Go from apimachinery's managedfieldstest, v0.36.3. */
const cases: readonly Case[] = readFileSync(new URL('vectors/server-side-apply.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))

function writeOf({ group, kind }: Case, { op, manager, body }: Step): ManagedWrite {
  const operation = op === 'apply' ? 'Apply' : 'Update'
  const name: Manager = { name: manager, operation, apiVersion: String(body.apiVersion), subresource: '' }
  return { manager: name, shape: builtInShape(group, kind), time: '2026-01-01T00:00:00Z' }
}

/** The world after a step, or the conflict that it ended in. */
function play(one: Case, step: Step, { live, sets }: World): World | JsonObject {
  const write = writeOf(one, step)
  if (step.op === 'update') return { live: step.body, sets: updatedSets(live, step.body, sets, write) }
  const applied = applyConfiguration(live, step.body, sets, { ...write, force: step.force === true })
  return applied.conflicts ? applyConflict(applied.conflicts).body : { live: applied.object, sets: applied.sets }
}

function isWorld(outcome: World | JsonObject): outcome is World {
  return 'sets' in outcome
}

/** Without times, in the order of their managers, as upstream's depends on times too. */
function entriesOf(entries: readonly Json[]): readonly Json[] {
  const bare = entries.map((entry) => withoutFields(entry as JsonObject, 'time'))
  return bare.toSorted((a, b) =>
    JSON.stringify([a.operation, a.manager]) < JSON.stringify([b.operation, b.manager]) ? -1 : 1,
  )
}

/** Empty maps and lists are the same as nothing. */
function content(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => content(item) ?? {})
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const fields = Object.entries(value).flatMap(([field, inner]) => {
    const kept = content(inner)
    return kept === undefined ? [] : [[field, kept] as const]
  })
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}

function expectAsUpstream(one: Case): void {
  let world: World = { live: {}, sets: new Map() }
  for (const step of one.steps) {
    const outcome = play(one, step, world)
    if (step.error) {
      const causes = listAt(outcome as JsonObject, 'details', 'causes')
      expect(new Set(causes)).toEqual(
        new Set(step.error.causes?.map(({ reason, message, field }) => ({ reason, message, field }))),
      )
      continue
    }
    expect(isWorld(outcome), JSON.stringify(outcome)).toBe(true)
    world = outcome as World
    expect(content(world.live)).toEqual(content(step.object))
    expect(entriesOf(writeManagedFields(world.sets))).toEqual(entriesOf(step.managed ?? []))
  }
}

describe('server-side apply', () => {
  it.each(cases.map((one, index) => [index, one.kind, one] as const))(
    'sequence %i, of a %s, goes as upstream',
    (_index, _kind, one) => {
      expectAsUpstream(one)
    },
  )

  it('a single conflict is told in one line', () => {
    const step = cases.flatMap(({ steps }) => steps).find(({ error }) => error?.causes?.length === 1)
    expect(step?.error?.message).toMatch(/^Apply failed with 1 conflict: conflict with "/)
  })
})
