import type { JsonObject } from '@capsule-whatif/model'
import { isCannotBeAsked } from '../questions/asking/cannot-be-asked.ts'
import { kubectlScript } from '../remedies/kubectl-script.ts'
import { type AnyGoalName, type GoalName, goalNames, type RemedyAnswer } from '../remedies/remedy.ts'
import { type RemedyOptions, remedyFor } from '../remedies/remedy-for.ts'
import { remedyText } from '../report/remedy-text.ts'
import { allDisturbances, type Disturbance } from '../schedule/explore/script.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import { operatorsOf } from '../snapshot/load-snapshot.ts'
import { didYouMean } from '../text/near-miss.ts'
import type { CommandWiring, FixAnswer, FixInput } from './commands/wiring.ts'

/** A search that nobody stops ends after so many seconds. */
const secondsUsual = 120

const needed: Readonly<Record<GoalName, readonly string[]>> = {
  'replace-definition': [],
  'move-namespace': ['namespace', 'tenant'],
  'detach-namespace': ['namespace'],
  'uninstall-operator': [],
  'recreate-tenant': ['tenant'],
}

export const goals: CommandWiring['goals'] = goalNames.map((name) => ({ name, needs: needed[name] }))

/** The engine's answer behind `fix`. */
export function answerFix(input: FixInput): FixAnswer | { readonly usage: string } {
  const goal = (['do', ...goalNames] as const).find((name) => name === input.goal)
  if (goal === undefined) return { usage: `there is no goal ${input.goal}.` }
  const wrong = notInSnapshot(input)
  if (wrong !== undefined) return { usage: wrong }
  const answer = askedRemedy(input, goal)
  if ('usage' in answer) return answer
  const { remedy, findings } = answer
  return {
    text: remedyText(answer),
    json: answer as unknown as JsonObject,
    hasFindings: !remedy?.orders.complete || findings.length > 0,
    ...(remedy ? { script: kubectlScript(answer, remedy) } : {}),
  }
}

function askedRemedy(input: FixInput, goal: AnyGoalName): RemedyAnswer | { readonly usage: string } {
  try {
    return remedyFor(input.snapshot.objects, goal, optionsOf(input))
  } catch (error) {
    if (isCannotBeAsked(error)) return { usage: error.message }
    throw error
  }
}

function notInSnapshot({ snapshot, objects }: FixInput): string | undefined {
  const kinds = { definition: 'CustomResourceDefinition', namespace: 'Namespace', tenant: 'Tenant' } as const
  for (const [option, kind] of Object.entries(kinds)) {
    const name = objects[option as keyof typeof kinds]
    const there = snapshot.objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name)
    if (name === undefined || there.includes(name)) continue
    return `--${option} names the ${kind} ${JSON.stringify(name)}, which the snapshot does not have.${didYouMean(name, there)}`
  }
  return undefined
}

function optionsOf(input: FixInput): RemedyOptions {
  const { snapshot, objects, numbers, now, disturbances, operatorRunning, capsuleVersion } = input
  const { asked, files, keep, lose } = input
  const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
  const until = now() + 1000 * (numbers['max-seconds'] ?? secondsUsual)
  return {
    ...objects,
    ...operatorsOf(snapshot),
    do: asked,
    readFile: (file) => files.get(file),
    keep,
    lose,
    operatorRunning,
    disturbances: disturbances.includes('all') ? allDisturbances : (disturbances as readonly Disturbance[]),
    isOver: () => now() > until,
    ...(capsule === undefined ? {} : { capsule }),
    ...(numbers.tick === undefined ? {} : { tickMs: 1000 * numbers.tick }),
    ...(numbers['max-states'] === undefined ? {} : { statesMax: numbers['max-states'] }),
    ...(numbers['max-plans'] === undefined ? {} : { plansMax: numbers['max-plans'] }),
  }
}
