import { readdirSync } from 'node:fs'

const clusters: readonly string[] = readdirSync(new URL('../../../fixtures/clusters/', import.meta.url))
  .map((file) => file.replace(/\.json$/, ''))
  .toSorted()

/** One page of the reference. */
export interface Page {
  /** the file's name in docs/reference, without `.md` */
  readonly name: string
  readonly title: string
  /** what a reader gets there; Markdown, links as from docs/reference */
  readonly intro: string
  /** files and folders, from packages/, whose exports are told of there; the longest that fits counts */
  readonly of: readonly string[]
}

export const pages: readonly Page[] = [
  {
    name: 'snapshots',
    title: 'Take, read, judge and redact a snapshot',
    intro: 'Objects of a cluster, from what kubectl prints. The guide is [snapshots.md](../snapshots.md).',
    of: ['engine/src/snapshot', 'engine/src/snapshot-health', 'engine/src/collect', 'engine/src/redact'].concat(
      'engine/src/report/snapshot-health-text.ts',
    ),
  },
  {
    name: 'predict',
    title: 'Predict what an action does',
    intro:
      '`ask` takes actions as one writes them for kubectl, `predict` takes them as data, `whatIf` reads well in a test. All follow the likely order of events but `askOverOrders`.',
    of: [
      'engine/src/ask.ts',
      'engine/src/thrown-error.ts',
      'engine/src/action',
      'engine/src/predict',
      'engine/src/what-if',
      'engine/src/schedule/likely.ts',
      'engine/src/report/prediction-text.ts',
    ],
  },
  {
    name: 'session',
    title: 'Try things out step by step',
    intro:
      'A session is the cluster of a snapshot with what was tried on it: plain data, with time travel. The guide is [repl.md](../repl.md).',
    of: ['engine/src/session'],
  },
  {
    name: 'questions',
    title: 'Ask a question of the catalogue',
    intro:
      'Each question is data: a name, a meaning, parameters and a function from a snapshot to an answer; `askQuestion` asks one. What each means is told in [questions](../questions/README.md).',
    of: ['engine/src/questions', 'engine/src/report/severity.ts'],
  },
  {
    name: 'access',
    title: 'May somebody do this?',
    intro: 'Requests as kubectl sends them, and who decides. The guide is [access.md](../access.md).',
    of: ['engine/src/access', 'engine/src/kubectl', 'engine/src/report/access-text.ts'],
  },
  {
    name: 'explore',
    title: 'Explore all orders',
    intro: 'What must, may and never happens, and which two steps decide. The guide is [explore.md](../explore.md).',
    of: ['engine/src/explore', 'engine/src/schedule'],
  },
  {
    name: 'explain',
    title: 'Explain why, and what would prevent it',
    intro: 'Chains of causes with their rules. The guide is [explain.md](../explain.md).',
    of: ['engine/src/causes'],
  },
  {
    name: 'fix',
    title: 'Find a safe order of steps',
    intro: 'Remedies that are safe in every order, and the script that goes them. The guide is [fix.md](../fix.md).',
    of: ['engine/src/remedies', 'engine/src/report/remedy-text.ts'],
  },
  {
    name: 'plan',
    title: 'Plan what applying manifests does',
    intro: 'For CI: plans, policies, and a plan held against what came of it. The guide is [plan.md](../plan.md).',
    of: ['engine/src/plan'],
  },
  {
    name: 'pictures',
    title: 'Draw it',
    intro:
      'A picture is data; tree, timeline, Mermaid, DOT and page are made of it. The guide is [pictures.md](../pictures.md).',
    of: ['engine/src/pictures', 'engine/src/picture-of.ts', 'engine/src/cli/page-parts.ts'],
  },
  {
    name: 'metadata',
    title: 'Measure how late metadata is',
    intro:
      "When a tenant's metadata reaches its namespaces, and which pods start without it. The guide is [metadata-latency.md](../metadata-latency.md).",
    of: ['engine/src/metadata', 'engine/src/report/metadata-text.ts', 'engine/src/report/storm-text.ts'],
  },
  {
    name: 'upgrade',
    title: 'Compare versions of the operator',
    intro: 'What another version refuses and deletes. The guide is [upgrade.md](../upgrade.md).',
    of: ['engine/src/upgrade', 'engine/src/report/upgrade-text.ts'],
  },
  {
    name: 'replay',
    title: 'Replay recordings',
    intro: 'Predictions for recorded traces; [fidelity.md](../fidelity.md) counts how many agree.',
    of: ['engine/src/replay'],
  },
  {
    name: 'operators',
    title: 'Add an operator of your own',
    intro:
      'Operators are values that run beside Capsule: `operators` of `ask`, `predict` and all others. The guide is [add-an-operator.md](../extend/add-an-operator.md).',
    of: ['engine/src/operator.ts', 'model/src/operator.ts', 'model/src/controllers'],
  },
  {
    name: 'model',
    title: 'The model: states, actions, steps',
    intro:
      '`controlPlane()` gives `apply(state, action)`: pure, total and deterministic; times are virtual milliseconds. [ARCHITECTURE.md](../../ARCHITECTURE.md) shows how its parts fit.',
    of: ['model/src'],
  },
  {
    name: 'model-objects',
    title: 'The model: objects and requests',
    intro: 'Objects, names, selectors and quantities as Kubernetes has them; requests and what is answered.',
    of: ['model/src/object', 'model/src/request'],
  },
  {
    name: 'model-invariants',
    title: 'The model: what always holds',
    intro: 'Each invariant is an English sentence with a function that says where a state or a step breaks it.',
    of: ['model/src/invariants'],
  },
  {
    name: 'test-kit',
    title: 'The test kit: matchers',
    intro:
      "`import '@capsule-whatif/fixtures/vitest'` gives vitest's `expect` [these matchers](#type-whatifmatchers) and exports the types that they take. The guide is [testing.md](../testing.md).",
    of: ['fixtures/src/matchers'],
  },
  {
    name: 'fixtures',
    title: 'The test kit: clusters, arbitraries, laws',
    intro: `Builders, random clusters for fast-check, and laws that hold for all of them. Example clusters are files, \`@capsule-whatif/fixtures/clusters/NAME.json\`: ${clusters.map((name) => `\`${name}\``).join(', ')}.`,
    of: ['fixtures/src'],
  },
]

/** The page that tells of what a file exports. */
export function pageOf(file: string): Page {
  const path = file.replace(/^packages\//, '')
  const fitting = pages.flatMap((page) =>
    page.of
      .filter((place) => path === place || path.startsWith(`${place}/`))
      .map((place) => ({ page, length: place.length })),
  )
  const [best] = fitting.toSorted((one, other) => other.length - one.length)
  if (!best)
    throw new Error(`${file} is on no page of the reference: add its folder to packages/engine/test/reference/pages.ts`)
  return best.page
}
