import { describe, expect, it } from 'vitest'
import { type ChosenRun, everyChoice } from '../../src/schedule/choices.ts'

/** A run that comes to choices of so many ways; it tells which it took. */
function runOf(...ways: readonly number[]): (given: readonly number[]) => ChosenRun<string> {
  return (given) => {
    const made = ways.map((of, index) => ({ of, taken: given[index] ?? 0 }))
    return { result: made.map(({ taken }) => taken).join(''), made }
  }
}

describe('every choice', () => {
  it('is taken once, the likely one first', () => {
    const { results, isComplete } = everyChoice(runOf(2, 3), 10)
    expect(results[0]).toBe('00')
    expect([...results].sort()).toEqual(['00', '01', '02', '10', '11', '12'])
    expect(isComplete).toBe(true)
  })

  it('a run without choices is run once', () => {
    expect(everyChoice(runOf(), 10)).toEqual({ results: [''], isComplete: true })
  })

  it('ends at its limit, and says that it did not see all', () => {
    const { results, isComplete } = everyChoice(runOf(2, 2, 2), 3)
    expect(results).toHaveLength(3)
    expect(isComplete).toBe(false)
  })
})
