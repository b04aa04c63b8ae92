import type { Environment } from '@marcbachmann/cel-js'

class PatchFunctions {}

/**
 * What mutations have beside all else: literals of objects, and names escaped for the paths of JSON patches.
 * [apiserver pkg/cel/mutation/typeresolver.go, pkg/cel/library/jsonpatch.go]
 */
export function addMutationFunctions(environment: Environment): Environment {
  return environment
    .registerFunction('objectLiteral(map): dyn', (fields: unknown) => fields)
    .registerType('PatchFunctions', PatchFunctions)
    .registerConstant('jsonpatch', 'PatchFunctions', new PatchFunctions())
    .registerFunction('PatchFunctions.escapeKey(string): string', (_functions: unknown, key: string) =>
      key.replaceAll('~', '~0').replaceAll('/', '~1'),
    )
}
