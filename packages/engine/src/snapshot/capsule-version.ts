import { type CapsuleVersion, type KubeObject, labelsOf, listAt, textAt } from '@capsule-whatif/model'

const modelledVersions: readonly CapsuleVersion[] = ['0.7', '0.14']

/** The modelled version that a release belongs to, as `v0.7.4`, `0.14.0` or `0.14` name it; undefined for other releases. */
export function parseCapsuleVersion(text: string): CapsuleVersion | undefined {
  const [major = '', minor = ''] = text.replace(/^v/, '').split('.')
  return modelledVersions.find((version) => version === `${major}.${minor}`)
}

/** The name that the chart gives the operator. [charts/capsule/templates/_helpers.tpl] */
const operatorLabel = 'capsule'

/** Definitions and fields of definitions that only one of the modelled versions has. [capsule-0.7.md A6] */
const newDefinitions: ReadonlySet<string> = new Set([
  'rulestatuses.capsule.clastix.io',
  'tenantowners.capsule.clastix.io',
  'resourcepools.capsule.clastix.io',
])

/**
 * The version of Capsule that a cluster runs: what the operator's Deployment says in its label or image, or else what only
 * one of the versions has. Undefined where nothing tells.
 */
export function capsuleVersionOf(objects: readonly KubeObject[]): CapsuleVersion | undefined {
  const said = objects.filter(isOperator).flatMap(versionsSaid).map(parseCapsuleVersion)
  return said.find((version) => version !== undefined) ?? versionByShape(objects)
}

function isOperator(object: KubeObject): boolean {
  if (object.kind !== 'Deployment') return false
  const images = imagesOf(object)
  return (
    labelsOf(object)['app.kubernetes.io/name'] === operatorLabel || images.some((image) => /\/capsule:/.test(image))
  )
}

function versionsSaid(deployment: KubeObject): readonly string[] {
  const images = imagesOf(deployment).filter((image) => /(^|\/)capsule[:@]/.test(image))
  const tags = images.map((image) => image.split('@')[0]?.split(':').at(-1) ?? '')
  return [labelsOf(deployment)['app.kubernetes.io/version'] ?? '', ...tags]
}

function imagesOf(deployment: KubeObject): readonly string[] {
  return listAt(deployment, 'spec', 'template', 'spec', 'containers').map(
    (container) => textAt(container, 'image') ?? '',
  )
}

/** Of an operator that nothing is said of, its definitions and its configuration tell the version. */
function versionByShape(objects: readonly KubeObject[]): CapsuleVersion | undefined {
  const names = objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ metadata }) => metadata.name)
  if (names.some((name) => newDefinitions.has(name))) return '0.14'
  if (names.includes('tenants.capsule.clastix.io')) return '0.7'
  return undefined
}
