import { type Parsed, parsed } from '../action/action-text.ts'
import type { Effect } from '../predict/prediction.ts'
import type { ExploredEffect, ExploredOutcome } from './exploration-answer.ts'
import type { ShardOutcome, ShardViolation } from './explore-snapshot.ts'
import { mergeShards, parseShardResults } from './merge-shards.ts'
import { effectKey } from './outcome-classes.ts'
import type { ShardResult } from './shard-result.ts'
import type { Verdict } from './verdicts.ts'

/** What all shards of an exploration found together. */
export interface MergedAnswer {
  readonly shards: number
  readonly outcomes: readonly Omit<ExploredOutcome, 'steps'>[]
  readonly effects: readonly ExploredEffect[]
  readonly broken: readonly { readonly name: string; readonly says: string }[]
  /** limits that a shard hit; `rounds`: something goes round through the parts of several */
  readonly limits: readonly string[]
  /** not more states than these are different */
  readonly statesAtMost: number
}

/** Merges lines of JSON that `explore --shard` printed; refused where one is missing, there twice, or of something else. */
export function mergedAnswer(lines: string): Parsed<MergedAnswer> {
  const results = parseShardResults(lines)
  if (!results.ok) return results
  const merged = mergeShards(results.value as readonly ShardResult<ShardOutcome, ShardViolation>[])
  if (!merged.ok) return merged
  const { of, outcomes, violations, limits, statesAtMost } = merged.value
  return parsed({
    shards: of,
    outcomes: outcomes.map(({ kind, variants, effects, answers, stuck }, index) => ({
      number: index + 1,
      kind,
      variants,
      effects,
      answers,
      stuck,
    })),
    effects: effectsOf(outcomes, limits.length === 0),
    broken: violations.map(({ name, says }) => ({ name, says })),
    limits,
    statesAtMost,
  })
}

function effectsOf(outcomes: readonly ShardOutcome[], isComplete: boolean): readonly ExploredEffect[] {
  const effects = new Map<string, Effect>()
  for (const outcome of outcomes) for (const effect of outcome.effects) effects.set(effectKey(effect), effect)
  return [...effects].map(([key, effect]) => {
    const having = outcomes.flatMap((outcome, index) =>
      outcome.effects.some((each) => effectKey(each) === key) ? [index + 1] : [],
    )
    const verdict: Verdict = having.length < outcomes.length ? 'may' : isComplete ? 'must' : 'unknown'
    return { effect, verdict, outcomes: having }
  })
}
