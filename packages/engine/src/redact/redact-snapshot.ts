import type { KubeObject } from '@capsule-whatif/model'
import { redactSecret } from '../snapshot/redact-secrets.ts'
import { hashedNames } from './hashed-names.ts'
import { clusterNames } from './names-to-hide.ts'
import { pseudonymsOf } from './pseudonyms.ts'
import { renameObject } from './rename-object.ts'

/** What is taken out besides the values of Secrets. */
export interface RedactOptions {
  /** Whether objects, users and groups get pseudonyms; managedFields then go too. Default: false. */
  readonly names?: boolean
  /** Whether managedFields are left out. Default: false. */
  readonly dropManagedFields?: boolean
}

/** A snapshot that can be given away. */
export interface RedactedSnapshot {
  readonly objects: readonly KubeObject[]
  /** words of names and what stands for them; empty where names are kept */
  readonly pseudonyms: Readonly<Record<string, string>>
}

/**
 * The objects without values of Secrets, and where that is wanted under other names. Predictions stay the same, up to the
 * names, but for conflicts of server-side apply where managedFields go.
 */
export function redactSnapshot(objects: readonly KubeObject[], options: RedactOptions = {}): RedactedSnapshot {
  const redacted = objects.map(redactSecret)
  const plain = options.dropManagedFields === true ? redacted.map(withoutManagedFields) : redacted
  if (options.names !== true) return { objects: plain, pseudonyms: {} }
  const words = pseudonymsOf(clusterNames(plain))
  const pseudonyms = words.withWords(hashedNames(plain, (object) => renameObject(object, words)))
  return {
    objects: plain.map((object) => renameObject(object, pseudonyms)),
    pseudonyms: Object.fromEntries(pseudonyms.words),
  }
}

function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata.managedFields === undefined) return object
  const { managedFields: _managedFields, ...metadata } = object.metadata
  return { ...object, metadata }
}
