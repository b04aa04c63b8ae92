import type { Reason } from '../causes/reason.ts'
import type { WhyNot } from '../causes/why-not.ts'

/** Why an object is still there, or was never made: a reason a line, with the words of the API server and the source. */
export function whyNotText({ object, wasThere, isThere, outcome, reasons }: WhyNot): string {
  if (wasThere && !isThere) return `${object} is lost, along the likely order: explain --why tells why.`
  if (!wasThere && isThere) return `${object} is created, along the likely order: explain --why tells why.`
  const now = outcome === 'replaced' ? ' again, made anew under another uid' : outcome === 'held' ? ', terminating' : ''
  const head = isThere
    ? `Why ${object} is still there${now}, along the likely order:`
    : `Why there is no ${object}, along the likely order:`
  return [head, ...reasons.flatMap(reasonText)].join('\n')
}

function reasonText({ says, words, source }: Reason): readonly string[] {
  return [
    `  ${says}`,
    ...(words === undefined || words === '' ? [] : [`    ${words.replaceAll('\n', '\n    ')}`]),
    ...(source === undefined ? [] : [`    [${source}]`]),
  ]
}
