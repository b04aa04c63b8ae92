import { describe, expect, test } from 'vitest'
import type { CommandWiring, PredictInput } from '../../src/cli/commands/wiring.ts'
import { runCommandLine } from '../../src/cli/run-command-line.ts'

const tenant = '{"apiVersion":"capsule.clastix.io/v1beta2","kind":"Tenant","metadata":{"name":"oil"}}'
const definition = JSON.stringify({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'tenants.capsule.clastix.io' },
  spec: {
    group: 'capsule.clastix.io',
    scope: 'Cluster',
    names: { plural: 'tenants', kind: 'Tenant', shortNames: ['tnt'] },
    versions: [{ name: 'v1beta2', served: true, storage: true }],
  },
})
const files: Readonly<Record<string, string>> = {
  'good.json': tenant + definition,
  'cut.json': `${tenant}${definition}{"apiVersion":`,
  'empty.json': '',
  'new.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: new}\n',
  'traces.jsonl': '{"name":"t"}\n',
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly inputs: readonly PredictInput[]
  readonly written: Readonly<Record<string, string>>
}

async function run(argv: readonly string[], change: Partial<CommandWiring> = {}): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []]
  const inputs: PredictInput[] = []
  const written: Record<string, string> = {}
  const read = async (name: string): Promise<Uint8Array> => {
    const text = files[name]
    if (text === undefined) throw Object.assign(new Error('absent'), { code: 'ENOENT' })
    return new TextEncoder().encode(text)
  }
  const wiring: CommandWiring = {
    builtInResources: [
      { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', namespaced: false },
      {
        group: 'apiextensions.k8s.io',
        version: 'v1',
        resource: 'customresourcedefinitions',
        kind: 'CustomResourceDefinition',
        namespaced: false,
      },
    ],
    capsuleVersions: ['0.14.0'],
    questions: [],
    predict: (input) => {
      inputs.push(input)
      return { text: 'the answer\n', json: { answer: 42 }, hasFindings: false }
    },
    access: () => undefined,
    upgrade: () => undefined,
    properties: [
      {
        name: 'one-outcome',
        meaning: 'Whatever the order, the same becomes of every object, and everybody is answered alike.',
      },
    ],
    hunt: () => ({ text: 'no surprise\n', json: {}, hasFindings: false }),
    explore: () => ({ text: 'all orders\n', json: {}, hasFindings: false, save: () => '', itf: () => '' }),
    mergeShards: () => ({ text: 'merged\n', json: {}, hasFindings: false }),
    explain: ({ section }) => ({ text: `explained: ${section}\n`, json: {}, hasFindings: false }),
    goals: [{ name: 'recreate-tenant', needs: ['tenant'] }],
    fix: () => ({ text: 'the way out\n', json: {}, hasFindings: false, script: 'the script\n' }),
    plan: () => ({ text: 'the plan\n', fails: false }),
    comparePlan: () => ({ text: 'the comparison\n', fails: false }),
    picture: () => ({ text: 'a picture\n' }),
    replay: async ({ files: names, readFile }) => ({
      predictions: [{ name: names.join(), read: await readFile(names[0] ?? '') }],
    }),
    ...change,
  }
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    reader: {
      kindOf: (path: string) => read(path).then(() => 'file' as const),
      list: async () => [],
      read,
      readStandardInput: () => read('good.json'),
    },
    writeFile: async (path: string, text: string) => {
      if (path === 'locked') throw new Error('permission denied')
      written[path] = text
    },
    now: () => 0,
    env: {},
  }
  const code = await runCommandLine(argv, io, wiring)
  return { code, out: out.join(''), err: err.join(''), inputs, written }
}

