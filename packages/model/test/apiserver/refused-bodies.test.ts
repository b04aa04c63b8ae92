import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/request/request.ts'
import { api, messageOf } from '../cluster/api.ts'
import { stored } from '../cluster/objects.ts'

interface Vector {
  readonly request: Omit<Request, 'verb'>
  readonly code: number
  readonly message: string
}

/** What kube-apiserver v1.36.3 answered to bodies of built-in kinds that it does not take. */
const vectors: readonly Vector[] = readFileSync(new URL('vectors/refused-bodies.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('bodies that kube-apiserver was seen to refuse', () => {
  it.each(vectors)('$request.kind: $message', ({ request, code, message }) => {
    const account = stored('ServiceAccount', 'default', { namespace: 'default' })
    const response = api(account).send({ ...request, verb: 'create' })
    expect([response.code, messageOf(response)]).toEqual([code, message])
  })
})
