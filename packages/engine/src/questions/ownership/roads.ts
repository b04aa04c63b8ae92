import { findObject, listAt, textAt } from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import type { AskedCluster } from '../asking/asked-cluster.ts'
import type { GivenAction } from '../asking/parameter-types.ts'
import { webhookDeletions } from '../deletion/destructive-actions.ts'

/** The circumstances under which an administrator does something. */
export type Road =
  | 'as it is'
  | 'as an administrator of the operator'
  | 'with the operator stopped'
  | 'with the operator stopped and its webhook configurations deleted'

/** What is done before and after it for that. */
export interface RoadSteps {
  readonly road: Road
  readonly before: (cluster: AskedCluster) => readonly GivenAction[]
  readonly after: readonly GivenAction[]
}

export const roads: readonly RoadSteps[] = [
  { road: 'as it is', before: () => [], after: [] },
  { road: 'as an administrator of the operator', before: madeAdministrator, after: [] },
  { road: 'with the operator stopped', before: () => ['operator stop'], after: ['operator start'] },
  {
    road: 'with the operator stopped and its webhook configurations deleted',
    before: ({ quiet }) => ['operator stop', ...webhookDeletions(quiet.state)],
    after: ['operator start'],
  },
]

export function roadSteps(road: Road): RoadSteps {
  return roads.find((each) => each.road === road) ?? { road, before: () => [], after: [] }
}

/** Whoever is in `spec.administrators` may do what the webhooks refuse to others. [capsule-core.md N5] */
export function madeAdministrator({ quiet }: AskedCluster): readonly GivenAction[] {
  const configuration = findObject(quiet.state, 'capsule.clastix.io/capsuleconfigurations', undefined, 'default')
  const present = listAt(configuration ?? null, 'spec', 'administrators')
  if (configuration === undefined || present.some((each) => textAt(each, 'name') === defaultUser.user)) return []
  const administrators = [...present, { kind: 'User', name: defaultUser.user }]
  return [`patch capsuleconfiguration default --type merge -p '${JSON.stringify({ spec: { administrators } })}'`]
}
