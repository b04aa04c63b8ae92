/** Numbers for values: two values share one where nothing tells them apart but resourceVersions. 0 is: nothing there. */
export interface Values {
  /** the number of a value; of two values with the same text, the first stands for both */
  idOf(value: unknown, textOf?: (value: unknown) => string): number
  valueOf(id: number): unknown
  /** the value with every object in it as the one that stands for it: two that are the same have one resourceVersion */
  represented(value: unknown): unknown
  /** the text that values of that number share */
  textOf(id: number): string
}

export function createValues(): Values {
  const values: unknown[] = [undefined]
  const texts = ['']
  const idsByText = new Map<string, number>()
  const idsByObject = new WeakMap<object, number>()
  const idOf = (value: unknown, textOf: (value: unknown) => string = (given) => canonicalText(given, idOf)): number => {
    if (value === undefined) return 0
    const object = typeof value === 'object' && value !== null ? value : undefined
    const known = object && idsByObject.get(object)
    if (known !== undefined) return known
    const text = textOf(value)
    let id = idsByText.get(text)
    if (id === undefined) {
      id = values.push(value) - 1
      texts.push(text)
      idsByText.set(text, id)
    }
    if (object) idsByObject.set(object, id)
    return id
  }
  const represented = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || isSortedMap(value)) return value
    const known = stands.get(value)
    if (known !== undefined) return known
    const standing = standingFor(value)
    stands.set(value, standing)
    return standing
  }
  // what is one object stays one: controllers tell by that whether something changed
  const stands = new WeakMap<object, object>()
  const standingFor = (value: object): object => {
    const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
      one.every((each, at) => each === other[at])
    const parts =
      Array.isArray(value) || value instanceof Set
        ? [...value]
        : value instanceof Map
          ? [...value.values()]
          : Object.values(value)
    if (typeof ((value as Fields).metadata as Fields | undefined)?.resourceVersion === 'string')
      return values[idOf(value)] as object
    const standing = parts.map(represented)
    if (same(parts, standing)) return value
    if (Array.isArray(value)) return standing
    if (value instanceof Set) return new Set(standing)
    if (value instanceof Map) return new Map([...value.keys()].map((key, at) => [key, standing[at]]))
    return Object.fromEntries(Object.keys(value).map((name, at) => [name, standing[at]]))
  }
  return { idOf, valueOf: (id) => values[id], textOf: (id) => texts[id] ?? '', represented }
}

interface Chunked {
  readonly chunks: readonly { readonly keys: readonly string[]; readonly values: readonly unknown[] }[]
}

function isSortedMap(value: object): value is Chunked {
  return 'chunks' in value && 'size' in value
}

/**
 * A text that values share which are the same but for resourceVersions, for how often they were changed and for the order
 * of fields. Whole objects of a map stand in it by their number.
 */
export function canonicalText(value: unknown, idOf: (value: unknown) => number | string, generation = 0): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value)
  if (Array.isArray(value)) return `[${value.map((each) => canonicalText(each, idOf, generation)).join()}]`
  if (value instanceof Map) return `Map${canonicalText([...value], idOf, generation)}`
  if (value instanceof Set) return `Set${canonicalText([...value], idOf, generation)}`
  if (isSortedMap(value)) {
    return `{${value.chunks.flatMap(({ keys, values }) => keys.map((key, index) => `${key}=${idOf(values[index])}`)).join()}}`
  }
  return fieldsText(value as Fields, idOf, generationOf(value as Fields) ?? generation)
}

type Fields = Readonly<Record<string, unknown>>

function generationOf({ metadata }: Fields): number | undefined {
  const generation = (metadata as Fields | undefined)?.generation
  return typeof generation === 'number' ? generation : undefined
}

function fieldsText(fields: Fields, idOf: (value: unknown) => number | string, generation: number): string {
  const texts: string[] = []
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name]
    if (value === undefined || name === 'resourceVersion' || name === 'generation') continue
    // what counts is how far what was seen lies behind what is
    const seen = name === 'observedGeneration' && typeof value === 'number' ? value - generation : value
    texts.push(`${JSON.stringify(name)}:${canonicalText(seen, idOf, generation)}`)
  }
  return `{${texts.join()}}`
}
