import { at, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../object/json.ts'

/** A JSONPath as far as it is modelled: names, indexes and `[*]`. */
export type UsagePath = readonly (string | number | typeof everything)[]

const everything: unique symbol = Symbol('[*]')

const segment = /\.((?:[^.[\]\\\s]|\\.)+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|(\[\*\])/y

/**
 * The path in a text like `.spec.containers[*].name`; undefined where it is none or has more to it: filters, ranges,
 * unions, recursion. [client-go util/jsonpath]
 */
export function parseUsagePath(text: string): UsagePath | undefined {
  const path: UsagePath[number][] = []
  const source = text.trim()
  if (!source.startsWith('.')) return undefined
  for (let position = 0; position < source.length; position = segment.lastIndex) {
    segment.lastIndex = position
    const [whole, name, single, double, index] = segment.exec(source) ?? []
    if (whole === undefined) return undefined
    if (name !== undefined) path.push(name === '*' ? everything : name.replaceAll('\\', ''))
    else if (index !== undefined) path.push(Number(index))
    else path.push(single ?? double ?? everything)
  }
  return path
}

/** What the path finds, as text, several values with a blank between; empty where it finds nothing. */
export function valuesAt(object: JsonObject, path: UsagePath): string {
  const found = path.reduce<readonly Json[]>((values, part) => values.flatMap((value) => step(value, part)), [object])
  return found.map(textOf).join(' ').trim()
}

function step(value: Json, part: UsagePath[number]): readonly Json[] {
  if (typeof part !== 'symbol') {
    const found = at(value, part)
    return found === undefined || found === null ? [] : [found]
  }
  if (isJsonArray(value)) return value
  return isJsonObject(value) ? Object.values(value).filter((item) => item !== undefined) : []
}

function textOf(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
