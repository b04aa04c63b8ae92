import { actionUsages, actionVerbs } from '../action/parse-action.ts'
import { didYouMean } from '../text/near-miss.ts'
import {
  type LineResult,
  notUnderstood,
  type OtherCommand,
  type SessionWord,
  type Surroundings,
  said,
  type WordCall,
} from './session-word.ts'

/** The word `help`, over the words that it tells of. */
export function helpWord(words: readonly SessionWord[]): SessionWord {
  const word: SessionWord = {
    name: 'help',
    usage: [['help [WORD]', 'this text, or that of a word']],
    takes: 'word',
    run: (call) => help([...words, word], call),
  }
  return word
}

function help(all: readonly SessionWord[], { session, words: [name], around }: WordCall): LineResult {
  if (name === undefined) return said(session, overview(all, around))
  const word = all.find((each) => each.name === name)
  if (word) return said(session, usageLines([word]).join('\n'))
  const actions = actionUsages.filter((usage) => usage.split(' ')[0] === name)
  if (actions.length > 0) return said(session, actions.join('\n'))
  const other = around.others.find((each) => each.name === name)
  if (other) return said(session, otherText(other))
  const known = knownWords(all, around)
  return notUnderstood(
    session,
    `help: there is no ${JSON.stringify(name)}.${didYouMean(name, known)} Expected one of ${known.join(', ')}.`,
  )
}

/** Everything that a line may begin with. */
export function knownWords(all: readonly SessionWord[], { others }: Pick<Surroundings, 'others'>): readonly string[] {
  return [...new Set([...actionVerbs, ...all.map(({ name }) => name), ...others.map(({ name }) => name)])]
}

function overview(all: readonly SessionWord[], { others }: Surroundings): string {
  return [
    'Actions, as for kubectl; each is played until the cluster is quiet, and becomes a moment:',
    ...actionUsages.filter((usage) => !usage.startsWith('get ')).map((usage) => `  ${usage}`),
    '',
    'Looking, asking and going through time:',
    ...usageLines(all),
    ...(others.length === 0 ? [] : ['', 'Commands of capsule-whatif, asked of the cluster where you stand:']),
    ...others.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    'Tab completes. A line that begins with # is a remark.',
  ].join('\n')
}

function otherText({ name, summary, options, subjects, takesAction }: OtherCommand): string {
  const hasOptions = [...options, ...subjects.flatMap((subject) => subject.options)].length > 0
  const head = [name, ...(subjects.length > 0 ? ['NAME'] : [])].join(' ')
  return [
    `${head}${hasOptions ? ' [options]' : ''}${takesAction ? ' [ACTION]' : ''}`,
    `  ${summary}`,
    ...(subjects.length > 0 ? [`  NAME: ${subjects.map((subject) => subject.name).join(', ')}`] : []),
    ...(hasOptions ? [`  ${head} --help tells of its options; --snapshot is not needed here.`] : []),
  ].join('\n')
}

const width = 42

function usageLines(words: readonly SessionWord[]): readonly string[] {
  return words
    .flatMap(({ usage }) => usage)
    .flatMap(([written, does]) =>
      written.length < width - 1
        ? [`  ${written.padEnd(width)}${does}`]
        : [`  ${written}`, `  ${' '.repeat(width)}${does}`],
    )
}
