/** The object with a field that is computed when an expression reads it; who goes through all fields does not see it. */
export function defineLazy<T extends object>(fields: T, name: string, get: () => unknown): T {
  return Object.defineProperty(fields, name, { enumerable: false, get })
}
