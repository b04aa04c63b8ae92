import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../object/json.ts'
import { podTemplateLayout } from './pod-template-layout.ts'
import { dumpQuantity } from './quantity-dump.ts'

interface Field {
  readonly name: string
  readonly json: string
  readonly type: string
  readonly inline: boolean
}

const layouts: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(podTemplateLayout).map(([type, text]) => [type, text.split(', ').map(parseField)]),
)

function parseField(text: string): Field {
  const [names = '', type = ''] = text.split(' ')
  const inline = names.startsWith('~')
  const [name = '', json = `${name[0]?.toLowerCase()}${name.slice(1)}`] = names.slice(inline ? 1 : 0).split('=')
  return { name, json, type, inline }
}

const zeroTime = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'

/**
 * A value of a Go type as go-spew prints it with `%#v`: types before values, the keys of maps in order. What is empty in
 * JSON is absent in Go, as values come from storage. [go-spew spew/format.go; k8s.io/utils/dump ForHash]
 */
export function goDump(type: string, value: Json | undefined): string {
  return `(${type})${dumpValue(type, value)}`
}

function dumpValue(type: string, value: Json | undefined): string {
  if (type.startsWith('*')) return value === undefined || value === null ? '<nil>' : dumpValue(type.slice(1), value)
  if (type.startsWith('[]')) return dumpList(type.slice(2), value)
  if (type.startsWith('map[')) return dumpMap(type.slice(type.indexOf(']') + 1), value)
  const special = specials[type]
  if (special) return special(value)
  const layout = layouts.get(type)
  return layout ? dumpStruct(layout, isJsonObject(value) ? value : {}) : dumpScalar(type, value)
}

const specials: Readonly<Record<string, (value: Json | undefined) => string>> = {
  'v1.Time': () => zeroTime,
  'v1.ResourceList': (value) => dumpMap('resource.Quantity', value),
  'resource.Quantity': dumpQuantity,
  'intstr.IntOrString': dumpIntOrString,
}

function dumpList(type: string, value: Json | undefined): string {
  if (!isJsonArray(value) || value.length === 0) return '<nil>'
  return `[${value.map((item) => dumpValue(type, item)).join(' ')}]`
}

function dumpMap(type: string, value: Json | undefined): string {
  if (!isJsonObject(value) || Object.keys(value).length === 0) return '<nil>'
  const entries = Object.keys(value).sort()
  return `map[${entries.map((key) => `${key}:${dumpValue(type, value[key])}`).join(' ')}]`
}

function dumpStruct(layout: readonly Field[], value: JsonObject): string {
  const fields = layout.map(({ name, json, type, inline }) => `${name}:${goDump(type, inline ? value : value[json])}`)
  return `{${fields.join(' ')}}`
}

function dumpScalar(type: string, value: Json | undefined): string {
  if (type === 'bool') return String(value ?? false)
  if (type === 'int32' || type === 'int64') return String(value ?? 0)
  return String(value ?? '')
}

function dumpIntOrString(value: Json | undefined): string {
  const text = typeof value === 'string'
  return `{Type:(intstr.Type)${text ? 1 : 0} IntVal:(int32)${text ? 0 : (value ?? 0)} StrVal:(string)${text ? value : ''}}`
}
