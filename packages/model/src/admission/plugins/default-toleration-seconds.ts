import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { isOf } from '../../apiserver/admission-refusal.ts'
import { listAt, objectAt, textAt } from '../../object/json.ts'

const taints: readonly string[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

/** A pod stays for 300 seconds on a node that is not ready or not reachable, unless it says what it tolerates. [plugin/pkg/admission/defaulttolerationseconds/admission.go; kubernetes.md 5.5.3] */
export const defaultTolerationSeconds: AdmissionPlugin = { name: 'DefaultTolerationSeconds', mutate }

function mutate(request: AdmissionRequest): PluginAnswer {
  const pod = request.object
  if (!pod || !isOf(request, 'pods')) return undefined
  const given = listAt(pod, 'spec', 'tolerations')
  const lacking = taints.filter((taint) =>
    given.every((toleration) => {
      const [key, effect] = [textAt(toleration, 'key') ?? '', textAt(toleration, 'effect') ?? '']
      return (key !== taint && key !== '') || (effect !== 'NoExecute' && effect !== '')
    }),
  )
  if (lacking.length === 0) return undefined
  const added = lacking.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))
  return { object: { ...pod, spec: { ...objectAt(pod, 'spec'), tolerations: [...given, ...added] } } }
}
