import { type HealthFinding, questions } from '../snapshot-health/health-finding.ts'
import type { SnapshotHealth } from '../snapshot-health/snapshot-health.ts'

const headings = { error: 'Wrong without it', warning: 'Doubtful', note: 'Worth knowing' } as const

/** The answer for people: what the snapshot is, then what is missing from it, the gravest first. */
export function snapshotHealthText(health: SnapshotHealth): string {
  const sections = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const findings = health.findings.filter((finding) => finding.severity === severity)
    return findings.length === 0 ? [] : [`${headings[severity]}:\n${findings.map(findingText).join('')}`]
  })
  return [`${summary(health)}\n`, ...sections].join('\n')
}

function summary({ objects, resources, takenAfter, capsuleVersion, findings, sound }: SnapshotHealth): string {
  const what = `${objects} objects of ${resources.length} kinds`
  const version = capsuleVersion === undefined ? 'Capsule of a version that is not known' : `Capsule ${capsuleVersion}`
  const taken = takenAfter === undefined ? '' : `, taken at ${takenAfter} or later`
  const verdict = findings.length === 0 ? 'Nothing is missing.' : `${soundText(sound)}`
  return `In short: ${what}, ${version}${taken}. ${verdict}`
}

function soundText(sound: SnapshotHealth['sound']): string {
  if (sound.length === questions.length) return 'No answer is in doubt.'
  return sound.length === 0 ? 'Every answer is limited.' : `Not in doubt: ${sound.join(', ')}.`
}

function findingText({ code, message, limits, advice }: HealthFinding): string {
  const which = limits.length === questions.length ? 'every answer' : limits.join(', ')
  return `  ${message} [${code}]\n    limits: ${which}\n    do: ${advice}\n`
}
