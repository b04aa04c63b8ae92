import { readFileSync } from 'node:fs'
import type { StructuralSchema } from '../../src/apiserver/schema/structural-schema.ts'
import type { JsonObject } from '../../src/object/json.ts'

/** The request body of a recorded create, and the spec that was stored or the message that refused it. */
export interface RecordedCreate {
  readonly schema: string
  readonly body: JsonObject & { readonly metadata: JsonObject & { readonly name: string } }
  readonly namespace?: string
  readonly unknownFields?: readonly string[]
  readonly spec?: JsonObject
  readonly message?: string
}

/** What upstream's own packages made of an object: decoded, and the errors of its strategy in no order. */
export interface UpstreamCase {
  readonly schema: string
  readonly value: JsonObject
  readonly old?: JsonObject
  readonly status?: boolean
  readonly decoded: JsonObject
  readonly unknownFields: readonly string[]
  readonly errors: readonly string[]
}

export function linesOf<T>(file: string): readonly T[] {
  const text = readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

/** Looks schemas up by the names that the vectors of a file use. */
export function schemasIn(file: string): (name: string) => StructuralSchema {
  const byName = new Map(
    linesOf<{ name: string; schema: StructuralSchema }>(file).map(({ name, schema }) => [name, schema]),
  )
  return (name) => {
    const schema = byName.get(name)
    if (!schema) throw new Error(`no schema ${name}`)
    return schema
  }
}
