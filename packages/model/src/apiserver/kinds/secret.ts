import { encodeBase64 } from '../../object/base64.ts'
import { isJsonObject, textMap } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { fill } from './filling.ts'
import { validateSecret, validateSecretUpdate } from './secret-validation.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

/** A secret is Opaque unless it says otherwise; stringData goes into data. [SetDefaults_Secret, Convert_v1_Secret_To_core_Secret] */
function withDefaults(secret: KubeObject): KubeObject {
  return fill(mergeStringData(secret), { type: 'Opaque' })
}

function mergeStringData(secret: KubeObject): KubeObject {
  if (!isJsonObject(secret.stringData)) return secret
  const { stringData, ...rest } = secret
  const data: Record<string, string> = { ...textMap(secret.data) }
  for (const [key, text] of Object.entries(textMap(stringData))) data[key] = encodeBase64(text)
  return (Object.keys(data).length > 0 ? { ...rest, data } : rest) as KubeObject
}

export const secretStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
}
