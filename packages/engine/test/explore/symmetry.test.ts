import { configMap, namespace, tenant } from '@capsule-whatif/fixtures'
import { type Action, allObjects, type Json, type KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { type Exploration, explore } from '../../src/schedule/explore/explore.ts'
import { interchangeable } from '../../src/schedule/explore/interchangeable.ts'
import { rounds } from '../../src/schedule/explore/rounds.ts'
import type { ScriptStep } from '../../src/schedule/explore/script.ts'
import type { Symmetry } from '../../src/schedule/explore/symmetry.ts'
import { timeless } from './worlds/classes.ts'
import { anyMoment, atRest, deletion, promptly, storedObject, withOperator, withStored } from './worlds/small-world.ts'

interface EqualNames {
  readonly name: string
  readonly objects: () => readonly KubeObject[]
  readonly script: readonly ScriptStep[]
  readonly units: readonly string[]
  /** states without symmetry, with it, and with reduction as well */
  readonly states: readonly [all: number, upToNames: number, reduced: number]
  /** ends without symmetry, and up to names */
  readonly ends: readonly [all: number, upToNames: number]
}

const oil = tenant('oil', { owners: ['alice'] })
const operatorStops: Action = { type: 'process', process: 'capsule', running: false }
const [managerStops, managerStarts] = [false, true].map(
  (running): Action => ({ type: 'process', process: 'kube-controller-manager', running }),
) as [Action, Action]
const top = storedObject(configMap('top', { namespace: 'graph' }))

function spaces(count: number): readonly KubeObject[] {
  return names('oil', count).map((name) => namespace(name, { tenant: 'oil' }))
}

function dependents(count: number): readonly KubeObject[] {
  return names('child', count).map((name) => storedObject(configMap(name, { namespace: 'graph' }), [top]))
}

function names(of: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${of}-${index}`)
}

const worlds: readonly EqualNames[] = [
  {
    name: 'a tenant with three namespaces is deleted',
    objects: () => withOperator([oil, ...spaces(3)]),
    script: [promptly(deletion(oil))],
    units: names('oil', 3),
    states: [1193, 317, 247],
    ends: [1, 1],
  },
  {
    name: 'a tenant with three namespaces is deleted, and the operator stops',
    objects: () => withOperator([oil, ...spaces(3)]),
    script: [promptly(deletion(oil)), anyMoment(operatorStops)],
    units: names('oil', 3),
    states: [1771, 483, 483],
    ends: [29, 12],
  },
  {
    name: 'an owner of five is deleted in the foreground, then with orphans left',
    objects: () => withStored([top, ...dependents(5)]),
    script: [promptly(deletion(top, 'Foreground')), anyMoment(deletion(top, 'Orphan'))],
    units: names('child', 5),
    states: [1040, 100, 100],
    ends: [33, 7],
  },
  {
    name: 'an owner of four is deleted while the controller manager restarts',
    objects: () => withStored([top, ...dependents(4)]),
    script: [promptly(deletion(top)), anyMoment(managerStops), anyMoment(managerStarts)],
    units: names('child', 4),
    states: [4276, 1427, 637],
    ends: [1, 1],
  },
]

describe.each(worlds)('$name', ({ objects, script, units, states, ends }) => {
  const { model, state } = atRest(objects())
  const all = explore(model, state, script, { reduce: false })
  const upToNames = explore(model, state, script, { reduce: false, symmetry: true })
  const reduced = explore(model, state, script, { symmetry: true })
  const { symmetry } = upToNames.world

  it('has fewer states where equal names count as one', () => {
    expect(symmetry?.groups.map((group) => group.map(({ name }) => name))).toEqual([units])
    expect([all, upToNames, reduced].map(({ search }) => search.store.size())).toEqual(states)
  })

  it('has the same ends up to names', () => {
    const [one, other, third] = [all, upToNames, reduced].map((exploration) => endsOf(exploration, symmetry))
    expect([endsOf(all).size, one?.size]).toEqual(ends)
    expect(other).toEqual(one)
    expect(third).toEqual(one)
  })

  it('comes to the same where it was stopped and gone on with', () => {
    let asked = 0
    const options = { reduce: false, symmetry: true }
    const stopped = explore(model, state, script, { ...options, isOver: () => ++asked > 1 })
    const resumed = explore(model, state, script, options, stopped.history.saved())
    expect(resumed.search.store.size()).toBe(upToNames.search.store.size())
    expect(resumed.search.ends).toEqual(upToNames.search.ends)
  })

  it('goes round for ever as often', () => {
    expect(rounds(upToNames.search).length).toBe(rounds(all.search).length)
  })
})

function endsOf({ search, stateOf }: Exploration, symmetry?: Symmetry): ReadonlySet<string> {
  const texts = search.ends.map((end) => {
    const { state, responses } = stateOf(end)
    const answers = responses.map((response) => response?.code ?? null)
    const held = [...allObjects(state).map(withoutTimes), { answers }]
    return symmetry ? symmetry.textUpToNames(held) : JSON.stringify(held)
  })
  return new Set(texts)
}

const known = new WeakMap<KubeObject, Json>()

function withoutTimes(object: KubeObject): Json {
  const text = known.get(object) ?? timeless(object)
  known.set(object, text)
  return text
}

describe('interchangeable', () => {
  const namesOf = (
    objects: readonly KubeObject[],
    script: readonly ScriptStep[] = [],
  ): readonly (readonly string[])[] =>
    interchangeable(atRest(objects).state, script).groups.map((group) => group.map(({ name }) => name))

  it('leaves out what the script names', () => {
    const child = dependents(4)[1] ?? top
    expect(namesOf(withStored([top, ...dependents(4)]), [promptly(deletion(child))])).toEqual([
      ['child-0', 'child-2', 'child-3'],
    ])
  })

  it('leaves out a name that is part of other words', () => {
    const others = withStored([top, ...dependents(3), storedObject(configMap('not-child-0', { namespace: 'graph' }))])
    const { groups, leftOut } = interchangeable(atRest(others).state, [])
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([['child-1', 'child-2']])
    expect(leftOut.map(({ unit, because }) => [unit.name, because])).toEqual([
      ['child-0', 'its name is part of other words'],
    ])
  })

  it('leaves out what another object tells from the rest', () => {
    const note = storedObject(configMap('note', { namespace: 'graph', data: { favourite: 'child-0' } }))
    expect(namesOf(withStored([top, ...dependents(3), note]))).toEqual([['child-1', 'child-2']])
  })

  it('finds tenants without namespaces, but for one whose name means something else too', () => {
    const three = ['oil', 'gas', 'gold'].map((name) => tenant(name, { owners: ['alice'] }))
    // gold is a PriorityClass
    expect(namesOf(withOperator(three))).toEqual([['gas', 'oil']])
  })

  it('finds nothing among namespaces that hold different things', () => {
    const holder = storedObject(configMap('only-here', { namespace: 'oil-0' }))
    expect(namesOf([...withOperator([oil, ...spaces(2)]), holder])).toEqual([])
  })
})
