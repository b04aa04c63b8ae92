import { type JsonObject, listAt } from '@capsule-whatif/model'
import type { AskOptions } from '../ask.ts'
import { explainCauses, explainWhy, explainWhyNot } from '../causes/explain-actions.ts'
import { type ObjectName, parseObjectName } from '../causes/writes.ts'
import { preventionText } from '../report/prevention-text.ts'
import { whyNotText } from '../report/why-not-text.ts'
import { whyText } from '../report/why-text.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import { answerExplore } from './answer-explore.ts'
import type { CommandWiring, ExplainInput, SnapshotAnswer } from './commands/wiring.ts'

/** The engine's answer behind `explain`. */
export function answerExplain(input: ExplainInput): ReturnType<CommandWiring['explain']> {
  const names = input.effects.flatMap((text) => parseObjectName(text) ?? [])
  if (input.section === 'why') return answerWhy(input, names)
  if (input.section === 'why-not') return answerWhyNot(input, names)
  const explored = answerExplore(input)
  if ('usage' in explored) return explored
  const { why, preventions, findings } = explainCauses(input.snapshot, input.steps, names, askOptionsOf(input))
  const all = [...new Set([...listAt(explored.json, 'findings'), ...findings])]
  return {
    ...explored,
    text: textOf([...why.map(whyText), explored.text.trimEnd(), ...preventions.map(preventionText)]),
    json: { ...explored.json, ...jsonOf({ why, preventions, findings: all }) },
    hasFindings: explored.hasFindings || all.length > 0,
  }
}

function answerWhy(input: ExplainInput, names: readonly ObjectName[]): SnapshotAnswer {
  const answer = explainWhy(input.snapshot, input.steps, names, askOptionsOf(input))
  const hasFindings = answer.why.some(({ outcome }) => outcome) || answer.findings.length > 0
  return { text: textOf([...answer.why.map(whyText), uncertain(answer.findings)]), json: jsonOf(answer), hasFindings }
}

function answerWhyNot(input: ExplainInput, names: readonly ObjectName[]): SnapshotAnswer {
  const answer = explainWhyNot(input.snapshot, input.steps, names, askOptionsOf(input))
  const hasFindings = answer.whyNot.some(({ wasThere, isThere }) => wasThere !== isThere) || answer.findings.length > 0
  const text = textOf([...answer.whyNot.map(whyNotText), uncertain(answer.findings)])
  return { text, json: jsonOf(answer), hasFindings }
}

function askOptionsOf({ operatorRunning, capsuleVersion, files }: ExplainInput): AskOptions {
  const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
  return { operatorRunning, readFile: (file) => files.get(file), ...(capsule === undefined ? {} : { capsule }) }
}

function textOf(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function uncertain(findings: readonly string[]): string {
  return findings.length === 0 ? '' : ['Not certain:', ...findings.map((each) => `  ${each}`)].join('\n')
}

function jsonOf(answer: object): JsonObject {
  return answer as unknown as JsonObject
}
