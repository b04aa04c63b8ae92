import type { Part } from './field-shape.ts'

/**
 * The parts of two versions in one list. Those that both have stand in the order of the version laid over; the others keep
 * their place among them, what was there going before what is new. [typed/merge.go:visitListItems]
 */
export function inMergedOrder(parts: readonly Part[], over: readonly Part[]): readonly Part[] {
  const isOver = new Set(over.map(({ element }) => element))
  const was = new Set(parts.map(({ element }) => element))
  const shared = over.filter(({ element }) => was.has(element)).map(({ element }) => element)
  const out: Part[] = []
  const taken = new Set<string>()
  let [left, right, next] = [0, 0, 0]
  const take = (part: Part): void => {
    out.push(part)
    taken.add(part.element)
    right++
    if (shared[next] === part.element) next++
  }
  while (left < parts.length || right < over.length) {
    const [mine, theirs] = [parts[left], over[right]]
    if (mine && theirs && mine.element === theirs.element) {
      take(theirs)
      left++
    } else if (
      mine &&
      theirs &&
      isOver.has(mine.element) &&
      shared[next] !== undefined &&
      shared[next] !== mine.element
    )
      left++
    else if (mine && !isOver.has(mine.element)) {
      out.push(mine)
      left++
    } else {
      if (mine && taken.has(mine.element)) left++
      if (theirs) take(theirs)
    }
  }
  return out
}
