import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import { printFieldError } from '../../src/object/field-error.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ResourceType } from '../../src/object/resource-type.ts'
import { claims, configMaps, pods, typeOf } from '../plugins/admission-fixture.ts'

interface Vector {
  readonly name: string
  readonly object: KubeObject
  readonly old?: KubeObject
  readonly errors: readonly string[]
}

/** What the validation of k8s.io/kubernetes v1.36.3 says of objects after their defaults, printed by Go. */
const vectors: readonly Vector[] = readFileSync(new URL('vectors/validation.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const rbac = 'rbac.authorization.k8s.io'
const types: Readonly<Record<string, ResourceType>> = {
  PersistentVolumeClaim: claims,
  ConfigMap: configMaps,
  Pod: pods,
  Role: typeOf(rbac, 'roles', 'Role'),
  ClusterRole: typeOf(rbac, 'clusterroles', 'ClusterRole', false),
  RoleBinding: typeOf(rbac, 'rolebindings', 'RoleBinding'),
  Ingress: typeOf('networking.k8s.io', 'ingresses', 'Ingress'),
}

function errorsOf({ object, old }: Vector): readonly string[] {
  const type = types[object.kind]
  if (!type) throw new Error(`no type of ${object.kind}`)
  const strategy = strategyOf(type)
  const defaulted = (one: KubeObject): KubeObject => strategy.applyDefaults?.(one) ?? one
  const errors = old
    ? strategy.validateUpdate?.(defaulted(object), defaulted(old))
    : strategy.validate?.(defaulted(object))
  return (errors ?? []).map(printFieldError)
}

describe('validation of upstream', () => {
  it.each(vectors)('$name', (one) => {
    expect(errorsOf(one)).toEqual(one.errors)
  })
})
