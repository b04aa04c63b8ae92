import { Environment } from '@marcbachmann/cel-js'
import { addLists } from './library/lists.ts'
import { addQuantities } from './library/quantities.ts'
import { addRegularExpressions } from './library/regular-expressions.ts'
import { addSets } from './library/sets.ts'
import { addStrings } from './library/strings.ts'

/**
 * CEL as Kubernetes extends it, without variables: clone it and declare them.
 * Literals of mixed types are let through; upstream refuses the objects that hold such expressions.
 * Not modelled: url, ip, cidr, semver, named formats, comprehensions of two variables, `sortBy`, the cost budget.
 * [k8s.io/apiserver pkg/cel/environment/base.go, pkg/cel/library]
 */
export function kubernetesEnvironment(): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
  addLists(environment)
  addSets(environment)
  addStrings(environment)
  addRegularExpressions(environment)
  addQuantities(environment)
  return environment
}
