import { actionVerbs } from '../action/parse-action.ts'
import { splitWords } from '../action/split-words.ts'
import { shortAnswerText } from '../report/session/short-answer-text.ts'
import { didYouMean } from '../text/near-miss.ts'
import { askWords, parsedAction } from './ask-words.ts'
import { helpWord, knownWords } from './help-word.ts'
import { quitWord, saveWord } from './keep-words.ts'
import { lookWords } from './look-words.ts'
import { momentOf, momentText, playAction, presentState, type Session } from './session.ts'
import { type LineResult, notUnderstood, type SessionWord, type Surroundings, said } from './session-word.ts'
import { tellWords } from './tell-words.ts'
import { travelWords } from './travel-words.ts'
import { treeWord } from './tree-word.ts'

const described: readonly SessionWord[] = [
  ...lookWords,
  treeWord,
  ...tellWords,
  ...askWords,
  ...travelWords,
  saveWord,
  quitWord,
]

/** The words that a line may begin with, besides the verbs of kubectl. */
export const sessionWords: readonly SessionWord[] = [...described, helpWord(described)]

const aliases: Readonly<Record<string, string>> = { exit: 'quit', '?': 'help' }

const nowhere: Surroundings = { readFile: () => undefined, others: [] }

/**
 * Does what a line says: plays an action as one writes it for kubectl (also with `kubectl` before it), looks, asks, or goes
 * to another moment. Pure: the session given stays as it is.
 */
export function sessionLine(session: Session, line: string, around: Surroundings = nowhere): LineResult {
  const text = line.trim().replace(/^kubectl(\s+|$)/, '')
  if (text === '' || text.startsWith('#')) return said(session, '')
  const split = splitWords(text)
  if (!split.ok) return notUnderstood(session, split.error.message)
  const [first = '', ...words] = split.value
  const name = aliases[first] ?? first
  const word = sessionWords.find((each) => each.name === name)
  const rest = text.slice(first.length).trim()
  if (word) return word.run({ session, words, rest, around })
  if (actionVerbs.includes(first)) return act(session, text, around)
  return notUnderstood(session, unknown(first, around))
}

function unknown(word: string, around: Surroundings): string {
  const near = didYouMean(word, knownWords(sessionWords, around))
  return `${JSON.stringify(word)} is not understood.${near} help lists what is.`
}

function act(session: Session, text: string, around: Surroundings): LineResult {
  const action = parsedAction(session, text, around)
  if (!action.ok) return notUnderstood(session, action.error.message)
  const before = presentState(session)
  const played = playAction(session, action.value)
  const { answer, number, steps } = momentOf(played, played.at.moment)
  return said(played, shortAnswerText(number, before, answer, steps))
}

/** What stands before a line: where one is, and who acts where that is not the usual user. */
export function promptText({ at, user, usualUser }: Session): string {
  const who = user.user === usualUser.user ? '' : ` ${user.user}`
  return `[${momentText(at)}${who}]> `
}
