import { isJsonArray, isJsonObject, type Json } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../action/action-text.ts'

/** What is wrong with a value, and where in it, as `moves[3].until: expected a number`; undefined where nothing is. */
export type Form = (value: Json | undefined, place: string) => string | undefined

function plain(isRight: (value: Json | undefined) => boolean, expected: string): Form {
  return (value, place) => (isRight(value) ? undefined : `${place}: expected ${expected}`)
}

export const isText: Form = plain((value) => typeof value === 'string', 'a text')
export const isFlag: Form = plain((value) => typeof value === 'boolean', 'true or false')
export const isNumber: Form = plain((value) => typeof value === 'number' && Number.isFinite(value), 'a number')
export const isCount: Form = plain((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a whole number')

export function oneOf(...texts: readonly string[]): Form {
  return plain((value) => typeof value === 'string' && texts.includes(value), `one of ${texts.join(', ')}`)
}

export function listOf(item: Form): Form {
  return (value, place) => {
    if (!isJsonArray(value)) return `${place}: expected a list`
    for (let index = 0; index < value.length; index++) {
      const wrong = item(value[index], `${place}[${index}]`)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
}

export function fieldsOf(needed: Readonly<Record<string, Form>>, allowed: Readonly<Record<string, Form>> = {}): Form {
  return (value, place) => {
    if (!isJsonObject(value)) return `${place === '' ? 'it' : place}: expected an object`
    const inPlace = (name: string): string => (place === '' ? name : `${place}.${name}`)
    for (const [name, form] of Object.entries(needed)) {
      const wrong = form(value[name], inPlace(name))
      if (wrong !== undefined) return wrong
    }
    for (const [name, form] of Object.entries(allowed)) {
      const wrong = value[name] === undefined ? undefined : form(value[name], inPlace(name))
      if (wrong !== undefined) return wrong
    }
    const more = Object.keys(value).find((name) => !(name in needed) && !(name in allowed))
    return more === undefined ? undefined : `${inPlace(more)}: there is no such field`
  }
}

/** The form that goes with the `type` of a value. */
export function byType(forms: Readonly<Record<string, Form>>): Form {
  return (value, place) => {
    const type = isJsonObject(value) ? value.type : undefined
    const form = typeof type === 'string' && Object.hasOwn(forms, type) ? forms[type] : undefined
    return form ? form(value, place) : `${place}.type: expected one of ${Object.keys(forms).join(', ')}`
  }
}

/** Reads what was saved under the name of a format, and says what is wrong with it. */
export function readSaved<T>(json: unknown, format: string, version: number, form: Form): Parsed<T> {
  const value = json as Json
  if (!isJsonObject(value) || value.format !== format) {
    const other = isJsonObject(value) && typeof value.format === 'string' ? ` It says that it is ${value.format}.` : ''
    return refused(`this is no ${format}: its field format does not say so.${other}`)
  }
  if (value.version !== version)
    return refused(`this is ${format} of version ${String(value.version)}. Expected version ${version}: make it anew.`)
  const wrong = form(value, '')
  return wrong === undefined
    ? parsed(value as unknown as T)
    : refused(`this ${format} is damaged: ${wrong}. Make it anew.`)
}
