import {
  type CapsuleVersion,
  type ClusterModel,
  type ClusterState,
  type ControlPlaneOptions,
  controlPlane,
  type KubeObject,
  listObjects,
  type Operator,
  stateFromObjects,
} from '@capsule-whatif/model'
import { causesOf } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import { inputFindings } from '../predict/input-findings.ts'
import type { Effect } from '../predict/prediction.ts'
import { clockOf } from '../replay/scenario.ts'
import { perform, settle } from '../schedule/likely.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import { type Change, changesOf } from './changes.ts'
import { type EverydayAction, everydayActions, tenantsMax } from './everyday-actions.ts'
import { asIfAlways, type Installations, withInstallation } from './installation.ts'
import { objectTexts, type TriedAction, tryAction } from './tried-action.ts'

/** From which version to which, and what the charts of both install. */
export interface UpgradeOptions {
  readonly from: CapsuleVersion
  readonly to: CapsuleVersion
  readonly installations: Installations
  /** operators that run beside Capsule; default none */
  readonly operators?: readonly Operator[]
}

/** One everyday action under both versions. */
export interface ComparedAction {
  readonly title: string
  readonly user: string
  readonly changes: readonly Change[]
  readonly from: TriedAction
  readonly to: TriedAction
}

/** What another version of the operator changes by itself, and what it answers to everyday actions. */
export interface UpgradeAnswer {
  readonly from: CapsuleVersion
  readonly to: CapsuleVersion
  /** what becomes of the cluster when the operator of the new version starts, before anybody does anything */
  readonly itself: readonly Effect[]
  readonly actions: readonly ComparedAction[]
  readonly findings: readonly string[]
}

interface Version {
  readonly model: ClusterModel
  /** with this version's installation and its operator started, once all is quiet */
  readonly quiet: ClusterState
}

/**
 * What changes for the people of a cluster when Capsule goes from one version to another: a fixed set of everyday actions is
 * tried out under both, each on its own copy of the cluster and along the likely order of events.
 */
export function upgrade(
  objects: readonly KubeObject[],
  { from, to, installations, operators = [] }: UpgradeOptions,
): UpgradeAnswer {
  const present = capsuleVersionOf(objects)
  const before = present === from ? objects : asIfAlways(objects, from, installations)
  const old = started({ capsule: from, operators }, stateFromObjects(before, clockOf(before)).state, present === from)
  const changed = withInstallation(before, to, installations)
  const loaded = stateFromObjects(changed, clockOf(changed))
  const model = controlPlane({ capsule: to, operators })
  const run = start(model, loaded.state)
  const now: Version = { model, quiet: run.state }
  const known = intersection(objectTexts(old.quiet), objectTexts(now.quiet))
  const inNew = new Map(everydayActions(now.quiet).map((action) => [action.title, action]))
  const actions = everydayActions(old.quiet).map((action) =>
    compared(action, inNew.get(action.title) ?? action, old, now, known),
  )
  return {
    from,
    to,
    itself: effectsBetween(loaded.state, now.quiet, causesOf(run.steps)),
    actions,
    findings: [...inputFindings(loaded, { operators }), ...findingsOf(old.quiet, present, from)],
  }
}

function started(parts: ControlPlaneOptions, state: ClusterState, isRunning: boolean): Version {
  const model = controlPlane(parts)
  return { model, quiet: isRunning ? settle(model, model.start(state)).state : start(model, state).state }
}

/** An operator that starts looks at everything; the rest of the control plane has been running. */
function start(model: ClusterModel, state: ClusterState): ReturnType<typeof settle> {
  const stopped = model.start({ ...state, running: { ...state.running, capsule: false } })
  const begun = perform(model, stopped, { type: 'process', process: 'capsule', running: true })
  const run = settle(model, begun.state)
  return { ...run, steps: [...begun.steps, ...run.steps] }
}

/** The same action can be about an object of another name under the other version. */
function compared(
  before: EverydayAction,
  after: EverydayAction,
  old: Version,
  now: Version,
  known: ReadonlySet<string>,
): ComparedAction {
  const from = tryAction(old.model, old.quiet, before)
  const to = tryAction(now.model, now.quiet, after)
  return { title: before.title, user: before.user.user, changes: changesOf(from, to, known), from, to }
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((each) => b.has(each)))
}

function findingsOf(state: ClusterState, present: CapsuleVersion | undefined, from: CapsuleVersion): readonly string[] {
  const count = listObjects(state, 'capsule.clastix.io/tenants').length
  const found = present === undefined ? 'tells no version of Capsule' : `is of Capsule ${present}`
  return [
    ...(present === from ? [] : [`The snapshot ${found}: it was given what the chart of ${from} installs.`]),
    ...(count > tenantsMax ? [`Tried out for the first ${tenantsMax} of ${count} Tenants.`] : []),
  ]
}
