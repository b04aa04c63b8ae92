import { at, type CapsuleVersion, type KubeObject, labelsOf, listAt, textAt } from '@capsule-whatif/model'

const modelledVersions: readonly CapsuleVersion[] = ['0.7', '0.14']

/** The modelled version that a release belongs to, as `v0.7.4`, `0.14.0` or `0.14` name it; undefined for other releases. */
export function parseCapsuleVersion(text: string): CapsuleVersion | undefined {
  const [major = '', minor = ''] = text.replace(/^v/, '').split('.')
  return modelledVersions.find((version) => version === `${major}.${minor}`)
}

/**
 * The version of Capsule that a cluster runs: what the operator's Deployment says in its label or image, or else what only
 * one of the versions has. Undefined where nothing tells.
 */
export function capsuleVersionOf(objects: readonly KubeObject[]): CapsuleVersion | undefined {
  const said = objects.filter(isOperator).flatMap(versionsSaid).map(parseCapsuleVersion)
  return said.find((version) => version !== undefined) ?? versionByDefinitions(objects) ?? versionByTenants(objects)
}

const operatorImage = /(^|\/)capsule[:@]/

/** Whether an object is the Deployment of Capsule's operator, by its name label or image. */
export function isOperator(object: KubeObject): boolean {
  if (object.kind !== 'Deployment') return false
  return (
    labelsOf(object)['app.kubernetes.io/name'] === 'capsule' ||
    imagesOf(object).some((image) => operatorImage.test(image))
  )
}

function versionsSaid(deployment: KubeObject): readonly string[] {
  const images = imagesOf(deployment).filter((image) => operatorImage.test(image))
  const tags = images.map((image) => image.split('@')[0]?.split(':').at(-1) ?? '')
  return [labelsOf(deployment)['app.kubernetes.io/version'] ?? '', ...tags]
}

function imagesOf(deployment: KubeObject): readonly string[] {
  return listAt(deployment, 'spec', 'template', 'spec', 'containers').map(
    (container) => textAt(container, 'image') ?? '',
  )
}

/** Definitions that came after v0.7. [capsule-0.7.md A6] */
const newDefinitions: ReadonlySet<string> = new Set(
  ['tenantowners', 'rulestatuses', 'resourcepools', 'resourcepoolclaims'].map((name) => `${name}.capsule.clastix.io`),
)

function versionByDefinitions(objects: readonly KubeObject[]): CapsuleVersion | undefined {
  const names = objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ metadata }) => metadata.name)
  if (names.some((name) => newDefinitions.has(name))) return '0.14'
  return names.includes('tenants.capsule.clastix.io') ? '0.7' : undefined
}

/** The status of a Tenant has conditions since v0.7. [capsule-0.7.md A6] */
function versionByTenants(objects: readonly KubeObject[]): CapsuleVersion | undefined {
  const tenants = objects.filter(
    ({ apiVersion, kind }) => kind === 'Tenant' && apiVersion.startsWith('capsule.clastix.io/'),
  )
  const statuses = tenants.map((tenant) => at(tenant, 'status')).filter((status) => status !== undefined)
  if (statuses.length === 0) return undefined
  return statuses.some((status) => listAt(status, 'conditions').length > 0) ? '0.14' : '0.7'
}
