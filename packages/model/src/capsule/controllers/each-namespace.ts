import type { Reconcile } from '../../controllers/controller.ts'
import { type Failure, joined, prefixed } from './failure.ts'

/** Does the same in several namespaces; a failure in one does not keep the others. [CT/utils.go:runForNamespaces; core R7.2] */
export function* eachNamespace(
  names: readonly string[],
  work: (namespace: string) => Reconcile<Failure | undefined>,
): Reconcile<Failure | undefined> {
  const failures: Failure[] = []
  for (const name of names) {
    const failure = yield* work(name)
    if (failure) failures.push(prefixed(`namespace "${name}": `, failure))
  }
  return joined(failures)
}
