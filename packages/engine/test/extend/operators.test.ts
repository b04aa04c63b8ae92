import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { controlPlane, type Operator } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { operator as copier } from '../../../../docs/extend/examples/config-copier.mjs'
import { operator as mended } from '../../../../docs/extend/examples/config-copier-mended.mjs'
import { operator as guard } from '../../../../docs/extend/examples/config-guard.mjs'
import { access } from '../../src/access/access.ts'
import { ask, parsedActions } from '../../src/ask.ts'
import { explainWhy } from '../../src/causes/explain-actions.ts'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { readOperators } from '../../src/cli/operator-modules.ts'
import { exploreSnapshot } from '../../src/explore/explore-snapshot.ts'
import { metadataLatency } from '../../src/metadata/metadata-latency.ts'
import { pictureOf } from '../../src/picture-of.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { readManifestSet } from '../../src/plan/manifest-set.ts'
import { cascade } from '../../src/questions/cascade.ts'
import { compare } from '../../src/questions/compare.ts'
import { remedyFor } from '../../src/remedies/remedy-for.ts'
import { loadSnapshot, type Snapshot } from '../../src/snapshot/load-snapshot.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { whatIf } from '../../src/what-if/what-if.ts'
import { root } from './guide.ts'

const label = 'label namespace oil-dev config.example.com/copy=proxy'
const removal = 'delete configmap proxy -n config-source'

function snapshotWith(operators: readonly Operator[], ...more: readonly string[]): Snapshot {
  const files = ['packages/fixtures/clusters/two-tenants.json', 'docs/extend/examples/config-copier.yaml', ...more]
  return { ...loadSnapshot(files.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))), operators }
}

const snapshot = snapshotWith([mended])
const { objects } = snapshot
const guarded = snapshotWith([mended, guard], 'docs/extend/examples/config-guard.yaml')
const copy = { outcome: 'created', kind: 'ConfigMap', namespace: 'oil-dev', name: 'proxy' }

describe('an operator beside Capsule', () => {
  it('works wherever a snapshot is taken', () => {
    expect(ask(snapshot, [label]).effects).toContainEqual(expect.objectContaining(copy))
    expect(whatIf(snapshot).when(label).answer().effects).toContainEqual(expect.objectContaining(copy))
    expect(whatIf(snapshot).when(label).inAllOrders().answer().effects).toContainEqual(expect.objectContaining(copy))
    expect(pictureOf(snapshot, [label]).objects.map(({ kind, name }) => `${kind} ${name}`)).toContain('ConfigMap proxy')
    const actions = parsedActions(snapshot, [label], {})
    const [why] = explainWhy(snapshot, actions, [{ kind: 'ConfigMap', namespace: 'oil-dev', name: 'proxy' }]).why
    expect(JSON.stringify(why)).toContain('config-copier/namespaces')
    expect(compare.ask(snapshot, { do: [label], instead: ['wait 1s'] })).toMatchObject({
      differences: expect.arrayContaining([
        expect.objectContaining({ object: { kind: 'ConfigMap', namespace: 'oil-dev', name: 'proxy' } }),
      ]),
    })
  })

  it('works wherever objects are taken, as an option', () => {
    const actions = parsedActions(snapshot, [label], {})
    const operators = [mended]
    const { answer } = exploreSnapshot(objects, actions, { operators })
    expect(answer.effects.map(({ effect }) => effect)).toContainEqual(expect.objectContaining(copy))
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'gold', labels: { 'config.example.com/copy': 'proxy' } },
    })
    const plan = makePlan(objects, readManifestSet([{ name: 'gold.json', text }]), { how: 'apply', operators })
    expect(plan.effects).toContainEqual(expect.objectContaining({ ...copy, namespace: 'gold' }))
    const { effects } = ask({ objects }, [label], { operators })
    expect(effects).toContainEqual(expect.objectContaining(copy))
  })

  it('is asked by access, by fix and by metadata-latency too', () => {
    const user = { user: 'kubernetes-admin', groups: ['system:masters'] }
    const asked = { text: removal, actions: parsedActions(guarded, [removal], {})[0]?.actions ?? [], user }
    const labelled = objects.map((object) =>
      object.kind === 'Namespace' && object.metadata.name === 'oil-dev'
        ? {
            ...object,
            metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'config.example.com/copy': 'proxy' } },
          }
        : object,
    )
    const all = [...labelled, ...guarded.objects.filter(({ kind }) => kind === 'ValidatingWebhookConfiguration')]
    expect(JSON.stringify(access(all, asked, { operators: [mended, guard] }))).toContain(
      '1 namespaces have a copy of proxy',
    )
    expect(metadataLatency(objects, { operators: [mended], tenants: ['gas'] }).tenants).toHaveLength(1)
    const { remedy, best } = remedyFor(objects, 'detach-namespace', {
      namespace: 'gas-dev',
      operators: [mended],
      statesMax: 500,
    })
    expect(remedy ?? best).toBeDefined()
  })

  it('is stopped and started by its name, and a name that is none is met with the near miss', () => {
    expect(ask(snapshot, ['operator stop config-copier', label]).effects).not.toContainEqual(
      expect.objectContaining(copy),
    )
    const back = ask(snapshot, ['operator stop config-copier', label, 'operator start config-copier'])
    expect(back.effects).toContainEqual(expect.objectContaining(copy))
    expect(() => ask(snapshot, ['operator stop config-copy'])).toThrow('Did you mean config-copier?')
    expect(cascade.ask(snapshot, { object: 'configmap proxy -n config-source' }).refused).toEqual([])
  })

  it('has the rights that the snapshot gives it, and no more', () => {
    const without = objects.filter(
      ({ kind, metadata }) => kind !== 'ClusterRoleBinding' || metadata.name !== 'config-copier',
    )
    const { effects } = ask({ objects: without, operators: [mended] }, [label])
    expect(effects).not.toContainEqual(expect.objectContaining(copy))
  })

  it('answers webhooks while it runs, and whoever takes it into account is told nothing of webhooks not modelled', () => {
    const [first, second] = ask(guarded, [label, removal]).actions
    expect([first?.code, second?.code]).toEqual([200, 403])
    expect(ask(guarded, [label, removal]).findings).toEqual([])
    expect(ask(guarded, ['operator stop config-guard', removal]).actions[1]?.code).toBe(500)
    const unknown = ask({ objects: guarded.objects }, [removal])
    expect(unknown.actions[0]?.code).toBe(200)
    expect(unknown.findings.join()).toContain('not modelled: webhook sources.config.example.com, taken to allow')
  })

  it('is explored in all orders: one that does not watch its sources leaves a copy behind in some', () => {
    const outcomes = (operator: Operator, mode: 'coarse' | 'fine' = 'coarse'): number => {
      const actions = parsedActions(snapshot, [label, removal], {})
      const { answer } = exploreSnapshot(objects, actions, { operators: [operator], mode })
      expect(answer.summary.complete).toBe(true)
      return answer.outcomes.length
    }
    expect(outcomes(copier)).toBe(2)
    expect(outcomes(mended)).toBe(1)
    expect(outcomes(mended, 'fine')).toBe(1)
  })

  it('is restarted by exploration as others are', () => {
    const actions = parsedActions(snapshot, [label], {})
    const disturbances = ['restart'] as const
    const { exploration } = exploreSnapshot(objects, actions, { operators: [mended], disturbances, statesMax: 20_000 })
    const { search, world } = exploration
    const moves = search.turns.flatMap((turn) => (turn ? [world.moves.of(turn.move)] : []))
    expect(moves).toContainEqual({ type: 'process', process: 'config-copier', running: false })
    expect(moves).toContainEqual({ type: 'process', process: 'config-copier', running: true })
    expect(controlPlane({ operators: [mended] }).restartable).toEqual([
      'capsule',
      'config-copier',
      'kube-controller-manager',
    ])
  })
})

