import { allObjects, type Step } from '@capsule-whatif/model'
import type { PlayedRun } from '../causes/played-run.ts'
import { causesOf } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import type { Answer } from '../predict/prediction.ts'
import { stepFindings } from '../predict/quiet-cluster.ts'
import { strugglesOf } from '../predict/struggles.ts'
import { momentOf, pathTo, presentState, type Session, stateAt, stepsUntil, stepsWithin } from './session.ts'

/** What the action did that led where one stands; in the middle of its run, what it did until then. */
export function answerOfMoment(session: Session): Answer {
  const { at } = session
  const { answer, from } = momentOf(session, at.moment)
  return at.step === undefined
    ? answer
    : { ...answer, ...between(session, from, stepsWithin(session, at)), instead: [] }
}

/** What everything together did that was tried on the way from the start to where one stands. */
export function answerSinceStart(session: Session): Answer {
  const moments = pathTo(session, session.at.moment).map((number) => momentOf(session, number))
  const answers = moments.map(({ answer }) => answer)
  const steps = stepsUntil(session, session.at)
  const audits = steps.flatMap((step) => step.audits ?? [])
  const numbered = <T extends { readonly action: number }>(each: T, index: number): T => ({ ...each, action: index })
  return {
    actions: answers.flatMap(({ actions }, index) => actions.map((each) => numbered(each, index))),
    refusals: answers.flatMap(({ refusals }, index) => refusals.map((each) => numbered(each, index))),
    ...between(session, { moment: 0 }, steps),
    ...(audits.length === 0 ? {} : { audits }),
    instead: [],
    pending: session.cluster.pending,
    settled: answers.every(({ settled }) => settled),
    findings: [...new Set([...session.cluster.findings, ...stepFindings(steps)])],
  }
}

function between(
  session: Session,
  from: Session['at'],
  steps: readonly Step[],
): Pick<Answer, 'effects' | 'struggles' | 'seconds'> {
  const before = stateAt(session, from)
  const lastWrite = steps.findLast(({ events }) => events.length > 0)?.at ?? before.clock
  return {
    effects: effectsBetween(before, presentState(session), causesOf(steps)),
    struggles: strugglesOf(steps),
    seconds: (lastWrite - before.clock) / 1000,
  }
}

/** Everything since the start as one run, for asking why. */
export function runSinceStart(session: Session): PlayedRun {
  const { model, state: start } = session.cluster
  const objects = allObjects(start)
  return {
    objects,
    model,
    capsule: session.options.capsule ?? '0.14',
    start,
    end: presentState(session),
    steps: stepsUntil(session, session.at),
    answer: answerSinceStart(session),
  }
}