describe('predict', () => {
  test('gives the snapshot, the steps and the user to the engine, and prints its answer', async () => {
    const ran = await run([
      'predict',
      '--snapshot',
      'good.json',
      '--do',
      'delete tnt oil',
      '--do',
      'operator start',
      '--as',
      'alice',
      '--as-group',
      'devs',
      '--operator',
      'down',
      '--capsule-version',
      '0.14.0',
    ])
    expect(ran).toMatchObject({ code: 0, out: 'the answer\n', err: '' })
    expect(ran.inputs).toMatchObject([
      {
        snapshot: { objects: [{ kind: 'Tenant' }, { kind: 'CustomResourceDefinition' }], issues: [] },
        steps: [
          {
            text: 'delete tnt oil',
            actions: [{ request: { verb: 'delete', resource: 'tenants' } }],
            user: { user: 'alice', groups: ['devs', 'system:authenticated'] },
          },
          { actions: [{ type: 'operator', running: true }] },
        ],
        operatorRunning: false,
        capsuleVersion: '0.14.0',
      },
    ])
  })

  test('reads standard input, several files, and the files of actions', async () => {
    const ran = await run(['predict', '-s', '-', 'good.json', '-d', 'create -f new.yaml --as bob'])
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.inputs[0]?.steps[0]).toMatchObject({
      actions: [{ request: { verb: 'create', resource: 'namespaces' } }],
      user: { user: 'bob' },
    })
    expect((await run(['predict', '-s', 'good.json', '-d', 'delete tnt oil'])).inputs[0]?.steps[0]?.user.user).toBe(
      'kubernetes-admin',
    )
  })

  test('exits 1 with findings, of the engine or of the input, which stand in both formats', async () => {
    const found = { predict: () => ({ text: 'x\n', json: {}, hasFindings: true }) }
    expect((await run(['predict', '-s', 'good.json', '-d', 'wait 1s'], found)).code).toBe(1)
    const text = await run(['predict', '-s', 'cut.json', '-d', 'delete tnt oil'])
    expect(text).toMatchObject({
      code: 1,
      out: expect.stringContaining('the answer\n\nAbout the snapshot:\n  cut.json:1:'),
    })
    const json = await run(['predict', '-s', 'cut.json', '-d', 'delete tnt oil', '--format=json'])
    expect(JSON.parse(json.out)).toMatchObject({
      answer: 42,
      snapshotIssues: [{ code: 'json-invalid', file: 'cut.json', line: 1 }],
    })
  })

  test.each([
    [
      ['-s', 'absent.json', '-d', 'wait 1s'],
      'absent.json: error: cannot be read: there is no such file or folder [source-unreadable]',
    ],
    [['-s', 'good.json', 'absent.json', '-d', 'wait 1s'], 'absent.json: error'],
    [['-s', 'empty.json', '-d', 'wait 1s'], 'there is no document in it'],
    [['-d', 'wait 1s'], '--snapshot FILE is missing'],
    [['-s', 'good.json'], '--do ACTION is missing'],
    [['-s', 'good.json', '-d', 'delte tnt oil'], 'Did you mean delete?'],
    [['-s', 'good.json', '-d', 'create -f absent.yaml'], 'the file absent.yaml cannot be read'],
    [['--snapshto', 'good.json'], 'unknown option --snapshto. Did you mean --snapshot?'],
    [['-s', 'good.json', '--do'], '--do needs a value'],
    [['--snapshot', '--do', 'x'], '--snapshot needs a value after it, not --do'],
    [['-s', 'good.json', '-d', 'wait 1s', '--format', 'jsn'], 'Did you mean json? Expected text or json'],
    [['-s', 'good.json', '-d', 'wait 1s', '--operator', 'off'], 'Expected up or down'],
    [['-s', 'good.json', '-d', 'wait 1s', '--as-group', 'x'], '--as-group needs --as USER'],
    [['-s', 'good.json', '-d', 'wait 1s', '--capsule-version', '9'], 'Expected one of 0.14.0'],
    [['--help=yes'], '--help takes no value'],
  ])('exits 2 on %j', async (argv, reason) => {
    const ran = await run(['predict', ...argv])
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(reason), inputs: [] })
  })

  test('exits 3 and asks to report where the engine breaks', async () => {
    const ran = await run(['predict', '-s', 'good.json', '-d', 'wait 1s'], {
      predict: () => {
        throw new Error('two objects of one uid')
      },
    })
    expect(ran).toMatchObject({ code: 3, out: '' })
    expect(ran.err).toContain('Please report it')
    expect(ran.err).toContain('two objects of one uid')
    expect(ran.err).toContain("-d 'wait 1s'")
  })
})

