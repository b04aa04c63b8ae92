import { parsePolicy } from '../../plan/policy/parse-policy.ts'
import type { Policy } from '../../plan/policy/policy.ts'
import type { SavedPlan } from '../../plan/saved-plan.ts'
import { readSources, type SourceTexts } from '../../snapshot/read-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import type { SourceText } from '../../snapshot/source-text.ts'
import type { CliIo } from '../cli-io.ts'

/** What was read, or what to tell where it could not be. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly messages: readonly string[] }

/** The texts of a set of manifests; a set that is not there, or empty, is none. */
export async function readSet(option: string, sources: readonly string[], io: CliIo): Promise<Read<SourceTexts>> {
  const { texts, issues } = await readSources(sources, io.reader)
  const unreadable = issues.filter(({ code }) => code === 'source-unreadable')
  if (unreadable.length > 0) return { ok: false, messages: unreadable.map(formatIssue) }
  if (texts.every(({ text }) => text.trim() === ''))
    return {
      ok: false,
      messages: [
        `${option} ${sources.join(' ')} holds no manifest. Expected files of YAML or JSON, or folders of them.`,
      ],
    }
  return { ok: true, value: { texts, issues } }
}

async function readOne(option: string, file: string, io: CliIo): Promise<Read<SourceText>> {
  const read = await readSet(option, [file], io)
  if (!read.ok) return read
  const [text] = read.value.texts
  return text === undefined ? { ok: false, messages: [`${option} ${file} is empty.`] } : { ok: true, value: text }
}

/** The policy file; what is wrong with it is told with line and column. */
export async function readPolicy(file: string, io: CliIo): Promise<Read<Policy>> {
  const source = await readOne('--policy', file, io)
  if (!source.ok) return source
  const { problemsOf } = await import('./schemas.ts')
  const parsed = parsePolicy(source.value, (document) => problemsOf('policy', document))
  if (parsed.ok) return { ok: true, value: parsed.policy }
  return {
    ok: false,
    messages: parsed.problems.map(
      ({ message, origin }) => `${origin.file}:${origin.line}:${origin.column}: ${message}`,
    ),
  }
}

/** A plan that --out wrote. */
export async function readSavedPlan(file: string, io: CliIo): Promise<Read<SavedPlan>> {
  const source = await readOne('--plan', file, io)
  if (!source.ok) return source
  const { problemsOf } = await import('./schemas.ts')
  try {
    const document: unknown = JSON.parse(source.value.text)
    const [problem] = problemsOf('saved-plan', document)
    if (problem === undefined) return { ok: true, value: document as SavedPlan }
    return {
      ok: false,
      messages: [`${file} is no plan that --out wrote: ${problem.path.join('.')}: ${problem.message}`],
    }
  } catch (error) {
    return { ok: false, messages: [`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`] }
  }
}
