import { optionName, type Parameter } from '../../questions/asking/parameter.ts'
import type { AnyQuestion } from '../../questions/asking/question.ts'
import { parametersOf } from '../../questions/asking/read-parameters.ts'

const exitCodes =
  'Exit codes: 0 nothing found, 1 findings (with --fail-on: as bad as that, or worse), 2 bad usage or unreadable input,\n3 a bug of capsule-whatif.'

/** The catalogue: every question with what it means. */
export function catalogueHelp(questions: readonly AnyQuestion[]): string {
  const width = Math.max(0, ...questions.map(({ name }) => name.length))
  return `capsule-whatif ask: questions about the cluster of a snapshot.

Usage: capsule-whatif ask NAME --snapshot FILE... [--PARAMETER VALUE]... [--format text|json] [--fail-on SEVERITY]

Questions:
${questions.map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}\n`).join('')}
Run 'capsule-whatif ask NAME --help' for the parameters of a question and an example.

${exitCodes}

Example:
${questions
  .slice(0, 1)
  .map(({ name, example }) => `  capsule-whatif ask ${name} --snapshot cluster.json ${example}\n`)
  .join('')}`
}

/** One question: what it means, its parameters, and a call that can be tried. */
export function questionHelp(question: AnyQuestion): string {
  const { name, meaning, example } = question
  const own = parametersOf(question).map(([parameter, description]) => [
    usageOf(parameter, description),
    textOf(description),
  ])
  const rows = [...own, ...general]
  return `capsule-whatif ask ${name}: ${meaning}

Usage: capsule-whatif ask ${name} --snapshot FILE... ${parametersOf(question)
    .filter(([, { isRequired }]) => isRequired)
    .map((each) => `${usageOf(...each)} `)
    .join('')}[options]

${rows.map(([usage = '', text = '']) => `  ${usage}\n      ${text}\n`).join('')}
${exitCodes}

Example:
  capsule-whatif ask ${name} --snapshot cluster.json ${example}
`
}

const general: readonly (readonly string[])[] = [
  [
    '-s, --snapshot FILE',
    'what kubectl get -o json or -o yaml printed: a file, a folder, or - for standard input; several times for several',
  ],
  [
    '--operators MODULE',
    'operators that run beside Capsule: a JavaScript module that exports one as operator, or several as operators; its code is run on this machine',
  ],
  ['--fix', 'looks at once for the safe ways of what is found, and prints them'],
  ['--format text|json', 'how to answer (default: text)'],
  [
    '--fail-on info|warning|danger',
    'how bad an answer must be for exit code 1 (default: info, and issues of the snapshot)',
  ],
  ['-h, --help', 'this text'],
]

function usageOf(parameter: string, { type }: Parameter<unknown>): string {
  return `--${optionName(parameter)}${type.isFlag ? '' : ` ${type.placeholder}`}`
}

function textOf({ type, meaning, example, isRequired, otherwise }: Parameter<unknown>): string {
  const notes = [
    ...(isRequired ? ['required'] : []),
    ...(otherwise === undefined ? [] : [`default: ${otherwise}`]),
    ...(type.isMany ? ['several times for several'] : []),
    ...(type.isFlag || type.choices ? [] : [`as ${example}`]),
  ]
  return notes.length === 0 ? meaning : `${meaning} (${notes.join('; ')})`
}
