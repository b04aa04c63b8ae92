import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'

const cluster = resolve(import.meta.dirname, '../../../fixtures/clusters/two-tenants.json')
const folder = mkdtempSync(join(tmpdir(), 'capsule-whatif-plan-'))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const good = file('good.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: new}\n')
const bad = file('bad.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: absent}\n')

async function run(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', '']
  const io: CliIo = {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    reader: nodeSourceReader(process.stdin),
    writeFile: async (path, text) => writeFileSync(path, text),
    now: () => 0,
    env: {},
  }
  const code = await main(['plan', ...argv], io)
  return { code, out, err }
}

const onCluster = ['--snapshot', cluster, '--manifests'] as const

describe('the command plan', () => {
  it('ends with 0 where nothing is as bad as --fail-on, and with 1 where something is', async () => {
    expect((await run(...onCluster, good)).code).toBe(0)
    expect((await run(...onCluster, good, '--fail-on', 'info')).code).toBe(1)
    expect((await run(...onCluster, bad)).code).toBe(1)
    expect((await run(...onCluster, bad, '--fail-on', 'none')).code).toBe(0)
  })

  it('keeps a plan and holds it against a later snapshot', async () => {
    const kept = join(folder, 'plan.json')
    expect((await run(...onCluster, good, '--out', kept)).code).toBe(0)
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({
      format: 'capsule-whatif-saved-plan/1',
      how: 'apply',
    })
    const later = await run('--against', cluster, '--plan', kept, '--fail-on', 'warning')
    expect(later.code).toBe(1)
    expect(later.out).toContain('Namespace new was predicted to be new and is as it was')
  })

  it.each<readonly [string, readonly string[], string]>([
    ['no snapshot', ['-m', good], '--snapshot FILE is missing'],
    ['no manifests', ['-s', cluster], '--manifests DIR is missing'],
    ['a folder that is not there', [...onCluster, join(folder, 'absent')], 'there is no such file or folder'],
    ['a folder without manifests', [...onCluster, mkdtempSync(join(folder, 'empty-'))], 'holds no manifest'],
    ['an empty file', [...onCluster, file('empty.yaml', '\n')], 'holds no manifest'],
    ['a selector that is none', [...onCluster, good, '--prune', 'a==='], '--prune a=== is no label selector'],
    ['two ways to prune', [...onCluster, good, '--prune', 'a=b', '--prune-all'], 'exclude each other'],
    [
      '--prune of Helm',
      [...onCluster, good, '--how', 'helm-upgrade', '--prune', 'a=b'],
      'Helm deletes what its release has no more',
    ],
    ['an allowlist alone', [...onCluster, good, '--prune-allowlist', 'core/v1/Pod'], '--prune-allowlist needs'],
    [
      'an allowlist that is none',
      [...onCluster, good, '--prune-all', '--prune-allowlist', 'Pod'],
      'Expected group/version/Kind',
    ],
    [
      '--force-conflicts of another way',
      [...onCluster, good, '--force-conflicts'],
      '--force-conflicts is of --how server-side',
    ],
    ['--release of another way', [...onCluster, good, '--release', 'x'], '--release and --previous are of'],
    ['--app of another way', [...onCluster, good, '--app', 'x'], 'are of --how gitops'],
    ['an unknown way', [...onCluster, good, '--how', 'aply'], 'Did you mean apply?'],
    ['an unknown severity', [...onCluster, good, '--fail-on', 'error'], 'Expected none or info or warning or danger'],
    ['groups without a user', [...onCluster, good, '--as-group', 'x'], '--as-group needs --as'],
    ['a version that is not modelled', [...onCluster, good, '--capsule-version', '9'], 'Capsule 9 is not modelled'],
    ['--against alone', ['--against', cluster], '--against LATER_SNAPSHOT and --plan FILE go together'],
    ['a plan that is none', ['--against', cluster, '--plan', cluster], 'is no plan that --out wrote'],
    [
      'a policy that is wrong',
      [...onCluster, good, '--policy', file('policy.yaml', 'version: 1\nassertions:\n  - nevr: {}\n')],
      'policy.yaml:3:5: assertions[0].nevr: there is no such field here',
    ],
    [
      'a policy that is not there',
      [...onCluster, good, '--policy', join(folder, 'absent.yaml')],
      'there is no such file or folder',
    ],
  ])('ends with 2 and says why: %s', async (_, argv, message) => {
    const { code, out, err } = await run(...argv)
    expect(err).toContain(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('tells a set that is partly wrong with file, line and column, and applies the rest as kubectl does', async () => {
    const wrong = file(
      'wrong.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ok, namespace: oil-dev}\n---\nkind: [\n---\nkind: ConfigMap\n',
    )
    const { code, out } = await run(...onCluster, wrong)
    expect(code).toBe(1)
    expect(out).toContain('ConfigMap oil-dev/ok')
    expect(out).toMatch(/wrong\.yaml:6:1: .*\[yaml-invalid\] \[manifest-unreadable\]/)
    expect(out).toMatch(/wrong\.yaml:7:1: .*\[manifest-unreadable\]/)
  })

  it('tells templates that were not rendered, where they stand, and not those in texts', async () => {
    const chart = file('chart.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n')
    const { code, out } = await run(...onCluster, chart)
    expect(code).toBe(1)
    expect(out).toMatch(/chart\.yaml:4:9: a template that was not rendered stands here/)
    const rest = file(
      'rest.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ok, namespace: oil-dev}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: {{ .Values.replicas }}\n',
    )
    expect((await run(...onCluster, rest)).out).toMatch(/rest\.yaml:9:13: a template/)
    const text = file(
      'alert.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: alerts, namespace: oil-dev}\ndata:\n  rule: "summary of {{ $labels.pod }}"\n  other: |\n    {{ .Values }}\n',
    )
    expect((await run(...onCluster, text)).code).toBe(0)
  })

  it('tells an object that stands twice, and a namespace that is assumed', async () => {
    const twice = file(
      'twice.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    )
    const { code, out } = await run(...onCluster, twice, '--fail-on', 'warning', '-n', 'oil-dev')
    expect(code).toBe(1)
    expect(out).toMatch(/twice\.yaml:5:1: ConfigMap a stands in the set twice, first at .*twice\.yaml:1\./)
    expect(out).toContain('names no namespace; the client puts it into oil-dev')
  })

  it('tells a kind that nobody serves', async () => {
    const { code, out } = await run(
      ...onCluster,
      file('unknown.yaml', 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n'),
    )
    expect(code).toBe(1)
    expect(out).toContain('no matches for kind "Thing" in version "example.com/v1"; ensure CRDs are installed first')
  })

  it('says which files of a folder are no manifests by their name', async () => {
    const mixed = mkdtempSync(join(folder, 'mixed-'))
    writeFileSync(join(mixed, 'README.md'), 'text')
    writeFileSync(join(mixed, 'a.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: new}\n')
    const { code, out } = await run(...onCluster, mixed)
    expect(code).toBe(0)
    expect(out).toMatch(/README\.md \[manifest-unchecked\]/)
  })

  it('leaves the snapshot as it is: the same answer twice, in every format', async () => {
    for (const format of ['text', 'json', 'sarif', 'markdown']) {
      const [one, two] = [
        await run(...onCluster, bad, '--format', format),
        await run(...onCluster, bad, '--format', format),
      ]
      expect(one).toEqual(two)
    }
  })
})
