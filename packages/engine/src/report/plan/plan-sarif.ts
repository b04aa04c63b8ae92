import type { PlanFinding } from '../../plan/plan.ts'
import { objectText } from '../../plan/requests.ts'
import { type RuleId, ruleIds, ruleTexts } from '../../plan/rules.ts'
import type { Severity } from '../severity.ts'
import type { Judged } from './judged.ts'

const levels: Readonly<Record<Severity, 'none' | 'note' | 'warning' | 'error'>> = {
  none: 'none',
  info: 'note',
  warning: 'warning',
  danger: 'error',
}

/** The findings as SARIF 2.1.0, for code scanning: a result a finding, at the line of its manifest where one is behind it. */
export function planSarif({ findings }: Judged, version: string): string {
  const used = ruleIds.filter((id) => findings.some(({ rule }) => rule === id))
  const rules = used.map((id) => ({ id, shortDescription: { text: ruleTexts[id] } }))
  const driver = {
    name: 'capsule-whatif',
    version,
    informationUri: 'https://github.com/projectcapsule/capsule',
    rules,
  }
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: findings.map((each) => resultOf(each, used)) }],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function resultOf(finding: PlanFinding, used: readonly RuleId[]): object {
  const { rule, severity, message, origin, object, assertion } = finding
  const logical =
    object === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: objectText(object), kind: 'object' }] }
  const physical =
    origin === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: uriOf(origin.file) },
            region: { startLine: origin.line, startColumn: origin.column },
          },
        }
  const location = { ...physical, ...logical }
  return {
    ruleId: rule,
    ruleIndex: used.indexOf(rule),
    level: levels[severity],
    message: { text: message },
    ...(Object.keys(location).length === 0 ? {} : { locations: [location] }),
    partialFingerprints: {
      'capsuleWhatif/v1': [rule, object === undefined ? '' : objectText(object), assertion ?? ''].join('|'),
    },
  }
}

/** A path relative to the repository, as code scanning wants it. */
function uriOf(file: string): string {
  return file.replaceAll('\\', '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/')
}
