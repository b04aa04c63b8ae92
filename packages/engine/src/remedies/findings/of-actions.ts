import type { ActionText } from '../../action/action-text.ts'
import { effectKey } from '../../explore/outcome-classes.ts'
import type { PredictedAction } from '../../predict/predict.ts'
import type { Effect, Outcome } from '../../predict/prediction.ts'
import { placeText } from '../../text/place-text.ts'
import { type FoundOn, optionsFoundOn, type SoughtRemedy, soughtRemedy } from '../sought-remedy.ts'
import { askedText } from './asked-texts.ts'

/** What came of actions, in whichever order. */
export interface CameOf {
  readonly effects: readonly Pick<Effect, 'outcome' | 'kind' | 'namespace' | 'name'>[]
  readonly isRefused: boolean
  /** controllers work against each other for ever */
  readonly isRestless: boolean
}

const losses: ReadonlySet<Outcome> = new Set<Outcome>(['gone', 'replaced', 'held'])

/** What can be sought where actions lose more than they name, are refused, leave something terminating or do not hold. */
export function remediesOfActions(
  actions: readonly PredictedAction[],
  { effects, isRefused, isRestless }: CameOf,
  foundOn: FoundOn,
): readonly SoughtRemedy[] {
  const asked = actions.flatMap((action) => action.actions.flatMap(deletedBy))
  const lost = [...new Map(effects.map((effect) => [effectKey(effect), effect])).values()].filter(
    (effect) => losses.has(effect.outcome) && !isAsked(effect, asked),
  )
  const [first] = [...lost].sort((a, b) => rank(a.kind) - rank(b.kind))
  if (first === undefined && !isRefused && !isRestless) return []
  const finding = first
    ? lossText(first, lost.length - 1)
    : isRefused
      ? 'it is refused'
      : 'the cluster never comes to rest'
  return [soughtRemedy(finding, 'do', { do: actions.map(askedText), ...optionsFoundOn(foundOn) })]
}

function rank(kind: string): number {
  return kind === 'Namespace' ? 0 : kind === 'Tenant' ? 1 : 2
}

function lossText(effect: CameOf['effects'][number], more: number): string {
  const what = `${effect.kind} ${placeText(effect)}`
  const others = more === 0 ? '' : `, and ${more} more`
  return effect.outcome === 'held' ? `${what} can be left terminating${others}` : `${what} can be lost${others}`
}

interface Deleted {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

/** What an action names to be deleted. */
function deletedBy(action: ActionText): readonly Deleted[] {
  if (action.type !== 'request' || action.request.verb !== 'delete') return []
  const { kind = '', namespace, name = '' } = action.request
  return [{ kind, name, ...(namespace === undefined ? {} : { namespace }) }]
}

/** Gone as it was asked to: itself, with the Namespace in which it lies, or with an owner beside it. */
function isAsked(effect: CameOf['effects'][number], asked: readonly Deleted[]): boolean {
  if (effect.outcome !== 'gone') return false
  return asked.some(
    ({ kind, namespace, name }) =>
      (kind === effect.kind && name === effect.name && namespace === effect.namespace) ||
      (kind === 'Namespace' && name === effect.namespace) ||
      (namespace !== undefined && namespace === effect.namespace && effect.kind !== 'PersistentVolumeClaim'),
  )
}
