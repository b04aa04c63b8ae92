import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { objectAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { podResources } from '../../src/object/pod-resources.ts'
import { formatResources } from '../../src/object/resource-list.ts'
import { podEvaluator } from '../../src/quota/pod-evaluator.ts'

interface Vector {
  readonly name: string
  readonly pod: KubeObject
  readonly requests: JsonObject
  readonly limits: JsonObject
  readonly usage: JsonObject
}

/** What PodRequests, PodLimits and PodUsageFunc of k8s.io/kubernetes v1.36.3 say of pods, printed by Go. */
const vectors: readonly Vector[] = readFileSync(new URL('vectors/pod-usage.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('what a pod uses', () => {
  it.each(vectors)('$name', ({ pod, requests, limits, usage }) => {
    const whole: KubeObject = { ...pod, metadata: { ...pod.metadata, name: 'p' } }
    const spec = objectAt(whole, 'spec')
    expect(formatResources(podResources(spec, 'requests'))).toEqual(requests)
    expect(formatResources(podResources(spec, 'limits'))).toEqual(limits)
    expect(formatResources(podEvaluator.usage(whole, Date.parse('2026-11-21T00:00:00Z')))).toEqual(usage)
  })
})
