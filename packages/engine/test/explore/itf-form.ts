import { isJsonArray, isJsonObject, type Json } from '@capsule-whatif/model'
import { type Form, isCount, isText, listOf } from '../../src/explore/json-form.ts'

/**
 * What ADR-015 of Apalache says of a value: a truth value, a text, a whole number (a JSON number, or `#bigint`), a list,
 * `#tup`, `#set`, `#map`, `#unserializable`, or a record, of which no field begins with `#`.
 */
const isValue: Form = (value, place) => {
  if (typeof value === 'boolean' || typeof value === 'string' || Number.isSafeInteger(value)) return undefined
  if (isJsonArray(value)) return listOf(isValue)(value, place)
  if (!isJsonObject(value)) return `${place}: ${String(value)} is no value of ITF`
  const special = Object.keys(value).find((name) => name.startsWith('#'))
  if (special === undefined)
    return Object.entries(value)
      .map(([name, field]) => isValue(field, `${place}.${name}`))
      .find((wrong) => wrong !== undefined)
  if (Object.keys(value).length > 1) return `${place}: ${special} stands beside other fields`
  return isSpecial(special, value[special], `${place}.${special}`)
}

function isSpecial(name: string, value: Json | undefined, place: string): string | undefined {
  switch (name) {
    case '#bigint':
      return typeof value === 'string' && /^-?\d+$/.test(value) ? undefined : `${place}: no whole number`
    case '#tup':
    case '#set':
      return listOf(isValue)(value, place)
    case '#map':
      return listOf((pair, at) =>
        isJsonArray(pair) && pair.length === 2 ? listOf(isValue)(pair, at) : `${at}: no pair of key and value`,
      )(value, place)
    case '#unserializable':
      return isText(value, place)
    default:
      return `${place}: ITF has no ${name}`
  }
}

/** What is wrong with a trace by ADR-015: its head, and that each state has its number and a value for each variable. */
export const isItf: Form = (trace, place) => {
  if (!isJsonObject(trace)) return `${place}: no object`
  const more = Object.keys(trace).find((name) => !['#meta', 'params', 'vars', 'states', 'loop'].includes(name))
  if (more !== undefined) return `${place}: ITF has no ${more}`
  const { vars = null, states = null, loop } = trace
  const isState: Form = (state, at) => {
    if (!isJsonObject(state)) return `${at}: no object`
    const { '#meta': meta, ...values } = state
    const index = isJsonObject(meta) ? isCount(meta.index, `${at}.#meta.index`) : `${at}: no #meta`
    if (index !== undefined) return index
    if (JSON.stringify(Object.keys(values).sort()) !== JSON.stringify([...(vars as string[])].sort()))
      return `${at}: not a value for each variable`
    return isValue(values, at)
  }
  return (
    listOf(isText)(vars, 'vars') ??
    listOf(isState)(states, 'states') ??
    (loop === undefined ? undefined : isCount(loop, 'loop'))
  )
}
