import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { isOf } from '../../apiserver/admission-refusal.ts'
import { objectAt } from '../../object/json.ts'
import { annotationsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { defaultClass } from './default-class.ts'

const markers: readonly string[] = ['ingressclass.kubernetes.io/is-default-class']

/** An ingress that names no class gets the default class. [plugin/pkg/admission/network/defaultingressclass/admission.go] */
export const defaultIngressClass: AdmissionPlugin = { name: 'DefaultIngressClass', mutate }

function mutate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const ingress = request.object
  if (!ingress || !isOf(request, 'ingresses', 'networking.k8s.io') || request.operation !== 'CREATE') return undefined
  const spec = objectAt(ingress, 'spec')
  const hasClass = spec.ingressClassName !== undefined && spec.ingressClassName !== null
  if (hasClass || 'kubernetes.io/ingress.class' in annotationsOf(ingress)) return undefined
  const found = defaultClass(listObjects(state, 'networking.k8s.io/ingressclasses'), markers)
  return found && { object: { ...ingress, spec: { ...spec, ingressClassName: found.metadata.name } } }
}
