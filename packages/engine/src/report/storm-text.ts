import type { Distribution } from '../metadata/distribution.ts'
import { keyText } from '../metadata/metadata-key.ts'
import type { StormAnswer, StormKey } from '../metadata/storm.ts'

const barMax = 40

/** The answer of `storm` for people: counts, then each key's delay with a histogram. */
export function stormText(answer: StormAnswer): string {
  const { namespaces, pods, violations, podRetries, podDelay, podsLeftWithout, seconds, mode, capsule } = answer
  const lines = [
    `${namespaces} namespaces, ${pods} pods, ${violations} admitted while metadata was missing (Capsule ${capsule}, mode ${mode}; quiet after ${seconds} s).`,
    ...(podDelay
      ? [`Pods were admitted ${spreadText(podDelay)} after the namespace, ${podRetries} tries refused before.`]
      : []),
    ...(podsLeftWithout > 0 ? [`${podsLeftWithout} pods never get what the tenant's pods get.`] : []),
    ...answer.refused.map(({ message, times }) => `${times} namespaces refused: ${message}`),
    ...answer.podsRefused.map(({ message, times }) => `${times} pods refused to the end: ${message}`),
    ...answer.leftOut.map((reason) => `Took no part: ${reason}`),
  ]
  return `${[lines.join('\n'), ...keyTexts(answer.keys)].join('\n\n')}\n`
}

/** Keys of which the same is to be said stand together. */
function keyTexts(keys: readonly StormKey[]): readonly string[] {
  const keysByText = new Map<string, string[]>()
  for (const each of keys) {
    const text = stormKeyText(each)
    keysByText.set(text, [...(keysByText.get(text) ?? []), `${each.tenant}: ${keyText(each.key)}`])
  }
  return [...keysByText].map(([text, named]) => `${named.join('\n')}\n${text}`)
}

function stormKeyText({ delay, never, violations }: StormKey): string {
  const missed = never > 0 ? `, never on ${never} namespaces` : ''
  const when = delay ? spreadText(delay) : 'on none'
  const bars = delay && delay.max > 0 ? histogramLines(delay) : []
  return [`  ${when}${missed}; ${violations} pods without`, ...bars].join('\n')
}

function spreadText({ min, median, p90, p99, max }: Distribution): string {
  if (max === 0) return 'at once'
  return `min ${min}, median ${median}, p90 ${p90}, p99 ${p99}, max ${max} ms`
}

function histogramLines({ histogram }: Distribution): readonly string[] {
  const most = Math.max(...histogram.map(({ count }) => count))
  return histogram.map(({ upToMs, count }) => {
    const bar = '#'.repeat(Math.max(1, Math.round((count / most) * barMax)))
    return `  ${`<= ${upToMs}`.padStart(9)} ms ${String(count).padStart(5)} ${bar}`
  })
}
