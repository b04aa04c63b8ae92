import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Action } from '../../src/step/action.ts'
import type { Step } from '../../src/step/cluster-model.ts'
import { nextItem } from '../../src/step/work-queue.ts'
import { type Api, api, model } from './api.ts'
import { type Kind, stored } from './objects.ts'

/** An API server with its own controllers and the controller manager behind it. */
export interface Cluster extends Api {
  /** lets controllers work until nothing was written for a while */
  settle(): void
  /** lets so much time pass, and controllers do what falls due */
  wait(milliseconds: number): void
  /** starts or stops the controller manager */
  controllerManager(what: 'stop' | 'start'): void
  has(kind: Kind, name: string): boolean
  /** what the garbage collector asked for so far, short, and what it was answered: `delete configmaps a 200` */
  readonly collected: string[]
  /** names of what is gone, in the order in which it went */
  readonly gone: string[]
}

const rbac = 'rbac.authorization.k8s.io'
const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }

/** Controllers may do everything here. */
const rightsOfControllers: readonly KubeObject[] = [
  stored('ClusterRole', 'everything', {}, { rules: [everything] }),
  stored(
    'ClusterRoleBinding',
    'controllers',
    {},
    {
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'everything' },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: 'system:serviceaccounts' }],
    },
  ),
]

const quietMs = 12_000
const collector = 'system:serviceaccount:kube-system:generic-garbage-collector'

/** With controllers that have seen these objects, as if they had been running all along. */
export function cluster(...objects: readonly KubeObject[]): Cluster {
  const server = api(...rightsOfControllers, ...objects)
  const running = { 'kube-apiserver': true, 'kube-controller-manager': true, capsule: false }
  server.state = model.start({ ...server.state, running })
  const collected: string[] = []
  const gone: string[] = []
  const act = (action: Action): Step => {
    const step = model.apply(server.state, action)
    server.state = step.state
    collected.push(...requestsOf(step))
    for (const { type, object } of step.events) if (type === 'deleted') gone.push(object.metadata.name)
    return step
  }
  return Object.assign(server, {
    collected,
    gone,
    settle(): void {
      let lastWrite = server.state.clock
      for (
        let item = nextItem(server.state);
        item && item.dueAt <= lastWrite + quietMs;
        item = nextItem(server.state)
      ) {
        const step = act({ type: 'work', controller: item.controller, key: item.key })
        if (step.events.length > 0) lastWrite = step.at
      }
    },
    wait(milliseconds: number): void {
      const until = server.state.clock + milliseconds
      for (let item = nextItem(server.state); item && item.dueAt <= until; item = nextItem(server.state))
        act({ type: 'work', controller: item.controller, key: item.key })
      act({ type: 'wait', until })
    },
    controllerManager(what: 'stop' | 'start'): void {
      act({ type: 'process', process: 'kube-controller-manager', running: what === 'start' })
    },
    has: (kind: Kind, name: string) => server.stored(kind, name) !== undefined,
  })
}

function requestsOf(step: Step): readonly string[] {
  return step.exchanges
    .filter(({ as }) => as.user === collector)
    .map(({ request, response }) => `${request.verb} ${request.resource} ${request.name} ${response.code}`)
}

/** Work of the garbage collector that waits in its queue. */
export function waitingWork(server: Api): readonly string[] {
  return server.state.queue.chunks
    .flatMap(({ values }) => values)
    .filter((item) => item.controller === 'garbage-collector-controller')
    .map(({ key }) => key)
}
