import type { ClusterState, KubeObject } from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { causesOf } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import { inputFindings } from '../predict/input-findings.ts'
import { startedCluster } from '../predict/started-cluster.ts'
import { strugglesOf } from '../predict/struggles.ts'
import { servedResources } from '../remedies/command.ts'
import { remediesOfPlan } from '../remedies/findings/of-plans.ts'
import { worstOf } from '../report/severity.ts'
import { paces, usualPatience } from '../schedule/likely.ts'
import { changedBack, changedOnAdmission } from './changed-back.ts'
import { lossFindings, struggleFindings } from './loss-findings.ts'
import type { ManifestSet } from './manifest-set.ts'
import type { AssertionResult, Plan, PlanEffect, PlanFinding } from './plan.ts'
import { planEffects } from './plan-effects.ts'
import type { PlanOptions } from './plan-options.ts'
import { openPlanSession, type PlanSession, rest } from './plan-session.ts'
import { checkPolicy } from './policy/check-policy.ts'
import { runClient } from './run-client.ts'
import { uncertainties } from './uncertainties.ts'

/**
 * What a client does to the cluster that holds these objects when it is given this set of manifests, request by request, and
 * what controllers then make of it. Follows the likely schedule, as `predict` does. `manifests` undefined: Helm uninstalls
 * what carries the labels of its release.
 */
export function makePlan(
  objects: readonly KubeObject[],
  manifests: ManifestSet | undefined,
  options: PlanOptions,
): Plan {
  const patience = options.patience ?? usualPatience
  const quiet = startedCluster(objects, options)
  const { model, loaded } = quiet
  const open = (state: ClusterState): PlanSession =>
    openPlanSession(model, state, options.user ?? defaultUser, patience)
  const session = open(quiet.state)
  const run = runAndRest(session, manifests, options)
  const effects = planEffects(quiet.state, session)
  const other = effects.some(isHeldNamespace) ? effectsWhenBusy(open, quiet.state, manifests, options) : []
  const instead = differing(effects, other)
  const struggles = strugglesOf(session.steps)
  const uncertain = [...inputFindings(loaded, options), ...uncertainties(quiet.state, session, manifests, options)]
  const findings = [
    ...(manifests?.findings ?? []),
    ...session.findings,
    ...lossFindings(effects, false),
    ...lossFindings(instead, true),
    ...run,
    ...struggleFindings(struggles),
    ...(session.settled ? [] : [neverQuiet]),
    ...uncertain.map(uncertainFinding),
  ]
  const assertions = options.policy === undefined ? [] : checkPolicy(options.policy, quiet.state, session, effects)
  const all = [...findings, ...assertions.flatMap(failedAssertion)]
  const lastWrite = session.steps.findLast((step) => step.events.length > 0)?.at ?? quiet.state.clock
  const { user, groups } = session.user
  const as = { user, groups }
  const remedies = remediesOfPlan(
    { items: session.items, findings: all, effects, as },
    servedResources(objects),
    options,
  )
  return {
    format: 'capsule-whatif-plan/1',
    how: options.how,
    as,
    severity: worstOf(all.map(({ severity }) => severity)),
    items: session.items,
    findings: all,
    assertions,
    effects,
    instead,
    struggles,
    uncertain,
    pending: effectsBetween(loaded.state, quiet.state, causesOf(quiet.steps)),
    seconds: (lastWrite - quiet.state.clock) / 1000,
    settled: session.settled,
    ...(remedies.length === 0 ? {} : { remedies }),
  }
}

/** Lets the client do its work and the cluster come to rest; gives what did not hold. */
function runAndRest(
  session: PlanSession,
  manifests: ManifestSet | undefined,
  options: PlanOptions,
): readonly PlanFinding[] {
  const applied = runClient(session, manifests, options)
  rest(session)
  return [...changedOnAdmission(applied), ...changedBack(session, applied)]
}

function isHeldNamespace({ outcome, kind }: PlanEffect): boolean {
  return outcome === 'held' && kind === 'Namespace'
}

/** Where a namespace is held, how busy controllers are decides. [capsule-core.md R4.8, R4.11] */
function effectsWhenBusy(
  open: (state: ClusterState) => PlanSession,
  quiet: ClusterState,
  manifests: ManifestSet | undefined,
  options: PlanOptions,
): readonly PlanEffect[] {
  const session = open({ ...quiet, lagMs: paces.busy })
  runAndRest(session, manifests, options)
  return planEffects(quiet, session)
}

function differing(effects: readonly PlanEffect[], others: readonly PlanEffect[]): readonly PlanEffect[] {
  const text = ({ outcome, kind, group, namespace, name }: PlanEffect): string =>
    `${outcome} ${kind} ${group} ${namespace ?? ''}/${name}`
  const known = new Set(effects.map(text))
  return others.filter((effect) => !known.has(text(effect)))
}

const neverQuiet: PlanFinding = {
  rule: 'never-quiet',
  severity: 'warning',
  message: 'the cluster does not come to rest afterwards: controllers undo each other, or the answer ends too early',
}

function uncertainFinding(message: string): PlanFinding {
  return { rule: 'not-certain', severity: 'info', message }
}

function failedAssertion({ held, severity, message, origin, name }: AssertionResult): readonly PlanFinding[] {
  if (held) return []
  return [{ rule: 'assertion-failed', severity, message, assertion: name, ...(origin === undefined ? {} : { origin }) }]
}
