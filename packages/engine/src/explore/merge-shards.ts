import { isJsonObject, type Json } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../action/action-text.ts'
import type { Limit } from '../schedule/explore/searching.ts'
import { type Form, fieldsOf, isCount, isText, listOf, oneOf, readSaved } from './json-form.ts'
import { distinct, type ShardResult, type Signed, shardFormat, shardVersion } from './shard-result.ts'

/** All parts of an exploration as one. */
export interface MergedShards<Outcome extends Signed = Signed, Violation extends Signed = Signed> {
  readonly of: number
  readonly digest: string
  /** exactly those that one search of all finds, where no limit was hit */
  readonly outcomes: readonly Outcome[]
  readonly violations: readonly Violation[]
  /** `rounds`: there are runs that go on for ever through several parts; what they go round in is not among the outcomes */
  readonly limits: readonly (Limit | 'rounds')[]
  /** not more states than these are different: what several parts came to is counted in each. Exact where there is one part. */
  readonly statesAtMost: number
}

/** Merges the results of all parts of one exploration; refused where one is missing, is there twice or is of another. */
export function mergeShards<Outcome extends Signed, Violation extends Signed>(
  results: readonly ShardResult<Outcome, Violation>[],
): Parsed<MergedShards<Outcome, Violation>> {
  const ordered = results.toSorted((one, other) => one.shard - other.shard)
  const [first] = ordered
  if (!first) return refused('there is no result to merge. Expected one of each shard.')
  const wrong = mismatch(ordered, first)
  if (wrong !== undefined) return refused(wrong)
  const limits = new Set<Limit | 'rounds'>(ordered.flatMap(({ limits }) => limits))
  if (hasRounds(ordered)) limits.add('rounds')
  return parsed({
    of: first.of,
    digest: first.digest,
    outcomes: distinct(ordered.flatMap(({ outcomes }) => outcomes)),
    violations: distinct(ordered.flatMap(({ violations }) => violations)),
    limits: [...limits],
    statesAtMost: ordered.reduce((sum, { states }) => sum + states.own, first.states.before),
  })
}

function mismatch(ordered: readonly ShardResult[], { of, digest, states }: ShardResult): string | undefined {
  const otherCount = ordered.find((each) => each.of !== of)
  if (otherCount)
    return `shards of ${of} and of ${otherCount.of} do not go together. Expected those of one exploration.`
  const other = ordered.find((each) => each.digest !== digest)
  if (other)
    return `shard ${other.shard} is of another snapshot, other actions or other options than shard ${ordered[0]?.shard}. Expected the same.`
  const twice = ordered.find((each, index) => ordered[index + 1]?.shard === each.shard)
  if (twice) return `shard ${twice.shard} is there twice. Expected each once.`
  const missing = Array.from({ length: of }, (_, shard) => shard).filter(
    (shard) => !ordered.some((each) => each.shard === shard),
  )
  if (missing.length > 0)
    return `${missing.length === 1 ? 'shard' : 'shards'} ${missing.join(', ')} of ${of} ${missing.length === 1 ? 'is' : 'are'} missing. Expected all of 0 to ${of - 1}.`
  // a part whose time was over before the division has come less far
  const apart = ordered.find((each) => each.states.before !== states.before && each.limits.length === 0)
  return apart && ordered[0]?.limits.length === 0
    ? `shard ${apart.shard} was divided otherwise than shard ${ordered[0]?.shard}: they were made by different versions of capsule-whatif. Expected one.`
    : undefined
}

/** Whether from some state at the division no part leads to rest, nor to a round of its own. */
function hasRounds(results: readonly ShardResult[]): boolean {
  const open = new Map(results.flatMap(({ open }) => open).map(({ state, leadsTo }) => [state, leadsTo]))
  for (let size = -1; size !== open.size; ) {
    size = open.size
    for (const [state, leadsTo] of open) if (leadsTo.some((each) => !open.has(each))) open.delete(state)
  }
  return open.size > 0
}

const isSigned: Form = (value, place) =>
  isJsonObject(value) ? isText(value.signature, `${place}.signature`) : `${place}: expected an object`

const isShard: Form = fieldsOf({
  format: isText,
  version: isCount,
  shard: isCount,
  of: isCount,
  digest: isText,
  outcomes: listOf(isSigned),
  violations: listOf(isSigned),
  limits: listOf(oneOf('states', 'depth', 'time')),
  states: fieldsOf({ before: isCount, own: isCount }),
  open: listOf(fieldsOf({ state: isCount, leadsTo: listOf(isCount) })),
})

/**
 * Reads results of shards, one JSON value a line, as the logs of several pods print them: empty lines are passed over.
 */
export function parseShardResults(text: string): Parsed<readonly ShardResult[]> {
  const results: ShardResult[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const json = jsonOf(line)
    if (json === undefined) return refused(`line ${index + 1} is no JSON. Expected one result of a shard a line.`)
    const result = readSaved<ShardResult>(json, shardFormat, shardVersion, isShard)
    if (!result.ok) return refused(`line ${index + 1}: ${result.error.message}`)
    results.push(result.value)
  }
  return parsed(results)
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
