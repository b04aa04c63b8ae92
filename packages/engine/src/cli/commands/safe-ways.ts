import type { JsonObject } from '@capsule-whatif/model'
import type { RemedyAnswer } from '../../remedies/remedy.ts'
import { type SoughtRemedy, withSources } from '../../remedies/sought-remedy.ts'
import { safeWayText } from '../../report/safe-way-text.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import type { CliIo } from '../cli-io.ts'
import { type CliOption, type CommandLine, valuesOf } from '../parse-command-line.ts'
import { actionFiles } from './predict.ts'
import { sourcesOf } from './snapshot-command.ts'
import type { CommandWiring, SnapshotAnswer } from './wiring.ts'

/** Has the safe ways looked for that an answer names. */
export const fixOption: CliOption = { name: 'fix', type: 'boolean' }

/** One remedy of an answer is looked for at most so long. */
const secondsMax = 60

/** Remedies with the files of the snapshot in their command lines; with --fix, with what is found for each. */
export async function safeWays(
  remedies: readonly SoughtRemedy[],
  line: CommandLine,
  snapshot: Snapshot,
  io: CliIo,
  wiring: CommandWiring,
): Promise<readonly SoughtRemedy[]> {
  const named = remedies.map((sought) => withSources(sought, sourcesOf(line), valuesOf(line, 'operators')))
  if (line.values.fix === undefined) return named
  const found: SoughtRemedy[] = []
  for (const sought of named) found.push(await foundRemedy(sought, snapshot, io, wiring))
  return found
}

async function foundRemedy(
  sought: SoughtRemedy,
  snapshot: Snapshot,
  io: CliIo,
  wiring: CommandWiring,
): Promise<SoughtRemedy> {
  const { do: texts = [], operator, capsule, disturbances = [], ...objects } = sought.options
  const answer = wiring.fix({
    snapshot,
    goal: sought.goal,
    objects,
    asked: texts,
    files: await actionFiles(texts, io),
    keep: [],
    lose: [],
    operatorRunning: operator !== 'down',
    ...(capsule === undefined ? {} : { capsuleVersion: capsule }),
    disturbances,
    numbers: { 'max-seconds': secondsMax },
    now: () => io.now(),
  })
  return 'usage' in answer ? sought : { ...sought, found: answer.json as unknown as RemedyAnswer }
}

/** An answer whose JSON has `remedies`, with these in its text and JSON. */
export async function withSafeWays(
  answer: SnapshotAnswer,
  line: CommandLine,
  snapshot: Snapshot,
  io: CliIo,
  wiring: CommandWiring,
): Promise<SnapshotAnswer> {
  const { remedies } = answer.json as { readonly remedies?: readonly SoughtRemedy[] }
  if (remedies === undefined) return answer
  const ways = await safeWays(remedies, line, snapshot, io, wiring)
  const json = { ...answer.json, remedies: ways } as unknown as JsonObject
  return { ...answer, text: `${answer.text}\n${safeWayText(ways)}`, json }
}
