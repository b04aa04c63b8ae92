import { allObjects } from '@capsule-whatif/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scriptOfSession } from '../../src/session/script-of-session.ts'
import { presentObjects, presentState, type Session } from '../../src/session/session.ts'
import { sessionLine } from '../../src/session/session-line.ts'
import { after, objects, placeOf, said } from './recorded-session.ts'

const namespaces = (session: Session): readonly string[] =>
  presentObjects(session)
    .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.name.startsWith('oil'))
    .map(({ metadata }) => `${metadata.name}${metadata.deletionTimestamp ? ' terminating' : ''}`)

describe('time travel', () => {
  const deleted = after(['delete tenant oil'])

  it('goes back before an action and on again, to the very same states', () => {
    const before = sessionLine(deleted, 'back').session
    expect([namespaces(deleted), namespaces(before)]).toEqual([[], ['oil-dev', 'oil-prod']])
    expect(presentState(before)).toBe(deleted.cluster.state)
    expect(presentState(sessionLine(before, 'forward').session)).toBe(presentState(deleted))
  })

  it('stops in the middle of a run, where what is being deleted is terminating', () => {
    const middle = sessionLine(deleted, 'goto 1.2').session
    expect(namespaces(middle)).toEqual(['oil-dev terminating', 'oil-prod terminating'])
    expect(said(middle, 'get ns oil-dev')).toMatch(/oil-dev +Terminating for 0 s, held by kubernetes +Tenant\/oil/)
    expect(namespaces(sessionLine(middle, 'step').session)).toEqual(['oil-prod terminating'])
  })

  it('walks through a run step by step, from before its first to after its last', () => {
    let session = sessionLine(deleted, 'back').session
    const seen: string[] = []
    for (let step = 0; step < 8; step++) {
      const { session: next, isUnderstood } = sessionLine(session, 'step')
      seen.push(isUnderstood ? placeOf(next) : 'end')
      session = next
    }
    expect(seen).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1', 'end'])
    expect(placeOf(sessionLine(deleted, 'step -2').session)).toBe('1.4')
  })

  it('plays another action from the middle of a run as a branch of its own, and loses nothing', () => {
    const branched = after(['delete tenant oil', 'goto 1.2', 'operator stop'])
    expect(namespaces(branched)).toEqual(['oil-dev terminating', 'oil-prod terminating'])
    expect(said(branched, 'log').split('\n')[2]).toMatch(/^\* {2}2 {2}\(from 1\.2\) operator stop: done/)
    expect(namespaces(after(['delete tenant oil', 'goto 1.2', 'operator stop', 'goto 1']))).toEqual([])
    const causes = branched.moments[2]?.answer.effects[0]?.causes
    expect(causes).toEqual(['namespace-controller', 'capsule/tenants', 'kubernetes-admin: delete tenants oil'])
  })

  it('goes forward along the branch that it came back from', () => {
    const branched = after(['operator stop', 'delete tenant oil', 'back', 'delete tenant gas', 'back'])
    expect(placeOf(sessionLine(branched, 'forward').session)).toBe('3')
    const other = after(['operator stop', 'delete tenant oil', 'back', 'delete tenant gas', 'goto 2', 'back'])
    expect(placeOf(sessionLine(other, 'forward').session)).toBe('2')
    expect(placeOf(sessionLine(other, 'back 5').session)).toBe('0')
  })

  it('goes from the middle of a run to where the branch leaves it, and then along it', () => {
    const branched = after(['delete tenant oil', 'goto 1.4', 'operator stop', 'back', 'step -2'])
    const leaving = sessionLine(branched, 'forward').session
    expect([branched, leaving, sessionLine(leaving, 'forward').session].map(placeOf)).toEqual(['1.2', '1.4', '2'])
  })

  it('says where it cannot go', () => {
    expect(said(deleted, 'goto 7')).toContain('there is no moment 7')
    expect(said(deleted, 'goto 1.9')).toContain('Expected one from 0 to 6')
    expect(said(deleted, 'forward')).toContain('nothing was tried after this yet')
    expect(said(after([]), 'back')).toContain('this is the start')
    expect(said(deleted, 'goto there')).toContain('Expected: goto MOMENT')
    expect(said(deleted, 'back 1.5')).toContain('Expected: back [COUNT]')
  })

  it('a session as a script plays to the same session', () => {
    const lines = ['delete tenant oil', 'goto 1.2', 'operator stop', 'as alice projectcapsule.dev', 'back 9']
    const session = after([...lines, 'create namespace oil-new', 'as', 'delete ns gas-dev', 'goto 2'])
    const again = after(scriptOfSession(session).trim().split('\n'))
    const told = ({ at, tip, user, moments }: Session): unknown => ({
      at,
      tip,
      user,
      moments: moments.map(({ answer }) => answer),
    })
    expect(told(again)).toEqual(told(session))
    expect(presentObjects(again)).toEqual(presentObjects(session))
  })

  it('a moment saved as a snapshot is a cluster in which the same happens', () => {
    const saved = sessionLine(after(['operator stop', 'delete crd tenants.capsule.clastix.io']), 'save held.json').file
    const items = JSON.parse(saved?.text ?? '').items
    expect(items.length).toBe(allObjects(after(['operator stop']).cluster.state).length)
    const resumed = sessionLine(after([], { operatorRunning: false }), 'get ns').session
    expect(resumed.cluster.state.running.capsule).toBe(false)
    expect(items.filter((each: { kind: string }) => each.kind === 'Tenant')).toHaveLength(2)
  })

  it('whichever way one goes, a place is the same cluster, and nothing that was tried is lost', () => {
    const lines = [
      'delete tenant oil',
      'back',
      'delete tenant gas',
      'operator stop',
      'goto 2.3',
      'operator stop',
      'wait 1s',
    ]
    const tried = after(lines)
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom('back', 'forward', 'step', 'undo'), fc.integer({ min: 1, max: 4 }))
        .map((each) => each.join(' ')),
      fc.integer({ min: -5, max: -1 }).map((count) => `step ${count}`),
      fc.tuple(fc.nat(6), fc.nat(9)).map(([moment, step]) => `goto ${moment}.${step}`),
      fc.nat(6).map((moment) => `goto ${moment}`),
    )
    const check = fc.property(fc.array(line, { maxLength: 30 }), (ways) => {
      const there = ways.reduce((session, each) => sessionLine(session, each).session, tried)
      expect(there.moments).toBe(tried.moments)
      const straight = sessionLine(tried, `goto ${placeOf(there)}`)
      expect(straight.isUnderstood).toBe(true)
      expect(presentState(straight.session)).toBe(presentState(there))
      const { session: back, isUnderstood } = sessionLine(there, 'back')
      const ahead = sessionLine(back, 'forward').session
      if (isUnderstood && there.at.step === undefined) expect(presentState(ahead)).toBe(presentState(there))
    })
    fc.assert(check, { seed: 7 })
  })

  it('leaves the objects that it was given as they were', () => {
    const text = JSON.stringify(objects)
    after(['delete crd tenants.capsule.clastix.io', 'back', 'delete tenant oil'])
    expect(JSON.stringify(objects)).toBe(text)
  })
})
