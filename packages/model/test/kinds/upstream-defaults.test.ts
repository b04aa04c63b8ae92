import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { pods, services } from '../plugins/admission-fixture.ts'

interface Vector {
  readonly name: string
  readonly object: KubeObject
  readonly spec: JsonObject
}

/** Specs after SetObjectDefaults_Pod and SetObjectDefaults_Service of k8s.io/kubernetes v1.36.3, printed by Go. */
const vectors: readonly Vector[] = readFileSync(new URL('vectors/defaults.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('defaults of upstream', () => {
  it.each(vectors)('$name', ({ object, spec }) => {
    const strategy = strategyOf(object.kind === 'Service' ? services : pods)
    expect(strategy.applyDefaults?.(object)?.spec).toEqual(spec)
  })
})
