import { type Severity, worstOf } from '../report/severity.ts'
import { upgradeText } from '../report/upgrade-text.ts'
import { operatorsOf, type Snapshot } from '../snapshot/load-snapshot.ts'
import type { Installations } from '../upgrade/installation.ts'
import { type UpgradeAnswer as Upgraded, upgrade } from '../upgrade/upgrade.ts'
import { choiceType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'

/**
 * What `ask upgrade` can be told; `upgradeQuestion.parameters` and
 * docs/reference/cli.md#ask-upgrade say what each means.
 */
export interface UpgradeParameters {
  readonly from: '0.7' | '0.14'
  readonly to: '0.7' | '0.14'
}

/** What another version of Capsule changes for the people of a cluster. */
export interface AskedUpgradeAnswer extends QuestionAnswer, Upgraded {
  readonly question: 'upgrade'
  readonly findings: readonly string[]
}

/**
 * The command `upgrade` as a question.
 *
 * @param installations what the charts of the modelled versions install; read when it is asked
 */
export function upgradeQuestion(installations: () => Installations): Question<UpgradeParameters, AskedUpgradeAnswer> {
  return {
    name: 'upgrade',
    meaning: 'What will be refused that was allowed, and deleted that survived, with another version of Capsule.',
    parameters: {
      from: { type: choiceType('0.7', '0.14'), meaning: 'the version that runs', example: '0.7', isRequired: true },
      to: { type: choiceType('0.7', '0.14'), meaning: 'the version that will', example: '0.14', isRequired: true },
    },
    example: '--from 0.7 --to 0.14',
    ask: (snapshot, given) => askUpgrade(snapshot, given, installations()),
    text: upgradeText,
  }
}

function askUpgrade(
  snapshot: Snapshot,
  { from, to }: UpgradeParameters,
  installations: Installations,
): AskedUpgradeAnswer {
  const answer = upgrade(snapshot.objects, { from, to, installations, ...operatorsOf(snapshot) })
  return { question: 'upgrade', severity: severityOf(answer), certainty: 'likely', ...answer }
}

function severityOf({ itself, actions }: Upgraded): Severity {
  const types = new Set(actions.flatMap(({ changes }) => changes.map(({ type }) => type)))
  return worstOf([
    itself.length + types.size > 0 ? 'info' : 'none',
    types.has('refused now') || types.has('allowed now') || types.has('held now') ? 'warning' : 'none',
    types.has('deleted now') || itself.some(({ outcome, kind }) => outcome === 'gone' && kind === 'Namespace')
      ? 'danger'
      : 'none',
  ])
}
