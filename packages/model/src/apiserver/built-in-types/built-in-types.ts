import { type GoStructs, type GoType, goStructs } from '../../object/go-types/go-type.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import { kindTypes } from './kind-types.ts'
import { podTypes } from './pod-types.ts'

const linesByStruct: ReadonlyMap<string, readonly string[]> = new Map([...structsOf(kindTypes), ...structsOf(podTypes)])

/** A struct begins where a line does; its fields go on in lines that begin with spaces. */
function structsOf(table: string): (readonly [string, readonly string[]])[] {
  return table
    .trim()
    .split(/\n(?! )/)
    .map((struct) => {
      const [name = '', fields = ''] = struct.split(/:\s(.*)/s)
      return [name.replace(/:$/, ''), fields === '' ? [] : fields.split(/,\s+/)] as const
    })
}

/** The fields of the structs of built-in kinds. */
export const builtInStructs: GoStructs = goStructs((struct) => linesByStruct.get(struct))

/** The Go type of a built-in kind, where the tables have it. */
export function builtInTypeOf({ version, kind }: ResourceType): GoType | undefined {
  const name = `${version}.${kind}`
  return linesByStruct.has(name) ? { kind: 'struct', name, pointer: false } : undefined
}
