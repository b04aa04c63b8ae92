import { section } from '../asking/wording.ts'
import { belongingText } from './belonging.ts'
import { toldText } from './namespace-change.ts'
import type { Mover, Way } from './ways.ts'

const fieldTexts: Readonly<Record<Way['fields'], string>> = {
  label: 'the label alone',
  reference: 'the owner reference alone',
  both: 'both in one patch',
}

/** Each way in a line or two, by road. */
export function waysText(ways: readonly Way[]): string {
  const roads = [...new Set(ways.map(({ road }) => road))]
  return roads
    .map((road) =>
      section(
        `${road.slice(0, 1).toUpperCase()}${road.slice(1)}:`,
        ways.filter((way) => way.road === road).flatMap(wayLines),
      ),
    )
    .join('\n')
}

function wayLines(way: Way): readonly string[] {
  const { fields, refused, reached, belonging, accepted, putBackBy } = way
  const refusal = refused.at(-1)
  if (accepted === 'never' && refusal !== undefined) return [`${fieldTexts[fields]}: refused: ${refusal.message}`]
  const verdict = reached
    ? 'works'
    : putBackBy === undefined
      ? 'accepted, and does not hold'
      : `accepted, and put back by ${putBackBy}`
  return [`${fieldTexts[fields]}: ${verdict}: ${belongingText(belonging)}`]
}

/** What the Namespace loses, gains and keeps on one way. */
export function changeText({ change, road, fields }: Way): string {
  const { lost, gained, changed, kept, fields: paths, leftOver } = change
  return [
    `What it does to the Namespace, ${road}, ${fieldTexts[fields]}:`,
    ...[
      section('Lost:', lost.map(toldText)),
      section('Gained:', gained.map(toldText)),
      section('Changed:', changed.map(toldText)),
      section('Left over, of a Tenant that it does not belong to:', leftOver.map(toldText)),
      section('Fields of the Namespace that change:', paths),
      `Stays as it is: ${kept} objects.`,
    ]
      .filter((text) => text !== '')
      .map((text) => text.replace(/^/gm, '  ')),
  ].join('\n')
}

/** The way that does what was wanted with the fewest steps; else the last that was accepted. */
export function bestWay(ways: readonly Way[]): Way | undefined {
  const working = ways.filter(({ reached }) => reached).toSorted((a, b) => a.steps.length - b.steps.length)
  return working[0] ?? ways.findLast(({ accepted }) => accepted !== 'never')
}

export function stepsText(way: Way | undefined): string {
  if (way === undefined || !way.reached) return 'No way that was tried does it and holds.'
  return section(
    'The shortest way that holds:',
    way.steps.map((step, index) => `${index + 1}. ${step}`),
  )
}

export function moversText(movers: readonly Mover[]): string {
  return section(
    'Who may do it, both fields in one patch, on the cluster as it is:',
    movers.map(
      ({ user, role, accepted, message }) => `${user} (${role}): ${accepted ? 'may' : `may not: ${message ?? ''}`}`,
    ),
  )
}
