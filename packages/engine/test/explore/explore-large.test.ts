import { readFileSync } from 'node:fs'
import { at, type Json, listAt, textAt } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseShard } from '../../src/schedule/explore/shard.ts'

const text = readFileSync(new URL('../../../../docs/explore-large.md', import.meta.url), 'utf8')
const [, manifest = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? []
const job = parse(manifest) as Json
const pod = ['spec', 'template', 'spec'] as const
const [container] = listAt(job, ...pod, 'containers')

describe('the Job of docs/explore-large.md', () => {
  it('has an index for each shard', () => {
    expect(textAt(job, 'spec', 'completionMode')).toBe('Indexed')
    const completions = at(job, 'spec', 'completions')
    expect(at(job, 'spec', 'parallelism')).toBe(completions)
    const shard = listAt(container, 'args').find((arg) => String(arg).startsWith('--shard=')) as string
    const shards = Array.from({ length: Number(completions) }, (_, index) =>
      parseShard(shard.replace('--shard=', '').replace('$(JOB_COMPLETION_INDEX)', String(index))),
    )
    expect(shards).toEqual(shards.map((_, index) => ({ index, of: completions })))
  })

  it('reads its snapshot from the ConfigMap that is made for it', () => {
    const [volume] = listAt(job, ...pod, 'volumes')
    const [mount] = listAt(container, 'volumeMounts')
    expect(textAt(mount, 'name')).toBe(textAt(volume, 'name'))
    const [, name, file] = /create configmap (\S+) --from-file=(\S+)/.exec(text) ?? []
    expect(textAt(volume, 'configMap', 'name')).toBe(name)
    expect(listAt(container, 'args')).toContain(`--snapshot=${textAt(mount, 'mountPath')}/${file}`)
  })
})
