import { at, type Json } from '../../object/json.ts'

/** The number at a path; 0 where there is none. */
export function numberAt(value: Json | undefined, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path)
  return typeof found === 'number' ? found : 0
}

/** Numbers of a status as they are printed: zeros are left out. */
export function counts(numbers: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(numbers).filter(([, count]) => count !== 0))
}
