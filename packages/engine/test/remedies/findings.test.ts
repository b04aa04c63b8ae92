import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { splitWords } from '../../src/action/split-words.ts'
import { parsedActions } from '../../src/ask.ts'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { questions } from '../../src/cli/questions.ts'
import { exploreSnapshot } from '../../src/explore/explore-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { cascade } from '../../src/questions/cascade.ts'
import { drift } from '../../src/questions/drift.ts'
import { remedyForFinding } from '../../src/remedies/remedy-for-finding.ts'
import type { SoughtRemedy } from '../../src/remedies/sought-remedy.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { exampleSnapshot } from '../questions/recorded.ts'

const root = resolve(import.meta.dirname, '../../../..')
const patient = 120_000

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function ran(...argv: readonly string[]): Promise<Ran> {
  let [out, err] = ['', '']
  const io: CliIo = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {},
    now: () => 0,
    env: {},
  }
  const code = await main(argv, io)
  return { code, out, err }
}

const clusters = ['two-tenants', 'two-tenants-prevent-deletion']
const folder = mkdtempSync(join(tmpdir(), 'findings-'))
const manifest = join(folder, 'label.yaml')
const before = process.cwd()

beforeAll(() => {
  process.chdir(root)
  const labels = '{ kubernetes.io/metadata.name: oil-dev, capsule.clastix.io/tenant: gas }'
  writeFileSync(manifest, `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: oil-dev\n  labels: ${labels}\n`)
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

function fileOf(cluster: string): string {
  return relative(root, join(root, 'packages/fixtures/clusters', `${cluster}.json`))
}

/** An example of each question, and of the commands beside them. */
function commandsOn(cluster: string): readonly string[] {
  const asked = questions.map(({ name, example }) => `ask ${name} ${example.replace('new/', manifest)}`)
  return [
    ...asked,
    `ask cascade --object 'crd tenants.capsule.clastix.io' --operator down`,
    `ask cascade --object 'namespace gas-dev' --as alice --as-group projectcapsule.dev`,
    `ask blast-radius --of namespaces --do 'delete crd tenants.capsule.clastix.io'`,
    `ask drift --edit 'label namespace oil-dev capsule.clastix.io/tenant=gas --overwrite' --as alice`,
    `ask quota-forecast --manifests ${manifest} --as alice`,
    `explore --do 'delete tenant gas' --do 'operator stop'`,
    `explore --do 'delete crd tenants.capsule.clastix.io' --capsule-version 0.14.0 --max-states 200`,
    `explore --do 'annotate namespace gas-dev a=b' --as alice --as-group projectcapsule.dev`,
    `plan --manifests ${manifest}`,
    `plan --manifests docs/examples/plan/chart.yaml --how helm-uninstall`,
  ].map((command) => `${command} --snapshot ${fileOf(cluster)}`)
}

function wordsOf(command: string): readonly string[] {
  const words = splitWords(command)
  if (!words.ok) throw new Error(words.error.message)
  return words.value
}

async function suggestionsOf(command: string): Promise<readonly SoughtRemedy[]> {
  const { out, err } = await ran(...wordsOf(command), '--format', 'json')
  if (out === '') throw new Error(`${command}: ${err}`)
  return (JSON.parse(out) as { readonly remedies?: readonly SoughtRemedy[] }).remedies ?? []
}

describe('what answers suggest', () => {
  it.each(clusters)(
    'runs, all of it, on %s: it is no bad usage',
    async (cluster) => {
      const suggested = new Map<string, string>()
      for (const command of commandsOn(cluster))
        for (const { command: suggestion } of await suggestionsOf(command)) suggested.set(suggestion, command)
      expect(suggested.size).toBeGreaterThan(10)
      for (const [suggestion, command] of suggested) {
        const { code, err } = await ran(...wordsOf(suggestion).slice(1), '--max-plans', '2')
        expect({ command, suggestion, err, isUsed: code < 2 }).toMatchObject({ err: '', isUsed: true })
      }
    },
    10 * patient,
  )

  it('stands below the answer of ask, explore and plan, with the file of the snapshot', async () => {
    const snapshot = fileOf('two-tenants')
    const way = `Safe way: capsule-whatif fix --do 'delete tenant gas' --snapshot ${snapshot}\n`
    for (const command of [`ask cascade --object 'tenant gas'`, `explore --do 'delete tenant gas'`])
      expect((await ran(...wordsOf(`${command} --snapshot ${snapshot}`))).out).toMatch(new RegExp(`\\n\\n${way}$`))
    const { out } = await ran('plan', '-m', manifest, '-s', snapshot)
    expect(out).toContain(`\n\nSafe way: capsule-whatif fix --do 'apply -f ${manifest}' --snapshot ${snapshot}\n`)
  })

  it(
    'is looked for at once with --fix',
    async () => {
      const snapshot = fileOf('two-tenants')
      const { out } = await ran('ask', 'detach', '--namespace', 'gas-dev', '--fix', '-s', snapshot)
      expect(out).toMatch(
        /\nSafe way: capsule-whatif fix detach-namespace .*\n {2}Wanted: Namespace gas-dev belongs to no/,
      )
      expect(out).toContain('Safe in every order')
      const { out: json } = await ran('plan', '-m', manifest, '--fix', '--format', 'json', '-s', snapshot)
      const [remedy] = (JSON.parse(json) as { readonly remedies: readonly SoughtRemedy[] }).remedies
      expect(remedy?.found?.wanted).toBe('Namespace oil-dev belongs to Tenant gas.')
      expect(remedy?.found?.remedy?.orders).toMatchObject({ holds: true, complete: true })
    },
    patient,
  )

  it('is nothing where nothing is lost, refused or put back', async () => {
    const snapshot = fileOf('two-tenants')
    for (const command of [
      `ask cascade --object 'configmap ledger -n oil-prod'`,
      `ask cascade --object 'namespace gas-dev'`,
      `ask drift --edit 'annotate namespace oil-dev team=blue'`,
      `explore --do 'delete namespace oil-dev'`,
      'ask consistency',
    ])
      expect(await suggestionsOf(`${command} --snapshot ${snapshot}`), command).toEqual([])
  })
})

describe('remedyForFinding', () => {
  const snapshot = exampleSnapshot()

  it(
    'finds the remedy of an exploration; a plan that loses nothing has none',
    () => {
      const actions = parsedActions(snapshot, ['delete tenant gas'])
      const [explored] = exploreSnapshot(snapshot.objects, actions).answer.remedies ?? []
      const plan = makePlan(snapshot.objects, undefined, { how: 'helm-uninstall', release: 'capsule' })
      expect(plan.remedies).toBeUndefined()
      const kept = explored && remedyForFinding(snapshot.objects, explored)
      expect(kept?.remedy?.orders).toMatchObject({ holds: true, complete: true })
    },
    patient,
  )

  it(
    'begins with the operator as the finding had it',
    () => {
      const [held] =
        askQuestion(cascade, snapshot, { object: 'crd tenants.capsule.clastix.io', operator: 'down' }).remedies ?? []
      expect(held).toMatchObject({ finding: 'it is left terminating', options: { operator: 'down' } })
      expect(held?.command).toContain('--operator down')
      const { remedy } = held ? remedyForFinding(snapshot.objects, held, { statesMax: 500 }) : {}
      expect(remedy?.steps.length).toBeGreaterThan(0)
    },
    patient,
  )

  it('asks in the name of whoever was refused', () => {
    const edit = ['annotate namespace gas-dev a=b']
    const [refused] = askQuestion(drift, snapshot, { edit, as: 'alice' }).remedies ?? []
    expect(refused?.options.do).toEqual(['annotate namespace gas-dev a=b --as alice'])
  })
})
