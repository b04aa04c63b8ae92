import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { annotationsOf, labelsOf } from '../../../object/kube-object.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed } from '../../webhooks/answer.ts'
import { refuseExternalAddresses, refuseType } from '../../webhooks/services/validating.ts'
import { refuseForbidden } from './refuse-forbidden.ts'

/** What Tenants ask of Services, whoever writes them. [pkg/webhook/service/validating.go; 0.7 O3] */
export const validateService: WebhookHandler = ({ object, namespace, operation }, state) => {
  const options = tenantByStatusNamespace(state, namespace)?.spec?.serviceOptions
  if (!object || operation === 'DELETE' || !options) return allowed
  const annotations = Object.keys(annotationsOf(object))
  const labels = Object.keys(labelsOf(object))
  return (
    refuseType(object, options) ??
    refuseForbidden('service annotations', annotations, options.forbiddenAnnotations) ??
    refuseForbidden('service labels', labels, options.forbiddenLabels) ??
    refuseExternalAddresses(object, options) ??
    allowed
  )
}
