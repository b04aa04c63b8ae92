import { defaultUser, impersonatedUser } from '../../action/impersonated-user.ts'
import { filesOfAction } from '../../action/parse-action.ts'
import { splitWords } from '../../action/split-words.ts'
import type { AskedAction } from '../../ask.ts'
import { cannotBeAsked } from '../../questions/asking/cannot-be-asked.ts'
import { quotedWord } from '../../text/quoted-word.ts'
import type { RemedyCommand } from '../remedy.ts'

/** Actions as a remedy sends them, and the files that they name, as its script writes them. */
export interface GivenCommands {
  readonly commands: readonly GivenCommand[]
  /** texts by `$dir/FILE` */
  readonly manifests: Readonly<Record<string, string>>
}

export interface GivenCommand {
  /** in the name of whom it says */
  readonly asked: RemedyCommand
  /** the same in the name of whoever runs the script; absent where it names nobody else */
  readonly asMyself?: RemedyCommand
}

/** @throws CannotBeAsked where an action is not understood, or a file of it is not at hand */
export function givenCommands(
  actions: readonly (string | AskedAction)[],
  readFile: (file: string) => string | undefined,
): GivenCommands {
  const manifests: Record<string, string> = {}
  const places = new Map<string, string>()
  const placeOf = (file: string): string => {
    const known = places.get(file)
    if (known !== undefined) return known
    const text = readFile(file)
    if (text === undefined) throw cannotBeAsked(`the file ${file} cannot be read. Expected a file of JSON or YAML.`)
    const place = `$dir/given-${places.size + 1}-${(file.split('/').at(-1) ?? '').replace(/[^\w.-]/g, '-')}`
    places.set(file, place)
    manifests[place] = text.trimEnd()
    return place
  }
  return { commands: actions.map((action) => givenCommand(action, placeOf)), manifests }
}

function givenCommand(action: string | AskedAction, placeOf: (file: string) => string): GivenCommand {
  const { do: text, as = defaultUser } = typeof action === 'string' ? { do: action } : action
  const split = splitWords(text)
  if (!split.ok) throw cannotBeAsked(`in the action ${JSON.stringify(text)}: ${split.error.message}`)
  const words = split.value[0] === 'kubectl' ? split.value.slice(1) : split.value
  const files = filesOfAction(text)
  const written = (all: readonly string[]): string => all.map((word) => writtenWord(word, files, placeOf)).join(' ')
  const own = withoutUser(words)
  const asked = own.length < words.length ? words : [...words, ...userWords(as)]
  return {
    asked: { text: written(asked) },
    ...(asked.length > own.length ? { asMyself: { text: written(own) } } : {}),
  }
}

function userWords({ user, groups }: typeof defaultUser): readonly string[] {
  if (user === defaultUser.user) return []
  const usual = new Set(impersonatedUser(user, []).groups)
  return [`--as=${user}`, ...groups.filter((group) => !usual.has(group)).map((group) => `--as-group=${group}`)]
}

function withoutUser(words: readonly string[]): readonly string[] {
  return words.filter(
    (word, index) => !/^--as(-group)?(=|$)/.test(word) && !/^--as(-group)?$/.test(words[index - 1] ?? ''),
  )
}

/** A word for a shell; a file by the place where the script writes it. */
function writtenWord(word: string, files: readonly string[], placeOf: (file: string) => string): string {
  const file = files.find((each) => word === each || (word.startsWith('-') && word.endsWith(`=${each}`)))
  if (file !== undefined) return `${word.slice(0, word.length - file.length)}"${placeOf(file)}"`
  return quotedWord(word)
}