describe('a prompt', () => {
  it('runs them, and asks other commands with those that run where one stands', async () => {
    const lines = [label, `explore ${removal}`, 'operator stop config-copier', `explore ${removal}`]
    let out = ''
    const io: CliIo = {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (out += text) },
      reader: {
        ...nodeSourceReader(process.stdin),
        readStandardInput: async () => new TextEncoder().encode(lines.join('\n')),
      },
      writeFile: async () => {},
      importModule: async () => ({ operator: mended }),
      now: () => 0,
      env: {},
    }
    const files = ['packages/fixtures/clusters/two-tenants.json', 'docs/extend/examples/config-copier.yaml']
    const sources = files.flatMap((file) => ['-s', join(root, file)])
    await main(['repl', ...sources, '--operators', 'config-copier.mjs', '--script', '-'], io)
    const [before = '', after = ''] = out.split('operator stop config-copier')
    expect(before).toContain('ConfigMap oil-dev/proxy lost')
    expect(after).toContain('The operator config-copier does not run here; this is answered without it.')
    expect(after).not.toContain('ConfigMap oil-dev/proxy lost')
  })
})

describe('names', () => {
  it('of operators and of controllers are unique', () => {
    expect(() => controlPlane({ operators: [mended, copier] })).toThrow('Two operators')
    expect(() => controlPlane({ operators: [{ ...mended, name: 'capsule' }] })).toThrow('the name capsule')
    expect(() => controlPlane({ operators: [mended, { ...copier, name: 'other' }] })).toThrow(
      'Two controllers of one control plane have the name config-copier/namespaces.',
    )
  })
})

describe('a module of --operators', () => {
  it.each([
    [{}, 'it exports no operator'],
    [{ operator: { name: 'a' } }, 'a has no user'],
    [{ operator: { ...copier, controllers: undefined } }, 'config-copier has no list of controllers'],
    [{ operator: { ...copier, controllers: [{ name: 'b' }] } }, 'the controller b of config-copier lacks'],
    [{ operator: { ...guard, webhooks: {} } }, 'the webhooks of config-guard lack domain or handlers'],
    [{ operators: [copier, mended] }, 'two processes have the name config-copier'],
  ])('that exports %o is met with what was expected', async (exported, reason) => {
    const read = await readOperators(['x.mjs'], { importModule: async () => exported })
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining(reason) } })
  })

  it('that cannot be loaded is met with why', async () => {
    const importModule = async (): Promise<never> => {
      throw new Error('it is not there')
    }
    expect(await readOperators(['x.mjs'], { importModule })).toMatchObject({
      error: { message: '--operators x.mjs cannot be loaded: it is not there' },
    })
    expect(await readOperators(['x.mjs'], {})).toMatchObject({ ok: false })
  })
})
