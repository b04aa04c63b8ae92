import { type FieldError, invalid, required, tooLong } from '../../object/field-error.ts'
import { objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { dataBytesMax, dataKeyErrors, encodedSize, immutabilityErrors } from './config-map.ts'

/** Keys that a type of secrets cannot do without. */
const keysByType: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
}

const serviceAccountName = 'kubernetes.io/service-account.name'

/** Not modelled: whether the content of a docker configuration is JSON. [pkg/apis/core/validation/validation.go:ValidateSecret] */
export function validateSecret(secret: KubeObject): readonly FieldError[] {
  const data = objectAt(secret, 'data')
  return [
    ...dataKeyErrors(data, 'data'),
    ...(encodedSize(data) > dataBytesMax ? [tooLong('data', dataBytesMax)] : []),
    ...typeErrors(secret),
  ]
}

function typeErrors(secret: KubeObject): readonly FieldError[] {
  const type = textAt(secret, 'type') ?? ''
  const data = objectAt(secret, 'data')
  if (type === 'kubernetes.io/service-account-token') {
    const named = Boolean(secret.metadata.annotations?.[serviceAccountName])
    return named ? [] : [required(`metadata.annotations[${serviceAccountName}]`)]
  }
  if (type === 'kubernetes.io/basic-auth') {
    const any = Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password')
    return any ? [] : [required('data[username]'), required('data[password]')]
  }
  return (keysByType[type] ?? []).filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`))
}

/** A secret keeps its type. [ValidateSecretUpdate] */
export function validateSecretUpdate(secret: KubeObject, old: KubeObject): readonly FieldError[] {
  const type = textAt(secret, 'type') ?? ''
  return [
    ...(type === (textAt(old, 'type') ?? '') ? [] : [invalid('type', type, 'field is immutable')]),
    ...immutabilityErrors(secret, old, ['data']),
    ...validateSecret(secret),
  ]
}
