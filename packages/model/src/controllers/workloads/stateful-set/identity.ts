import { at, type JsonObject, listAt, objectAt, textAt, textMap } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { podFromTemplate } from '../controlled.ts'
import { templateOf } from '../controller-revision.ts'
import { numberAt } from '../numbers.ts'
import { revisionLabel } from './revisions.ts'

const podNameLabel = 'statefulset.kubernetes.io/pod-name'
const podIndexLabel = 'apps.kubernetes.io/pod-index'

/** The ordinals of a set: from the first, as many as it has replicas. */
export function ordinalsOf(set: KubeObject): readonly number[] {
  const start = numberAt(set, 'spec', 'ordinals', 'start')
  return Array.from({ length: numberAt(set, 'spec', 'replicas') }, (_, index) => start + index)
}

/** The number at the end of a pod's name, if the rest of it is the set's. [stateful_set_utils.go getParentNameAndOrdinal] */
export function ordinalOf(set: KubeObject, pod: KubeObject): number | undefined {
  const [, parent, ordinal] = /^(.*)-([0-9]+)$/.exec(pod.metadata.name) ?? []
  return parent === set.metadata.name ? Number(ordinal) : undefined
}

/** A claim of each template, by the name of its volume. [stateful_set_utils.go getPersistentVolumeClaims] */
export function claimsOf(set: KubeObject, ordinal: number): ReadonlyMap<string, JsonObject> {
  const selected = textMap(at(set, 'spec', 'selector', 'matchLabels'))
  const claims = new Map<string, JsonObject>()
  for (const template of listAt(set, 'spec', 'volumeClaimTemplates')) {
    const metadata = objectAt(template, 'metadata')
    const volume = textAt(metadata, 'name') ?? ''
    const name = `${volume}-${set.metadata.name}-${ordinal}`
    const labels = { ...textMap(metadata.labels), ...selected }
    const { status: _, ...claim } = objectAt(template)
    claims.set(volume, { ...claim, metadata: { ...metadata, name, labels } })
  }
  return claims
}

/** The pod of an ordinal with the template of a revision, before it is created. [stateful_set_utils.go newStatefulSetPod] */
export function newPod(set: KubeObject, revision: KubeObject, ordinal: number): KubeObject {
  const name = `${set.metadata.name}-${ordinal}`
  const pod = podFromTemplate(set, templateOf(revision))
  const { labels, ...metadata } = objectAt(pod, 'metadata')
  const identity = { [podNameLabel]: name, [podIndexLabel]: String(ordinal), [revisionLabel]: revision.metadata.name }
  const spec = objectAt(pod, 'spec')
  const serviceName = textAt(set, 'spec', 'serviceName') ?? ''
  return {
    ...pod,
    metadata: { ...metadata, name, labels: { ...textMap(labels), ...identity } },
    spec: {
      ...spec,
      hostname: name,
      ...(serviceName === '' ? {} : { subdomain: serviceName }),
      ...volumesOf(set, ordinal, spec),
    },
  } as unknown as KubeObject
}

function volumesOf(set: KubeObject, ordinal: number, spec: JsonObject): JsonObject {
  const claims = claimsOf(set, ordinal)
  const claimed = [...claims].map(([name, claim]) => {
    return { name, persistentVolumeClaim: { claimName: textAt(claim, 'metadata', 'name') ?? '' } }
  })
  const others = listAt(spec, 'volumes').filter((volume) => !claims.has(textAt(volume, 'name') ?? ''))
  return claimed.length + others.length === 0 ? {} : { volumes: [...claimed, ...others] }
}

export function revisionOf(pod: KubeObject): string {
  return labelsOf(pod)[revisionLabel] ?? ''
}
