import type {
  Arrival,
  CreationRun,
  EarliestPod,
  EditRun,
  LatencyAnswer,
  TenantLatency,
} from '../metadata/latency-answer.ts'
import { keyText } from '../metadata/metadata-key.ts'

const origins: Readonly<Record<LatencyAnswer['mode'], string>> = {
  'as is': 'as the snapshot has it',
  admission: 'set at admission only, by policies',
  reconcile: 'set by reconciles only',
  both: 'set at admission and by reconciles',
}

/** The answer of `metadataLatency` for people: by Tenant what comes when, which pods can be there before, and what edits do. */
export function metadataText({ mode, capsule, tenants, findings }: LatencyAnswer): string {
  const may = tenants.filter(({ verdict }) => verdict === 'may').length
  const sections = [
    `Metadata of namespaces, ${origins[mode]} (Capsule ${capsule}): in ${may} of ${tenants.length} cases a pod can be admitted without.`,
    ...tenants.map(tenantText),
    findings.length === 0 ? '' : ['Not certain:', ...findings.map((finding) => `  ${finding}`)].join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

const verdicts: Readonly<Record<TenantLatency['verdict'], string>> = {
  may: 'a pod can be admitted while its namespace lacks metadata',
  never: 'no pod is ever admitted while its namespace lacks metadata, in all orders',
  unknown: 'no run admitted a pod while its namespace lacked metadata; other orders were not explored',
}

function tenantText(tenant: TenantLatency): string {
  const { labels, refused, runs, edits, verdict } = tenant
  const selected = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const sort = selected.length === 0 ? '' : `, namespaces with ${selected.join(', ')}`
  if (refused !== undefined) return `Tenant ${tenant.tenant}${sort}: no namespace can be created: ${refused}`
  return [
    `Tenant ${tenant.tenant}${sort}: ${verdicts[verdict]}`,
    ...arrivalLines(runs),
    ...podLines(runs, 'owner'),
    ...podLines(runs, 'administrator'),
    ...lossLines(runs),
    ...editLines(edits),
  ].join('\n')
}

interface Paced {
  readonly pace: string
  readonly text: string
}

/** `after 49 ms (prompt), 4048 ms (busy)`, or the one text that all have. */
function byPace(texts: readonly Paced[]): string {
  const distinct = new Set(texts.map(({ text }) => text))
  if (distinct.size === 1) return texts[0]?.text ?? ''
  return texts.map(({ pace, text }) => `${text} (${pace})`).join(', ')
}

/** Keys of which the same is to be said, in one line. */
function grouped(
  said: readonly { readonly key: string; readonly text: string }[],
): readonly (readonly [string, string])[] {
  const keysByText = new Map<string, string[]>()
  for (const { key, text } of said) keysByText.set(text, [...(keysByText.get(text) ?? []), key])
  return [...keysByText].map(([text, keys]) => [keys.join(', '), text])
}

function arrivalLines(runs: readonly CreationRun[]): readonly string[] {
  const keys = runs[0]?.namespaceKeys ?? []
  if (keys.length === 0) return ['  namespaces get nothing from it']
  const said = keys.map(({ key, by }, index) => {
    const arrivals = runs.flatMap(({ pace, namespaceKeys }): readonly Paced[] => {
      const arrival = namespaceKeys[index]
      return arrival ? [{ pace, text: arrivalText(arrival) }] : []
    })
    return { key: keyText(key), text: `${byPace(arrivals)}${by === undefined ? '' : `, by ${by}`}` }
  })
  return grouped(said).map(([key, text]) => `  ${key}: ${text}`)
}

function arrivalText({ moment, afterMs }: Arrival): string {
  if (moment === 'never') return 'never'
  return moment === 'admission' ? 'at admission' : `after ${afterMs} ms`
}

function podLines(runs: readonly CreationRun[], by: EarliestPod['by']): readonly string[] {
  const pods = runs.flatMap(({ pace, pods: all }) => all.filter((pod) => pod.by === by).map((pod) => ({ pace, pod })))
  const first = pods[0]?.pod
  if (!first) return []
  const admitted = pods.map(({ pace, pod }) => ({ pace, text: admittedText(pod) }))
  const opens = first.opens === undefined ? '' : `, from ${first.opens} on`
  return [`  pod of the ${by}: ${byPace(admitted)}${opens}`, ...withoutLines(pods), ...podKeyLines(first)]
}

function admittedText({ admittedAfterMs, refusedBefore = '' }: EarliestPod): string {
  return admittedAfterMs === undefined ? `never admitted: ${refusedBefore}` : `admitted after ${admittedAfterMs} ms`
}

function withoutLines(pods: readonly { readonly pace: string; readonly pod: EarliestPod }[]): readonly string[] {
  const windows = new Map<string, readonly Paced[]>()
  for (const { pace, pod } of pods)
    for (const { key, window } of pod.without) {
      const text = window.ms === undefined ? 'for good' : `for ${window.ms} ms`
      windows.set(keyText(key), [...(windows.get(keyText(key)) ?? []), { pace, text }])
    }
  const said = [...windows].map(([key, texts]) => ({ key, text: byPace(texts) }))
  return grouped(said).map(([key, text]) => `    its namespace lacks ${key} ${text}`)
}

function podKeyLines({ podKeys }: EarliestPod): readonly string[] {
  return podKeys
    .filter(({ moment }) => moment !== 'admission')
    .map((arrival) => `    it gets ${keyText(arrival.key)} ${arrivalText(arrival)}`)
}

function lossLines([run]: readonly CreationRun[]): readonly string[] {
  return (run?.losses ?? []).map(({ namespace, key }) => `  meanwhile ${namespace} loses ${keyText(key)}`)
}

function editLines(edits: readonly EditRun[]): readonly string[] {
  return [...new Set(edits.map(({ edit }) => edit))].flatMap((edit) => {
    const runs = edits.filter((each) => each.edit === edit)
    const texts = runs.map((run) => ({ pace: run.pace, text: editText(run) }))
    const refusals = [...new Set(runs.flatMap((run) => run.refusals))].map(
      (message) => `    refused to the operator: ${message}`,
    )
    return [`  one more ${edit} for the namespaces that are there: ${byPace(texts)}`, ...refusals]
  })
}

function editText({ refused, namespaces }: EditRun): string {
  if (refused !== undefined) return `refused: ${refused}`
  const never = namespaces.filter(({ arrival }) => arrival.moment === 'never').length
  const latest = Math.max(0, ...namespaces.map(({ arrival }) => arrival.afterMs ?? 0))
  if (never === namespaces.length) return 'never comes'
  return never === 0 ? `after ${latest} ms` : `after ${latest} ms, never to ${never} of ${namespaces.length}`
}
