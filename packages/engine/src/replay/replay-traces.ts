import { type CapsuleVersion, isJsonObject, type Json, type KubeObject, listAt, textAt } from '@capsule-whatif/model'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import { thrownError } from '../thrown-error.ts'
import { type Prediction, predictTrace, type TracedModels, tracedModels } from './predict-trace.ts'
import type { Surroundings } from './scenario.ts'
import { setupInput, type TraceInput, traceInput } from './trace.ts'

/** Which files are replayed. */
export interface ReplayFiles {
  /** files of traces, one trace a line */
  readonly files: readonly string[]
  /** reads a file of traces, and what lies beside it: baselines, definitions */
  readonly readFile: (path: string) => Promise<string>
  /** what is predicted: the trace, or what led to it from an empty cluster; default the trace */
  readonly part?: 'trace' | 'setup'
}

/** A prediction, or why there is none. */
export type TracePrediction =
  | Prediction
  | { readonly name: string; readonly outcomes: readonly []; readonly error: string }

/** The control plane with each version of Capsule that is modelled. */
const models: Readonly<Record<CapsuleVersion, TracedModels>> = {
  '0.7': tracedModels('0.7'),
  '0.14': tracedModels('0.14'),
}

/**
 * Predicts every trace of the files, one after the other. Of each only what a prediction may use is read; JSON that is no
 * trace is passed over.
 *
 * @throws Error named `NotATrace` where a line is no JSON
 */
export async function* replayTraces({ files, readFile, part = 'trace' }: ReplayFiles): AsyncGenerator<TracePrediction> {
  const surroundings = new SurroundingsReader(readFile)
  for (const file of files) {
    for (const [index, line] of (await readFile(file)).split('\n').entries()) {
      if (line.trim() === '') continue
      const parsed = jsonOf(line, `${file}:${index + 1}`)
      const trace = part === 'setup' ? setupInput(parsed) : traceInput(parsed)
      if (trace) yield await predict(trace, file, surroundings, part)
    }
  }
}

function jsonOf(line: string, place: string): Json {
  try {
    return JSON.parse(line) as Json
  } catch {
    throw thrownError('NotATrace', `${place}: this is no JSON. Expected one trace a line.`)
  }
}

async function predict(
  trace: TraceInput,
  file: string,
  surroundings: SurroundingsReader,
  part: ReplayFiles['part'],
): Promise<TracePrediction> {
  const unknown = (error: string): TracePrediction => ({ name: trace.name, outcomes: [], error })
  const version = parseCapsuleVersion(trace.capsule)
  if (!version) return unknown(`not modelled: Capsule ${trace.capsule}`)
  const baseline = await surroundings.baseline(file, trace.baseline)
  if (!baseline) return unknown(`the baseline ${trace.baseline} is neither beside ${file} nor above it`)
  const documents = await surroundings.documents(file, trace)
  const all = { ...baseline, readFile: (path: string) => documents.get(path) ?? null }
  // what was set up before a scenario is not asked about: only what it led to
  return predictTrace(models[version], trace, all, part === 'setup' ? 'likely' : 'all')
}

type Baseline = Pick<Surroundings, 'baseline' | 'definitions'>

/** Finds what traces refer to: beside their file, or up to two folders above it. Every file is read once. */
class SurroundingsReader {
  readonly #read: (path: string) => Promise<string>
  readonly #known = new Map<string, Promise<Json | undefined>>()
  readonly #baselines = new Map<string, Promise<Baseline | undefined>>()

  constructor(read: (path: string) => Promise<string>) {
    this.#read = read
  }

  baseline(file: string, name: string): Promise<Baseline | undefined> {
    const key = `${folderOf(file)}|${name}`
    const known = this.#baselines.get(key) ?? this.#readBaseline(file, name)
    this.#baselines.set(key, known)
    return known
  }

  async #readBaseline(file: string, name: string): Promise<Baseline | undefined> {
    const document = await this.#find(file, name)
    if (!isJsonObject(document)) return undefined
    const objects = listAt(document, 'items') as readonly KubeObject[]
    const definitions = name.includes('0.7') ? 'crds-0.7' : 'crds'
    const named = objects
      .filter((object) => object.kind === 'CustomResourceDefinition')
      .map((object) => object.metadata.name)
    const full = await Promise.all(
      named.map(async (each) => [each, await this.#find(file, `${definitions}/${each}.json`)] as const),
    )
    return {
      baseline: objects,
      definitions: new Map(full.filter((entry) => entry[1] !== undefined) as [string, Json][]),
    }
  }

  /** The files that the bodies of a trace's requests stand for, by path. */
  async documents(file: string, trace: TraceInput): Promise<ReadonlyMap<string, Json>> {
    const documents = new Map<string, Json>()
    for (const step of trace.steps) {
      const path = 'request' in step ? textAt(step.request.body, '$file') : undefined
      const document = path === undefined ? undefined : await this.#find(file, path)
      if (path !== undefined && document !== undefined) documents.set(path, document)
    }
    return documents
  }

  async #find(file: string, path: string): Promise<Json | undefined> {
    const folder = folderOf(file)
    for (const candidate of [folder, `${folder}/..`, `${folder}/../..`]) {
      const document = await this.#parse(`${candidate}/${path}`)
      if (document !== undefined) return document
    }
    return undefined
  }

  #parse(path: string): Promise<Json | undefined> {
    const known =
      this.#known.get(path) ??
      this.#read(path).then(
        (text) => JSON.parse(text) as Json,
        () => undefined,
      )
    this.#known.set(path, known)
    return known
  }
}

function folderOf(file: string): string {
  const slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
  return slash < 0 ? '.' : file.slice(0, slash)
}
