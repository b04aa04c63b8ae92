import { at, type KubeObject, listAt, textAt } from '@capsule-whatif/model'
import { capsuleVersionOf, isOperator } from '../snapshot/capsule-version.ts'
import { allBut, type HealthFinding } from './health-finding.ts'
import type { SnapshotView } from './snapshot-view.ts'

const collect = "collect it: 'capsule-whatif collect' prints how"
const actedOn = allBut('access', 'consistency', 'compare')

/** What the snapshot must have of Capsule itself. */
export function capsuleChecks(view: SnapshotView): readonly HealthFinding[] {
  if (view.of('apiextensions.k8s.io/customresourcedefinitions').length === 0) return [...operator(view)]
  const tenants = view.defined.find(({ group, resource }) => group === 'capsule.clastix.io' && resource === 'tenants')
  if (tenants === undefined) return [noCapsule]
  return [...configuration(view), ...webhooks(view), ...operator(view), ...version(view)]
}

const noCapsule: HealthFinding = {
  code: 'capsule-absent',
  severity: 'warning',
  message: 'no definition of Tenant (tenants.capsule.clastix.io): either Capsule is not installed, or it is deleted',
  limits: allBut(),
  advice: `nothing where that is so; else ${collect}`,
}

function configuration(view: SnapshotView): readonly HealthFinding[] {
  if (view.of('capsule.clastix.io/capsuleconfigurations').length > 0) return []
  return [
    {
      code: 'configuration-absent',
      severity: 'warning',
      message: 'no CapsuleConfiguration: the operator works with its defaults',
      limits: actedOn,
      advice: collect,
    },
  ]
}

const ofCapsule = /(?:projectcapsule\.dev|capsule\.clastix\.io)$/

function webhooks(view: SnapshotView): readonly HealthFinding[] {
  const configurations = [
    ...view.of('admissionregistration.k8s.io/validatingwebhookconfigurations'),
    ...view.of('admissionregistration.k8s.io/mutatingwebhookconfigurations'),
  ]
  const isCapsules = (configuration: KubeObject): boolean =>
    listAt(configuration, 'webhooks').some((webhook) => ofCapsule.test(textAt(webhook, 'name') ?? ''))
  if (configurations.length === 0 || configurations.some(isCapsules)) return []
  return [
    {
      code: 'webhooks-absent',
      severity: 'warning',
      message: "webhook configurations, but none of Capsule's: it refuses nothing and sets nothing at admission",
      limits: actedOn,
      advice: collect,
    },
  ]
}

/** Whether the operator runs is what most answers turn on. */
function operator(view: SnapshotView): readonly HealthFinding[] {
  const deployments = view.of('apps/deployments').filter(isOperator)
  if (deployments.length === 0)
    return [
      {
        code: 'operator-absent',
        severity: 'warning',
        message: "no Deployment of Capsule's operator: whether it runs is not known, and it is taken to run",
        limits: actedOn,
        advice: 'collect Deployments; where it is stopped, say --operator down',
      },
    ]
  if (deployments.some(isServing)) return []
  return [
    {
      code: 'operator-stopped',
      severity: 'warning',
      message: "the Deployment of Capsule's operator has no pod that is ready, but it is taken to run",
      limits: actedOn,
      advice: 'say --operator down, and ask again with it running: what it has missed it does when it returns',
    },
  ]
}

/** Without a status, as in a manifest, what is wanted counts. */
function isServing(deployment: KubeObject): boolean {
  if ((at(deployment, 'spec', 'replicas') ?? 1) === 0) return false
  const ready = at(deployment, 'status', 'readyReplicas')
  return at(deployment, 'status', 'observedGeneration') === undefined || (typeof ready === 'number' && ready > 0)
}

function version(view: SnapshotView): readonly HealthFinding[] {
  if (capsuleVersionOf(view.objects) !== undefined) return []
  return [
    {
      code: 'version-unknown',
      severity: 'warning',
      message: 'nothing tells which version of Capsule runs; taken to be 0.14',
      limits: allBut('access', 'consistency'),
      advice: 'collect Deployments, or say --capsule-version',
    },
  ]
}
