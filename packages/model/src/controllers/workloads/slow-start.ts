import type { Reconcile } from '../controller.ts'

/**
 * Attempts in batches of 1, 2, 4 and so on; a batch with a failure is the last. Gives the first failure, and how many
 * succeeded. [pkg/controller/replicaset/replica_set.go slowStartBatch]
 */
export function* slowStart(
  count: number,
  attempt: (index: number) => Reconcile<string | undefined>,
): Reconcile<{ readonly failure: string | undefined; readonly successes: number }> {
  let successes = 0
  let done = 0
  for (let batch = 1; done < count; batch *= 2) {
    const end = Math.min(done + batch, count)
    let failure: string | undefined
    for (; done < end; done++) {
      const failed = yield* attempt(done)
      if (failed === undefined) successes++
      else failure ??= failed
    }
    if (failure !== undefined) return { failure, successes }
  }
  return { failure: undefined, successes }
}
