import { isSuccess, type KubeObject, listObjects, type Request, type ResourceKey, textAt } from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import { perform } from '../../schedule/likely.ts'
import type { AskedCluster } from '../asking/asked-cluster.ts'
import { type ObjectName, objectName } from '../asking/object-name.ts'

/** An object of the Namespace's people: whether it could be made again as it is. */
export interface JudgedWorkload {
  readonly object: ObjectName
  readonly admitted: boolean
  readonly message?: string
}

/** What Capsule judges when it is made: whatever exists already is left alone. */
const judged: readonly ResourceKey[] = ['/pods', '/services', '/persistentvolumeclaims', 'networking.k8s.io/ingresses']

const workloadsMax = 50

/**
 * Asks, in a dry run, whether the workloads of a Namespace would still be admitted under its present Tenant. They stay where
 * they are either way: admission looks at what is made or changed.
 */
export function judgedWorkloads({ quiet }: AskedCluster, namespace: string): readonly JudgedWorkload[] {
  return judged
    .flatMap((resource) => listObjects(quiet.state, resource, namespace).map((object) => ({ resource, object })))
    .slice(0, workloadsMax)
    .map(({ resource, object }) => {
      const request = creationOf(resource, object)
      const run = perform(quiet.model, quiet.state, { type: 'request', as: defaultUser, request })
      const response = run.steps[0]?.response ?? { code: 500, body: {} }
      const message = textAt(response.body, 'message')
      const admitted = isSuccess(response)
      return { object: objectName(object), admitted, ...(admitted || message === undefined ? {} : { message }) }
    })
}

/** What the API server and controllers gave it, and another would not get. */
const givenFields: Readonly<Record<string, readonly string[]>> = {
  Pod: ['nodeName'],
  Service: ['clusterIP', 'clusterIPs', 'healthCheckNodePort'],
  PersistentVolumeClaim: ['volumeName'],
}

function creationOf(resource: ResourceKey, { apiVersion, kind, metadata, spec }: KubeObject): Request {
  const [group = '', plural = ''] = resource.split('/')
  const { namespace = '', name, labels, annotations } = metadata
  const given = new Set(givenFields[kind])
  const own = Object.fromEntries(Object.entries((spec ?? {}) as object).filter(([field]) => !given.has(field)))
  return {
    verb: 'create',
    group,
    version: apiVersion.split('/').at(-1) ?? 'v1',
    resource: plural,
    kind,
    namespace,
    query: { dryRun: 'All' },
    body: {
      apiVersion,
      kind,
      metadata: {
        name: `${name.slice(0, 50)}-again`,
        namespace,
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
      },
      spec: own,
    },
  }
}
