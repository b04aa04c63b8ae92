import { goQuote } from '../../../object/go-format.ts'
import { type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import { expressionProblem } from './expression.ts'
import { firstOf, firstProblem } from './problems.ts'
import { resourcesProblem } from './workload-resources.ts'

const targets: readonly string[] = [
  'pod/images',
  'pod',
  'pod/initcontainers',
  'pod/ephemeralcontainers',
  'pod/containers',
  'pod/volumes',
]

/** [validateWorkloadRules; extended A10c] */
export function workloadsProblem(path: string, workloads: JsonObject): string | undefined {
  const expressions = (field: string): string | undefined =>
    firstOf(listAt(workloads, field), (match, index) => expressionProblem(`${path}.${field}[${index}]`, match))
  return firstProblem(
    () =>
      firstOf(listAt(workloads, 'targets'), (target, index) =>
        targets.includes(String(target))
          ? undefined
          : `${path}.targets[${index}] ${goQuote(String(target))} is invalid: unsupported workload target`,
      ),
    () =>
      workloads.resources === undefined
        ? undefined
        : resourcesProblem(
            `${path}.resources`,
            objectAt(workloads, 'resources'),
            listAt(workloads, 'targets').map(String),
          ),
    () => expressions('registries'),
    () => expressions('schedulers'),
  )
}
