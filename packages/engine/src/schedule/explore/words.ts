import { textHash } from '@capsule-whatif/model'

/** A word that belongs to a unit: what it is there, told without the unit's name. */
export interface OwnWord {
  readonly unit: number
  readonly label: string
  /** the word that is the same for another unit of the group */
  of(unit: number): string
}

/** A text with the words in it that belong to units. */
export interface Parsed {
  /** the units that it names, in order */
  readonly units: readonly number[]
  /** whether a unit's name is part of a longer word: it cannot be renamed */
  readonly unclear: readonly number[]
  /** the text with other names for the units */
  render(nameOf: (unit: number) => string): string
  /** the text with units in the place of others, as it would read in a run */
  exchanged(unitFor: (unit: number) => number): string
}

/** What words mean. */
export interface Dictionary {
  parse(text: string): Parsed
  /** the text without how long before the beginning something was made or changed */
  ageless(text: string): string
}

const agePattern = /"(?:creationTimestamp|lastTransitionTime)":"([^"]*)"/g
const wordPattern = /[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?/g
const modelUidPrefix = '00000000-0000-4000-8000-'

/** As many uids of one place are told apart as a search gives out. */
const uidsOfPlaceMax = 4

/**
 * @param words words that belong to units
 * @param names names of units, by unit: within longer words they are unclear
 * @param begun since when all is looked at: how long before something was made or changed counts for nothing
 * @param places places that objects were made in during a run, as the model names them for uids; grows
 */
export function createDictionary(
  words: ReadonlyMap<string, OwnWord>,
  names: ReadonlyMap<number, string>,
  begun: number,
  places: () => Iterable<string>,
): Dictionary {
  const made = new Map<string, string>()
  const placesSeen = new Set<string>()
  const meanings = new Map<string, OwnWord | readonly number[] | undefined>()

  const placeOfUid = (uid: string): string | undefined => {
    if (!made.has(uid)) {
      for (const place of places()) {
        if (placesSeen.has(place)) continue
        placesSeen.add(place)
        for (let count = 1; count <= uidsOfPlaceMax; count++) made.set(uidOf(`${place} ${count}`), `${place} ${count}`)
      }
    }
    return made.get(uid)
  }

  /** What a word is: of a unit, of none, or unclear: then the units that it may be of. */
  const meaningOf = (word: string): OwnWord | readonly number[] | undefined => {
    if (meanings.has(word)) return meanings.get(word)
    const meaning = words.get(word) ?? (word.startsWith(modelUidPrefix) ? meaningOfUid(word) : meaningOfPart(word))
    meanings.set(word, meaning)
    return meaning
  }

  const meaningOfUid = (uid: string): OwnWord | readonly number[] | undefined => {
    const place = placeOfUid(uid)
    if (place === undefined) return undefined
    const { units, unclear, render, exchanged } = parse(place)
    const [unit] = units
    if (unit === undefined && unclear.length === 0) return undefined
    if (unit === undefined || units.length > 1 || unclear.length > 0) return [...units, ...unclear]
    return { unit, label: `uid of ${render(() => '')}`, of: (other) => uidOf(exchanged(() => other)) }
  }

  const meaningOfPart = (word: string): readonly number[] | undefined => {
    const within = [...names].filter(([, name]) => word.includes(name)).map(([unit]) => unit)
    return within.length > 0 ? within : undefined
  }

  const ageless = (text: string): string =>
    text.replace(agePattern, (whole, time: string) => (Date.parse(time) < begun ? '' : whole))

  const parse = (given: string): Parsed => {
    const text = ageless(given)
    const pieces: (string | OwnWord)[] = []
    const units = new Set<number>()
    const unclear = new Set<number>()
    let done = 0
    for (const { 0: word, index } of text.matchAll(wordPattern)) {
      const meaning = meaningOf(word)
      if (!meaning) continue
      if (isUnclear(meaning)) {
        for (const unit of meaning) unclear.add(unit)
        continue
      }
      pieces.push(text.slice(done, index), meaning)
      units.add(meaning.unit)
      done = index + word.length
    }
    pieces.push(text.slice(done))
    const written = (write: (word: OwnWord) => string): string =>
      pieces.map((piece) => (typeof piece === 'string' ? piece : write(piece))).join('')
    return {
      units: [...units].sort((one, other) => one - other),
      unclear: [...unclear],
      render: (nameOf) => written(({ unit, label }) => `«${nameOf(unit)} ${label}»`),
      exchanged: (unitFor) => written((word) => word.of(unitFor(word.unit))),
    }
  }

  return { parse, ageless }
}

function isUnclear(meaning: OwnWord | readonly number[]): meaning is readonly number[] {
  return Array.isArray(meaning)
}

/** As the model makes uids: of the place, and the how manieth there. */
function uidOf(text: string): string {
  return `${modelUidPrefix}${(textHash(text) % 2 ** 48).toString(16).padStart(12, '0')}`
}
