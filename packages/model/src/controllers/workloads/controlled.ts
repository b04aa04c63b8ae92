import { at, type Json, type JsonObject, objectAt, textAt } from '../../object/json.ts'
import { type KubeObject, labelsOf, type OwnerReference, ownerReferencesOf } from '../../object/kube-object.ts'
import { matchesSelector } from '../../object/label-selector.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'

/** The one owner that manages an object. [apimachinery meta/v1 GetControllerOf] */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return ownerReferencesOf(object).find(({ controller }) => controller === true)
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid
}

/** The pods that an object controls and selects. Not modelled: that pods are adopted or released. [pkg/controller/controller_ref_manager.go] */
export function podsOf(state: ClusterState, owner: KubeObject): readonly KubeObject[] {
  const selector = at(owner, 'spec', 'selector')
  return listObjects(state, '/pods', owner.metadata.namespace).filter(
    (pod) => isControlledBy(pod, owner) && matchesSelector(selector, labelsOf(pod)),
  )
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
