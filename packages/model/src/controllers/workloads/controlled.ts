import { type Json, type JsonObject, objectAt, textAt } from '../../object/json.ts'
import { type KubeObject, type OwnerReference, ownerReferencesOf } from '../../object/kube-object.ts'

/** The one owner that manages an object. [apimachinery meta/v1 GetControllerOf] */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return ownerReferencesOf(object).find(({ controller }) => controller === true)
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid
}

/** [apimachinery meta/v1 NewControllerRef] */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  }
}

/** The pod that a template describes, named after its owner. [pkg/controller/controller_utils.go GetPodFromTemplate] */
export function podFromTemplate(owner: KubeObject, template: Json | undefined): JsonObject {
  const { labels, annotations, finalizers } = objectAt(template, 'metadata')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: objectAt(template, 'spec'),
  }
}

/** Neither finished nor being deleted. [pkg/controller/controller_utils.go IsPodActive] */
export function isPodActive(pod: KubeObject): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined
}

export function isPodTerminal(pod: KubeObject): boolean {
  const phase = textAt(pod, 'status', 'phase')
  return phase === 'Succeeded' || phase === 'Failed'
}
