import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { limitOptions, numbersOf, wrongNumber } from './explore.ts'
import { pictureHelp } from './picture-help.ts'
import { askerOptions, parseSteps, predictInputOf, wrongAsker } from './predict.ts'
import { snapshotMissing, snapshotOf, snapshotOptions, sourcesOf, userOf } from './snapshot-command.ts'
import { type CommandWiring, type OrdersInput, type PictureFormat, pictureFormats } from './wiring.ts'

export const pictureCommand: CliCommand = {
  name: 'picture',
  summary: 'who owns whom, and what an action does to whom when, drawn',
  help: pictureHelp,
  options: [
    helpOption,
    ...snapshotOptions.filter(({ name }) => name !== 'format'),
    { name: 'do', short: 'd', type: 'string' },
    ...askerOptions,
    { name: 'format', short: 'f', type: 'string', choices: pictureFormats },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'only', type: 'string' },
    { name: 'orders', type: 'boolean' },
    ...limitOptions,
  ],
  run: runPicture,
}

async function runPicture(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const wrong = sourcesOf(line).length === 0 ? snapshotMissing : (wrongAsker(line, wiring) ?? wrongOrders(line))
  if (wrong !== undefined) return badUsage(io, 'picture', wrong)
  const snapshot = await snapshotOf('picture', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const steps = await parseSteps(valuesOf(line, 'do'), snapshot, userOf(line), io, wiring)
  if (!steps.ok) return badUsage(io, 'picture', steps.error.message)
  const answer = wiring.picture({
    ...predictInputOf(line, snapshot, steps.value),
    format: (lastValueOf(line, 'format') ?? 'tree') as PictureFormat,
    only: valuesOf(line, 'only'),
    ...(line.values.orders === undefined ? {} : { orders: ordersInput(line, io) }),
  })
  if ('usage' in answer) return badUsage(io, 'picture', `--only: ${answer.usage}`)
  for (const issue of snapshot.issues.filter(({ severity }) => severity !== 'note'))
    io.stderr.write(`${formatIssue(issue)}\n`)
  return written(io, lastValueOf(line, 'output'), answer.text)
}

function ordersInput(line: CommandLine, io: CliIo): OrdersInput {
  return { disturbances: valuesOf(line, 'with'), ...numbersOf(line), now: () => io.now() }
}

function wrongOrders(line: CommandLine): string | undefined {
  const limit = limitOptions.find(({ name }) => line.values[name] !== undefined)
  if (line.values.orders === undefined)
    return limit && `--${limit.name} belongs to --orders: without it, the likely order alone is followed.`
  if (valuesOf(line, 'do').length === 0) return "--orders needs --do ACTION, as --do 'delete namespace oil-prod'."
  return wrongNumber(line)
}

async function written(io: CliIo, path: string | undefined, text: string): Promise<ExitCode> {
  if (path === undefined) {
    io.stdout.write(text)
    return 0
  }
  try {
    await io.writeFile(path, text)
    io.stdout.write(`Written to ${path}: ${(text.length / 1e6).toFixed(1)} MB.\n`)
    return 0
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    io.stderr.write(`capsule-whatif picture: ${path} cannot be written: ${reason}\n`)
    return 2
  }
}
