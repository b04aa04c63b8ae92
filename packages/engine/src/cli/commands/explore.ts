import type { KubeObject } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../../action/action-text.ts'
import { parseShard } from '../../schedule/explore/shard.ts'
import { loadManifests } from '../../snapshot/load-manifests.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { readSources } from '../../snapshot/read-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import { didYouMean } from '../../text/near-miss.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CliOption, type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { exploreHelp } from './explore-help.ts'
import { actionFiles, stepsWithFiles } from './predict.ts'
import { fixOption, withSafeWays } from './safe-ways.ts'
import { printAnswer, snapshotMissing, snapshotOf, snapshotOptions, sourcesOf, userOf } from './snapshot-command.ts'
import type { CommandWiring, ExplainSection, ExploreAnswer, ExploreInput, HuntInput, SnapshotAnswer } from './wiring.ts'

/** Which orders are looked at, and how many. */
export const limitOptions: readonly CliOption[] = [
  { name: 'with', type: 'string', choices: ['reset', 'restart', 'lag', 'webhook', 'all'] },
  { name: 'disturbances', type: 'string' },
  { name: 'tick', type: 'string' },
  { name: 'delays', type: 'string' },
  { name: 'max-states', type: 'string' },
  { name: 'max-seconds', type: 'string' },
]

export const exploreOptions: readonly CliOption[] = [
  helpOption,
  ...snapshotOptions,
  { name: 'do', short: 'd', type: 'string' },
  { name: 'as', type: 'string' },
  { name: 'as-group', type: 'string' },
  { name: 'when', type: 'string', choices: ['any-moment', 'promptly', 'at-rest'] },
  { name: 'property', type: 'string' },
  ...limitOptions,
  { name: 'fine', type: 'boolean' },
  { name: 'effect', short: 'e', type: 'string' },
  { name: 'hunt', type: 'boolean' },
  {
    name: 'about',
    type: 'string',
    choices: ['owner', 'other owners', 'definition', 'namespaces', 'membership', 'quota', 'processes'],
  },
  { name: 'deeds', type: 'string' },
  { name: 'save', type: 'string' },
  { name: 'resume', type: 'string' },
  { name: 'itf', type: 'string' },
  { name: 'shard', type: 'string' },
  { name: 'merge', type: 'string' },
  { name: 'keep', type: 'string' },
  { name: 'symmetry', type: 'boolean' },
  { name: 'operator', type: 'string', choices: ['up', 'down'] },
  { name: 'capsule-version', type: 'string' },
]

const ownOptions: readonly CliOption[] = [...exploreOptions, fixOption]

/** All orders of what follows from actions. */
export const exploreCommand: CliCommand = {
  name: 'explore',
  summary: 'what must, may and never happens, over all orders of concurrent work',
  help: exploreHelp,
  options: ownOptions,
  run: (line, io, wiring) => runExplore('explore', line, io, wiring),
}

