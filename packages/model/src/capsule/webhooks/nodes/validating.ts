import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { equalJson } from '../../../object/json.ts'
import { annotationsOf, labelsOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { configurationOf } from '../../tenant/configuration.ts'
import { forbiddenText, isForbidden } from '../../tenant/forbidden-list.ts'
import { isCapsuleUser } from '../../tenant/resolve-user.ts'
import type { ForbiddenList } from '../../tenant/tenant.ts'
import { allowed, deny } from '../answer.ts'

type TextMap = Readonly<Record<string, string>>

/**
 * Capsule users leave the labels and annotations of Nodes alone that the configuration forbids. The chart does not send
 * Nodes here unless it is told to. [internal/webhook/node/user_metadata.go; extended A8.1. Not shown by a recording]
 */
export function validateNode(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  return isCapsuleUser(state, request.user) ? judgeNode(request, state) : allowed
}

/** What a Capsule user does to a Node. */
export function judgeNode({ object, oldObject, operation }: AdmissionRequest, state: ClusterState): WebhookAnswer {
  if (operation !== 'UPDATE' || !object || !oldObject) return allowed
  const lists = configurationOf(state).spec?.nodeMetadata
  if (!lists) return allowed
  if (changes(labelsOf(oldObject), labelsOf(object), lists.forbiddenLabels))
    return refuse('labels', lists.forbiddenLabels)
  if (changes(annotationsOf(oldObject), annotationsOf(object), lists.forbiddenAnnotations))
    return refuse('annotations', lists.forbiddenAnnotations)
  return allowed
}

function changes(before: TextMap, after: TextMap, list: ForbiddenList | undefined): boolean {
  const forbidden = (metadata: TextMap): TextMap =>
    Object.fromEntries(Object.entries(metadata).filter(([key]) => isForbidden(key, list)))
  return !equalJson(forbidden(before), forbidden(after))
}

function refuse(field: string, list: ForbiddenList | undefined): WebhookAnswer {
  const why = `some ${field} are marked as forbidden by system administrator`
  return deny(`Unable to update node as ${why}. ${forbiddenText(list)}`)
}
