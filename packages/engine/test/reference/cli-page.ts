import type { CliCommand } from '../../src/cli/commands/command.ts'
import { defaultWiring } from '../../src/cli/default-wiring.ts'
import type { CliOption } from '../../src/cli/parse-command-line.ts'
import { commands } from '../../src/cli/run-command-line.ts'
import { type HelpText, parseHelp } from './help-text.ts'
import { cell, generated } from './markdown.ts'

/** The page about the command line, and options whose help text says nothing or that no command has. */
export function cliPage(): { readonly text: string; readonly wrong: readonly string[] } {
  const all = commands.flatMap((command) => [command, ...narrowedOf(command)])
  const contents = commands.map(({ name, summary }) => `- [\`${name}\`](#${name}): ${summary}`)
  const intro = [
    generated,
    '# The command line',
    'Every command with its options, from the definitions that the program itself reads. `capsule-whatif COMMAND --help` prints the same in a terminal. Options may stand anywhere; `--` ends them; a value that begins with `-` is written `--option=-value`. What each exit code and message means: [errors.md](../errors.md); what the words of answers mean: [outcomes.md](../outcomes.md).',
    contents.join('\n'),
  ]
  return { text: `${[...intro, ...all.map(commandText)].join('\n\n')}\n`, wrong: all.flatMap(mismatches) }
}

/** `ask NAME` for each question. */
function narrowedOf({ narrowed }: CliCommand): readonly CliCommand[] {
  return defaultWiring.questions.flatMap(({ name }) => {
    const command = narrowed?.([name], defaultWiring)
    return command === undefined || typeof command === 'string' ? [] : [command]
  })
}

/** Options of another command that this one takes as they are: its help text says so. */
function isAsFor(command: CliCommand): CliCommand | undefined {
  const [, name] = /all others\s+as for (\w+):/.exec(command.help) ?? []
  return commands.find((each) => each.name === name)
}

function mismatches(command: CliCommand): readonly string[] {
  const told = parseHelp(command.help, command.options).options
  const others = new Set(isAsFor(command)?.options.map(({ name }) => name))
  const untold = command.options.filter(({ name }) => name !== 'help' && !others.has(name) && !told.get(name)?.means)
  const unknown = [...told.keys()].filter((name) => !command.options.some((option) => option.name === name))
  return [
    ...untold.map(({ name }) => `${command.name} --${name} has no line in its help text`),
    ...unknown.map((name) => `${command.name} has no --${name}, but its help text has`),
  ]
}

function commandText(command: CliCommand): string {
  const help = parseHelp(command.help, command.options)
  const level = command.name.includes(' ') ? '###' : '##'
  const other = isAsFor(command)
  const parts = [
    `${level} ${command.name}`,
    `\`\`\`text\n${help.usage.replace(/^ {7}/gm, '')}\n\`\`\``,
    ...help.paragraphs.map(paragraphText),
    optionsTable(command.options, help),
    ...(other ? [`All others as for [\`${other.name}\`](#${other.name}).`] : []),
    ...(help.exitCodes === '' ? [] : [help.exitCodes.replace(/\s+/g, ' ')]),
    ...(help.examples === '' ? [] : [`\`\`\`sh\n${help.examples.replace(/^ {2}/gm, '')}\n\`\`\``]),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** Prose is prose; a list that is laid out for a terminal stays as it is. */
function paragraphText(text: string): string {
  if (!/\n {2}/.test(text) && !text.startsWith('  '))
    return text.replace(/\s+/g, ' ').replace(/^capsule-whatif [\w -]+: /, '')
  const [first = '', ...rest] = text.split('\n')
  return `${first}\n\n\`\`\`text\n${rest.map((line) => line.replace(/^ {2}/, '')).join('\n')}\n\`\`\``
}

function optionsTable(options: readonly CliOption[], help: HelpText): string {
  const rows = options.flatMap(({ name, short, choices }) => {
    const told = help.options.get(name)
    if (!told || name === 'help') return []
    const written = `${short === undefined ? '' : `-${short}, `}--${name}${told.placeholder === '' ? '' : ` ${told.placeholder}`}`
    const among = choices === undefined || choices.every((each) => written.includes(each) || told.means.includes(each))
    return [`| \`${cell(written)}\` | ${cell(told.means)}${among ? '' : cell(` (one of ${choices.join(', ')})`)} |`]
  })
  return rows.length === 0 ? '' : ['| option | means |', '| --- | --- |', ...rows].join('\n')
}
