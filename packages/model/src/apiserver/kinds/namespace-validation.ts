import { type FieldError, invalid } from '../../object/field-error.ts'
import { type Json, listAt, textAt } from '../../object/json.ts'
import { isTerminating, type KubeObject } from '../../object/kube-object.ts'
import { qualifiedNameMessages } from '../../object/name-validation.ts'
import { invalidWith } from './field-path.ts'

const standardFinalizers: readonly Json[] = ['kubernetes', 'orphan', 'foregroundDeletion']

/** [pkg/apis/core/validation/validation.go:ValidateNamespace] */
export function validateNamespace(namespace: KubeObject): readonly FieldError[] {
  return listAt(namespace, 'spec', 'finalizers').flatMap((finalizer) => finalizerErrors(finalizer, 'spec.finalizers'))
}

function finalizerErrors(finalizer: Json, path: string): readonly FieldError[] {
  const name = String(finalizer)
  const detail = 'name is neither a standard finalizer name nor is it fully qualified'
  return [
    ...invalidWith(path, name, qualifiedNameMessages(name)),
    ...(name.includes('/') || standardFinalizers.includes(name) ? [] : [invalid(path, name, detail)]),
  ]
}

/** The phase tells whether the namespace terminates. [kubernetes.md 3.1.3; ValidateNamespaceStatusUpdate] */
export function validateNamespaceStatusUpdate(namespace: KubeObject): readonly FieldError[] {
  const phase = textAt(namespace, 'status', 'phase') ?? ''
  const [expected, when] = isTerminating(namespace) ? ['Terminating', 'is not empty'] : ['Active', 'is empty']
  if (phase === expected) return []
  return [invalid('status.Phase', phase, `may only be '${expected}' if \`deletionTimestamp\` ${when}`)]
}
