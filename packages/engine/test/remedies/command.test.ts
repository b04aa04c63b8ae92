import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'

const snapshot = join(import.meta.dirname, '../../../fixtures/clusters/two-tenants.json')

async function run(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const io: CliIo = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {},
    now: () => 0,
    env: {},
  }
  const code = await main(['fix', ...argv], io)
  return { code, out: out.join(''), err: err.join('') }
}

it.each([
  ['no goal', ['-s', snapshot], 'GOAL is missing. Expected one of replace-definition'],
  ['a goal that is not known', ['recreate-tenants', '-s', snapshot], 'Did you mean recreate-tenant?'],
  [
    'a goal and an action',
    ['uninstall-operator', '--do', 'operator stop', '-s', snapshot],
    '--do says what is to be done',
  ],
  ['an action that is none', ['--do', 'destroy tenant oil', '-s', snapshot], 'destroy is no action'],
  ['an action that changes nothing', ['--do', 'get tenants', '-s', snapshot], 'nothing would be otherwise'],
  ['a pattern for nothing', ['--do', 'delete tenant oil', '--keep', 'X/y', '-s', snapshot], '"X/y" names nothing'],
  ['no snapshot', ['uninstall-operator'], '--snapshot FILE is missing'],
  [
    'a goal that is not told enough',
    ['move-namespace', '-n', 'oil-prod', '-s', snapshot],
    '--tenant NAME is missing: move-namespace needs --namespace and --tenant.',
  ],
  ['a Tenant that is not there', ['recreate-tenant', '--tenant', 'oli', '-s', snapshot], 'Did you mean oil?'],
  [
    'a number that is none',
    ['uninstall-operator', '--max-seconds', 'ten', '-s', snapshot],
    '--max-seconds ten is no number.',
  ],
  [
    'a version that is not modelled',
    ['uninstall-operator', '--capsule-version', '0.3', '-s', snapshot],
    'Capsule 0.3 is not modelled.',
  ],
])('%s is wrong usage', async (_, argv, message) => {
  const { code, err } = await run(...argv)
  expect(err).toContain(message)
  expect(code).toBe(2)
})

it('prints no script where no safe plan was found, and says why', async () => {
  const { code, out, err } = await run(
    'recreate-tenant',
    '--tenant',
    'oil',
    '-s',
    snapshot,
    '--format',
    'script',
    '--max-plans',
    '3',
  )
  expect(out).toBe('')
  expect(err).toContain('No safe plan was found within the limits (plans).')
  expect(code).toBe(1)
})

/** A kubectl that notes what it is told, keeps the Namespaces that it shows, and answers the checks. */
const kubectl = `#!/usr/bin/env bash
echo "$*" >> "$FAKE/log"
case "$*" in
  *whoami*) printf kubernetes-admin ;;
  *"get namespaces -o jsonpath={range"*) cat "$FAKE/namespaces" ;;
  "get namespace gas-dev -o jsonpath="*) cat "$FAKE/owner" ;;
  *"-A -o jsonpath={range"*) cat "$FAKE/content" ;;
  get*) awk -F'\t' -v asked="$*" '$1 == asked { printf "%s", $2 }' "$FAKE/same" ;;
esac
case "$*" in
  *'"ownerReferences":null'*) : > "$FAKE/owner"; [ -z "\${LOSES:-}" ] || echo 'oil-dev|1|' > "$FAKE/namespaces" ;;
  'delete secrets capsule-tls'*) grep -v capsule-tls "$FAKE/content" > "$FAKE/kept"; mv "$FAKE/kept" "$FAKE/content" ;;
  'delete crd tenants'*) [ -z "\${LOSES:-}" ] || : > "$FAKE/content" ;;
  *'"ownerReferences":['*) printf gas > "$FAKE/owner" ;;
esac
`

