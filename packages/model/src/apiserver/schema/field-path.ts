/** The path of an object as a whole; a field error prints it as `<nil>`. [apimachinery pkg/util/validation/field/path.go] */
export const rootPath = '<nil>'

export function childPath(path: string, field: string): string {
  return path === rootPath ? field : `${path}.${field}`
}

/** The path of an item or of a value of a map. */
export function indexPath(path: string, index: string | number): string {
  return path === rootPath ? `[${index}]` : `${path}[${index}]`
}
