import { textAt } from '@capsule-whatif/model'
import type { AccessAnswer, CommandAnswer, RoadAnswer } from '../access/access.ts'
import type { ExtraRights } from '../kubectl/extra-rights.ts'
import type { KubectlRequest, KubectlRun, Road } from '../kubectl/kubectl-run.ts'

const titles: Readonly<Record<Road, string>> = {
  'api-server': 'Directly at the API server',
  proxy: 'Through Capsule Proxy (from the specification, not recorded)',
}

/** The answer of `access` for people: road by road, request by request. */
export function accessText({ user, commands, findings }: AccessAnswer): string {
  const who = user.groups.length === 0 ? user.user : `${user.user} (${user.groups.join(', ')})`
  const sections = commands.flatMap((command) => [
    `${who}: kubectl ${kubectlText(command)}`,
    ...command.roads.map(roadText),
  ])
  const uncertain = findings.length === 0 ? [] : [['Not certain:', ...findings.map((each) => `  ${each}`)].join('\n')]
  return `${[...sections, ...uncertain].join('\n\n')}\n`
}

function kubectlText({ text }: CommandAnswer): string {
  return text.replace(/^kubectl /, '')
}

function roadText({ through, run, extraRights }: RoadAnswer): string {
  return [
    `${titles[through]}: ${endText(run)}`,
    ...run.requests.flatMap((request, index) => requestLines(request, index + 1)),
    '  The user sees:',
    ...(run.printed.length === 0 ? ['    nothing'] : run.printed.map(({ text }) => `    ${text}`)),
    ...rightsLines(extraRights),
    ...run.notes.map((note) => `  Note: ${note}`),
  ].join('\n')
}

function endText({ end, exitCode, seconds, why }: KubectlRun): string {
  if (end === 'hangs') return `hangs (${why})`
  const when = seconds === undefined ? '' : ` after ${Math.round(seconds)} s`
  return `${end}${when}, exit code ${exitCode ?? '?'} (${why})`
}

function requestLines({ line, response, decision, proxied, again }: KubectlRequest, number: number): readonly string[] {
  const reason = textAt(response.body, 'reason') ?? ''
  const failed = response.code >= 400
  const status = failed && reason !== '' ? `${response.code} ${reason}` : String(response.code)
  const message = textAt(response.body, 'message') ?? textAt(response.body, 'text') ?? ''
  return [
    `  ${number}. ${line}${again ? ' (again, when all is quiet)' : ''}: ${status}`,
    ...(proxied === undefined ? [] : [`     ${proxiedText(proxied)}`]),
    ...(decision === undefined ? [] : [`     ${decision.text}`]),
    ...(failed ? [`     ${message.trim()}`] : []),
  ]
}

function proxiedText(proxied: NonNullable<KubectlRequest['proxied']>): string {
  if (proxied.sentAs === 'nobody') return `the proxy answers by itself: ${proxied.why}`
  if (proxied.sentAs === 'caller') return `sent on in the caller's name: ${proxied.why}`
  const selector = proxied.selector === '' ? '' : `, labelSelector ${proxied.selector}`
  return `sent on as ${proxied.as.user}${selector}: ${proxied.why}`
}

function rightsLines({ rules, why }: ExtraRights): readonly string[] {
  if (rules === undefined) return [`  Rights that would help: none; ${why}`]
  if (rules.length === 0) return ['  Rights that are missing: none']
  return [
    '  Smallest extra rights, as a ClusterRole with a ClusterRoleBinding:',
    ...rules.map(({ apiGroups, resources, resourceNames, verbs }) => {
      const names = resourceNames.length === 0 ? '' : `, resourceNames: [${resourceNames.join(', ')}]`
      const groups = apiGroups.map((group) => JSON.stringify(group)).join(', ')
      return `    apiGroups: [${groups}], resources: [${resources.join(', ')}]${names}, verbs: [${verbs.join(', ')}]`
    }),
    `    ${why}`,
  ]
}