function ranScript(
  script: string,
  environment: Readonly<Record<string, string>> = {},
): { readonly code: number; readonly text: string; readonly sent: readonly string[]; again(argument: string): string } {
  const folder = mkdtempSync(join(tmpdir(), 'fix-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string, mode = 0o644): void => writeFileSync(join(folder, name), text, { mode })
  write('kubectl', kubectl, 0o755)
  write('sleep', '#!/bin/sh\n', 0o755)
  write('namespaces', 'gas-dev|2|\noil-dev|1|\n')
  write('owner', 'gas')
  write(
    'content',
    'Secret|capsule-system/capsule-tls|7||\nConfigMap|oil-dev/settings|8||\nRole|oil-dev/own|9||Tenant\n',
  )
  const sames = [...script.matchAll(/^ {2}same '([^']+)' ('[^']+'|\S+) (.+)$/gm)].map(
    ([, fields = '', expected = '', place = '']) =>
      `get ${place} -o jsonpath=${fields}\t${expected.replaceAll("'", '')}\n`,
  )
  write('same', sames.join(''))
  write('fix.sh', script)
  const env = {
    PATH: `${folder}:${process.env.PATH ?? ''}`,
    FAKE: folder,
    CAPSULE_FIX_DIR: join(folder, 'dir'),
    ...environment,
  }
  const bash = (...argv: readonly string[]): string =>
    execFileSync('bash', [join(folder, 'fix.sh'), ...argv], { env, encoding: 'utf8', stdio: 'pipe' })
  let [code, text] = [0, '']
  try {
    text = bash()
  } catch (error) {
    const failed = error as { readonly status: number; readonly stderr: string }
    code = failed.status
    text = failed.stderr
  }
  const sent = (): readonly string[] =>
    readFileSync(join(folder, 'log'), 'utf8')
      .split('\n')
      .filter((line) => /^(patch|create|delete|apply) /.test(line))
  return { code, text, sent: sent(), again: (argument) => `${bash(argument)}${sent().at(-1)}` }
}

it('the script runs in bash: it sends what the plan says, in order, and takes it back', async () => {
  const { out } = await run('detach-namespace', '-n', 'gas-dev', '-s', snapshot, '--format', 'script')
  const ran = ranScript(out)
  expect(ran.text).toContain('done: Namespace gas-dev belongs to no Tenant.')
  expect(ran.code).toBe(0)
  expect(ran.sent).toEqual([
    'patch capsuleconfiguration default --type merge -p {"spec":{"administrators":[{"kind":"User","name":"kubernetes-admin"}]}}',
    'patch namespace gas-dev --type merge -p {"metadata":{"labels":{"capsule.clastix.io/tenant":null},"ownerReferences":null}}',
    'patch capsuleconfiguration default --type merge -p {"spec":{"administrators":null}}',
  ])
  expect(ran.again('undo')).toBe('patch capsuleconfiguration default --type merge -p {"spec":{"administrators":null}}')
})

it('the script ends at the first step after which a namespace is lost', async () => {
  const { out } = await run('detach-namespace', '-n', 'gas-dev', '-s', snapshot, '--format', 'script')
  const ran = ranScript(out, { LOSES: 'yes' })
  expect(ran.code).toBe(1)
  expect(ran.text).toContain('stopped: lost or being deleted: gas-dev|2|')
  expect(ran.sent.length).toBe(2)
})

it('the script that removes the operator does not stop at what it removes itself, and stops at anything else', async () => {
  const { out } = await run('uninstall-operator', '-s', snapshot, '--format', 'script')
  const ran = ranScript(out)
  expect(ran.text).toContain('done: The operator is gone')
  expect(ran.sent.at(-1)).toContain('delete')
  const losing = ranScript(out, { LOSES: 'yes' })
  expect(losing.text).toContain('stopped: lost or being deleted: ConfigMap|oil-dev/settings|8|')
  expect(losing.sent.some((line) => line.startsWith('delete secrets'))).toBe(false)
}, 120_000)

it('the script of an action watches for what is not meant to go alone', async () => {
  const { out } = await run('--do', 'delete namespace gas-dev', '-s', snapshot, '--format', 'script')
  expect(out).toMatch(/^Namespace\|gas-dev$/m)
  expect(out).toContain('kubectl delete namespace gas-dev --timeout=120s')
  expect(execFileSync('bash', ['-n'], { input: out, encoding: 'utf8' })).toBe('')
}, 120_000)

it.each([
  ['replace-definition'],
  ['move-namespace', '-n', 'oil-prod', '--tenant', 'gas'],
  ['uninstall-operator'],
  ['recreate-tenant', '--tenant', 'oil'],
])(
  'the script of %s is bash',
  async (...argv) => {
    const { out } = await run(...argv, '-s', snapshot, '--format', 'script')
    expect(execFileSync('bash', ['-n'], { input: out, encoding: 'utf8' })).toBe('')
    expect(out).toMatch(/^undo_1\(\) \{$/m)
  },
  120_000,
)
