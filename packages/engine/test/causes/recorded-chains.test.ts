import { describe, expect, it } from 'vitest'
import type { CauseLink } from '../../src/causes/cause-chain.ts'
import { type PlayedRun, playActions } from '../../src/causes/played-run.ts'
import { whyOf } from '../../src/causes/why-effect.ts'
import type { PredictedAction } from '../../src/predict/predict.ts'
import { sendsWithoutWaiting } from '../../src/replay/explore-trace.ts'
import type { TraceInput } from '../../src/replay/trace.ts'
import { type RecordedStep, type RecordedWrite, recordings } from '../metadata/recorded.ts'

const nobody = { user: 'nobody', groups: [] }

/** What was done in a recording, without what names uids or files. */
function actionsOf(steps: readonly RecordedStep[]): readonly PredictedAction[] {
  return steps.flatMap((step): readonly PredictedAction[] => {
    const { as, request, operator } = step as RecordedStep & { readonly operator?: 'stop' | 'start' }
    if (operator)
      return [{ text: operator, actions: [{ type: 'operator', running: operator === 'start' }], user: nobody }]
    if (!as || !request || /"\$\(|"\$file"/.test(JSON.stringify(request))) return []
    const user = { groups: [], ...as }
    return [{ text: request.verb, actions: [{ type: 'request', request }], user }]
  })
}

function linksOf(run: PlayedRun): readonly CauseLink[] {
  return run.answer.effects.flatMap((effect) => whyOf(run, effect).chains.flatMap(({ links }) => links))
}

/** Recordings leave out the writes of webhook configurations, and collections that the namespace controller deletes. */
function isLeftOut({ actor, request }: CauseLink): boolean {
  const text = request?.text ?? ''
  return /webhookconfigurations/.test(text) || (actor === 'namespace-controller' && text.startsWith('deletecollection'))
}

/** User, verb, resource and name, as a link tells a request. */
function keyOf({ user, verb, resource, subresource, namespace, name = '' }: RecordedWrite): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`
  return `${user} ${verb} ${what} ${namespace === undefined || resource === 'namespaces' ? name : `${namespace}/${name}`}`
}

describe.each(['0.14', '0.7'] as const)(
  'the chains of all effects of all recorded incidents, with Capsule %s',
  (version) => {
    const runs = ['incident', 'story']
      .flatMap((family) => recordings(version, family))
      .filter(({ steps }) => !sendsWithoutWaiting({ steps } as unknown as TraceInput))
      .map((recording) => {
        return { recording, run: playActions(recording.objects, actionsOf(recording.steps), { capsule: version }) }
      })

    it('have a rule for each link that wrote, and are called for by what the next link wrote', () => {
      for (const { run } of runs) {
        const links = linksOf(run)
        expect(links.filter(({ rule, did }) => !rule && !/^(started|stopped)$/.test(did))).toEqual([])
        for (const { chains } of run.answer.effects.map((effect) => whyOf(run, effect)))
          for (const { links: of } of chains)
            expect(of.slice(0, -1).every((link, index) => isCalledBy(link, of[index + 1]))).toBe(true)
      }
    })

    it('are of at least thirteen recordings', () => {
      expect(runs.length).toBeGreaterThanOrEqual(13)
    })

    it('consist of requests that were recorded, each by the user that sent it', () => {
      for (const { recording, run } of runs) {
        const recorded = new Set(recording.writes.map(keyOf))
        const sent = linksOf(run).filter((link) => link.request && !isLeftOut(link))
        const unknown = sent.map(({ actor, user = actor, request }) => `${user} ${request?.text ?? ''}`)
        expect([recording.name, unknown.filter((key) => !recorded.has(key))]).toEqual([recording.name, []])
      }
    })
  },
)

function isCalledBy({ calledBy }: CauseLink, next: CauseLink | undefined): boolean {
  return next?.did === 'started' ? calledBy === undefined : calledBy === next?.did
}