describe('replay', () => {
  test('writes a prediction a line, to a file or to standard output', async () => {
    const line = `${JSON.stringify({ name: 'traces.jsonl', read: files['traces.jsonl'] })}\n`
    expect(await run(['replay', 'traces.jsonl'])).toMatchObject({ code: 0, out: line })
    expect(await run(['replay', 'traces.jsonl', '--out', 'x.jsonl'])).toMatchObject({
      code: 0,
      out: '',
      written: { 'x.jsonl': line },
    })
  })

  test.each([
    [[], 'TRACES are missing'],
    [['absent.jsonl'], 'absent.jsonl: error'],
    [['traces.jsonl', '-o', 'locked'], 'locked cannot be written: permission denied'],
    [['traces.jsonl', '--output', 'x'], 'unknown option --output. Did you mean --out?'],
  ])('exits 2 on %j', async (argv, reason) => {
    expect(await run(['replay', ...argv])).toMatchObject({ code: 2, err: expect.stringContaining(reason) })
  })
})

describe('help and version', () => {
  test.each(['predict', 'replay', 'version', 'help'])(
    '%s --help and help %s print the same, with examples',
    async (name) => {
      const { code, out } = await run([name, '--help'])
      expect(code).toBe(0)
      expect(out).toMatch(/Examples?:\n/)
      expect((await run(['help', name])).out).toBe(out)
    },
  )

  test('the overview names every command and the exit codes', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of ['predict', 'replay', 'version', 'help', 'Exit codes']) expect(out).toContain(word)
    expect(await run([])).toMatchObject({ code: 2, out: '', err: out })
  })

  test('the version is that of the package', async () => {
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^capsule-whatif \d+\.\d+\.\d+ \(Capsule 0\.14\.0\)\n$/),
    })
  })

  test.each(['predct', 'constructor', '--snapshot'])('%s is no command', async (name) => {
    expect(await run([name])).toMatchObject({ code: 2, err: expect.stringContaining('there is no command') })
  })

  test('a near miss of a command is named', async () => {
    expect((await run(['predct'])).err).toContain('Did you mean predict?')
    expect((await run(['help', 'repaly'])).err).toContain('Did you mean replay?')
  })
})

describe('explain', () => {
  const asked = ['explain', '-s', 'good.json', '--do', 'delete tenant oil', '--effect', 'Tenant/oil']

  test.each([
    ['everything', [], 'all'],
    ['the chain with --why', ['--why'], 'why'],
    ['what stood in the way with --why-not', ['--why-not'], 'why-not'],
  ])('tells %s', async (_what, more, section) => {
    expect(await run([...asked, ...more])).toMatchObject({ code: 0, out: `explained: ${section}\n` })
  })

  test('hands on the files that actions name', async () => {
    let text: string | undefined
    const action = ['explain', '-s', 'good.json', '--do', 'apply -f new.yaml', '--effect', 'Namespace/new']
    await run(action, {
      explain: ({ files: read }) => {
        text = read.get('new.yaml')
        return { text: '', json: {}, hasFindings: false }
      },
    })
    expect(text).toBe(files['new.yaml'])
  })

  test.each([
    [['--why', '--why-not'], 'ask one at a time'],
    [['--why', '--save', 'kept.json'], '--save is of the search over orders'],
    [['--effect', 'oil'], 'Expected Kind/name'],
  ])('refuses %j', async (more, said) => {
    expect(await run([...asked, ...more])).toMatchObject({ code: 2, out: '', err: expect.stringContaining(said) })
  })

  test('alone has --why', async () => {
    const explored = ['explore', '-s', 'good.json', '--do', 'delete tenant oil', '--why']
    expect(await run(explored)).toMatchObject({ code: 2, err: expect.stringContaining('--why') })
  })
})