export async function runExplore(
  command: 'explore' | 'explain',
  line: CommandLine,
  io: CliIo,
  wiring: CommandWiring,
): Promise<ExitCode> {
  const named = valuesOf(line, 'property')
  if (named.includes('list')) {
    for (const { name, meaning } of wiring.properties) io.stdout.write(`${name}\n  ${meaning}\n`)
    return 0
  }
  const merges = lastValueOf(line, 'merge')
  if (merges !== undefined) return mergeShards(merges, line, io, wiring)
  const wrong = wrongUsage(command, line, wiring)
  if (wrong !== undefined) return badUsage(io, command, wrong)
  const snapshot = await snapshotOf(command, line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const common = commonInput(line, io, snapshot)
  if (line.values.hunt !== undefined)
    return printAnswer(line, io, wiring.hunt({ ...common, about: valuesOf(line, 'about') }), snapshot)
  const texts = valuesOf(line, 'do')
  const files = await actionFiles(texts, io)
  const steps = stepsWithFiles(texts, files, snapshot, userOf(line), wiring)
  if (!steps.ok) return badUsage(io, command, steps.error.message)
  const kept = await keptObjects(valuesOf(line, 'keep'), io)
  if (!kept.ok) return badUsage(io, command, kept.error.message)
  const input: ExploreInput = {
    ...common,
    kept: kept.value,
    keptBy: userOf(line),
    symmetry: line.values.symmetry !== undefined,
    steps: steps.value,
    properties: named.length > 0 ? named : command === 'explore' ? ['one-outcome'] : [],
    effects: valuesOf(line, 'effect'),
    fine: line.values.fine !== undefined,
    when: momentOf(lastValueOf(line, 'when')),
  }
  const resume = lastValueOf(line, 'resume')
  const saved = resume === undefined ? undefined : await textOf(resume, io)
  if (resume !== undefined && saved === undefined) return badUsage(io, command, `--resume ${resume} cannot be read.`)
  const shard = parseShard(lastValueOf(line, 'shard') ?? '')
  const whole: ExploreInput = {
    ...input,
    ...(saved === undefined ? {} : { resume: saved }),
    ...(shard ? { shard } : {}),
  }
  const answer =
    command === 'explore' ? wiring.explore(whole) : wiring.explain({ ...whole, section: sectionOf(line), files })
  if (io.stderr.isTTY) io.stderr.write('\n')
  if ('usage' in answer) return badUsage(io, command, answer.usage)
  if (!canBeKept(answer)) return printAnswer(line, io, answer, snapshot)
  const unwritten = await keep(line, io, answer)
  if (unwritten !== undefined) return badUsage(io, command, unwritten)
  if (answer.shardLine === undefined)
    return printAnswer(line, io, await withSafeWays(answer, line, snapshot, io, wiring), snapshot)
  io.stdout.write(answer.shardLine)
  return answer.hasFindings ? 1 : 0
}

/** The objects of the manifests that a GitOps tool keeps applied. */
async function keptObjects(names: readonly string[], io: CliIo): Promise<Parsed<readonly KubeObject[]>> {
  const { texts, issues: unread } = await readSources(names, io.reader)
  const { objects, issues } = loadManifests(texts)
  const wrong = [...unread, ...issues].find(({ severity }) => severity === 'error')
  if (wrong) return refused(`--keep: ${formatIssue(wrong)}`)
  return names.length > 0 && objects.length === 0 ? refused('--keep: there is no object in it.') : parsed(objects)
}

function canBeKept(answer: SnapshotAnswer | ExploreAnswer): answer is ExploreAnswer {
  return 'save' in answer
}

/** Writes the files that were asked for; says which cannot be written. */
async function keep(line: CommandLine, io: CliIo, answer: ExploreAnswer): Promise<string | undefined> {
  for (const option of ['save', 'itf'] as const) {
    const file = lastValueOf(line, option)
    if (file === undefined) continue
    try {
      await io.writeFile(file, answer[option]())
    } catch (error) {
      return `--${option} ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return undefined
}

async function textOf(file: string, io: CliIo): Promise<string | undefined> {
  const bytes = await io.reader.read(file).catch(() => undefined)
  return bytes && new TextDecoder().decode(bytes)
}

async function mergeShards(file: string, line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const bytes = await (file === '-' ? io.reader.readStandardInput() : io.reader.read(file)).catch(() => undefined)
  if (bytes === undefined) return badUsage(io, 'explore', `--merge ${file} cannot be read.`)
  const answer = wiring.mergeShards(new TextDecoder().decode(bytes))
  if ('usage' in answer) return badUsage(io, 'explore', answer.usage)
  io.stdout.write(lastValueOf(line, 'format') === 'json' ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.text)
  return answer.hasFindings ? 1 : 0
}

function commonInput(line: CommandLine, io: CliIo, snapshot: Snapshot): Omit<HuntInput, 'about'> {
  const version = lastValueOf(line, 'capsule-version')
  return {
    snapshot,
    operatorRunning: lastValueOf(line, 'operator') !== 'down',
    ...(version === undefined ? {} : { capsuleVersion: version }),
    disturbances: valuesOf(line, 'with'),
    ...numbersOf(line),
    now: () => io.now(),
    ...(io.stderr.isTTY ? { onProgress: (text: string) => io.stderr.write(`\r${text}`) } : {}),
  }
}

function sectionOf({ values }: CommandLine): ExplainSection {
  return values['why-not'] !== undefined ? 'why-not' : values.why !== undefined ? 'why' : 'all'
}

function momentOf(text: string | undefined): ExploreInput['when'] {
  return text === 'promptly' ? 'promptly' : text === 'at-rest' ? 'at rest' : 'any moment'
}

const numbers = ['disturbances', 'tick', 'delays', 'max-states', 'max-seconds', 'deeds'] as const

/** What is wrong with a limit that is given as a number. */
export function wrongNumber(line: CommandLine): string | undefined {
  for (const name of numbers) {
    const text = lastValueOf(line, name)
    if (
      text !== undefined &&
      !(Number(text) >= 0 && (name === 'tick' ? Number(text) > 0 : Number.isInteger(Number(text))))
    )
      return `--${name} ${text} is no number. Expected ${name === 'tick' ? 'seconds above 0, as 0.5' : 'a whole number, as 2'}.`
  }
  return undefined
}

/** The limits that are given as numbers. */
export function numbersOf(line: CommandLine): Pick<ExploreInput, 'numbers'> {
  return {
    numbers: Object.fromEntries(
      numbers.flatMap((name) => {
        const text = lastValueOf(line, name)
        return text === undefined ? [] : [[name, Number(text)]]
      }),
    ),
  }
}

/** What can be kept of a search over orders, or be searched in parts. */
const orderOptions = ['save', 'resume', 'itf', 'shard', 'property'] as const

function wrongUsage(command: string, line: CommandLine, wiring: CommandWiring): string | undefined {
  if (sourcesOf(line).length === 0) return snapshotMissing
  const shard = lastValueOf(line, 'shard')
  if (shard !== undefined && !parseShard(shard))
    return `--shard ${shard} is not understood. Expected INDEX/COUNT, from 0: 0/5 to 4/5.`
  const hunts = line.values.hunt !== undefined
  if (line.values.why !== undefined && line.values['why-not'] !== undefined)
    return '--why and --why-not are two questions: ask one at a time.'
  const ofOrders = orderOptions.find((name) => sectionOf(line) !== 'all' && lastValueOf(line, name) !== undefined)
  if (ofOrders !== undefined)
    return `--${ofOrders} is of the search over orders, which --${sectionOf(line)} leaves out.`
  if (hunts && command === 'explain') return '--hunt belongs to explore: explain tells of one object.'
  if (hunts && valuesOf(line, 'do').length > 0) return '--hunt chooses what is done by itself: give it no --do.'
  if (!hunts && valuesOf(line, 'do').length === 0) return "--do ACTION is missing, as --do 'delete namespace oil-prod'."
  if (command === 'explain' && valuesOf(line, 'effect').length === 0)
    return '--effect OBJECT is missing, as --effect Namespace/oil-prod.'
  if (lastValueOf(line, 'as') === undefined && valuesOf(line, 'as-group').length > 0)
    return '--as-group needs --as USER beside it.'
  const number = wrongNumber(line)
  if (number !== undefined) return number
  for (const effect of valuesOf(line, 'effect'))
    if (!/^[^/]+(\/[^/]+){1,2}$/.test(effect))
      return `--effect ${effect} is not understood. Expected Kind/name or Kind/namespace/name.`
  const unknown = valuesOf(line, 'property').find((name) => !wiring.properties.some((each) => each.name === name))
  if (unknown !== undefined)
    return `there is no property ${unknown}.${didYouMean(
      unknown,
      wiring.properties.map(({ name }) => name),
    )} --property list names them all.`
  const version = lastValueOf(line, 'capsule-version')
  if (version === undefined || wiring.capsuleVersions.includes(version)) return undefined
  return `Capsule ${version} is not modelled. Expected one of ${wiring.capsuleVersions.join(', ')}.`
}
