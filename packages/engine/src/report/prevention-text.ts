import type { Preventions } from '../causes/explanation.ts'
import type { TriedChange, Worth } from '../causes/prevention.ts'

/** The single changes with which an effect would not have come, with how to make them; then those that only delay it. */
export function preventionText({ object, changes }: Preventions): string {
  const of = (worth: Worth): readonly TriedChange[] => changes.filter((each) => each.worth === worth)
  const helpless = [...of('fails'), ...of('refused')].map(({ change }) => change)
  const prevents = of('prevents').flatMap(changeText)
  const delays = of('delays').flatMap(changeText)
  return [
    prevents.length > 0
      ? `${object} would not be so, along the likely order, with one of these:`
      : `No single change that was tried prevents it for ${object}.`,
    ...prevents,
    ...(delays.length > 0 ? ['Only later, with one of these:', ...delays] : []),
    ...(helpless.length > 0 ? [`Tried in vain: ${helpless.join('; ')}.`] : []),
  ].join('\n')
}

function changeText({ change, before, files = {}, refusal, costs, basis }: TriedChange): readonly string[] {
  return [
    `  ${change}`,
    ...before.map((action) => `    before: ${action}`),
    ...Object.keys(files).map((file) => `    the text of ${file}: --format json`),
    ...(refusal === undefined ? [] : [`    then refused: ${refusal}`]),
    ...(costs.length > 0 ? [`    yet lost in it: ${costs.length} objects, as ${costs[0]}`] : []),
    ...(basis === undefined ? [] : [`    ${basis}`]),
  ]
}
