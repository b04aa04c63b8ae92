import { textAt } from '../../../object/json.ts'
import { allowsName, sortedNames } from '../../tenant/class-policy.ts'
import type { AllowedList } from '../../tenant/tenant.ts'
import { deny } from '../answer.ts'
import { containersOf, type PodRule } from './review.ts'

/** Every container's image comes from an allowed registry, and names it. [pod/containerregistry_legacy.go; extended A1.2] */
export const containerRegistry: PodRule = ({ tenant, pod }) => {
  const list = tenant.spec?.containerRegistries
  if (!list) return undefined
  let names = list.allowed ?? []
  for (const container of containersOf(pod)) {
    const image = textAt(container, 'image') ?? ''
    const parsed = parseImage(image)
    if (parsed.registry === '') return deny(forbiddenRegistry(image, names, list))
    names = sortedNames(list)
    if (!allowsName(list, parsed.registry)) return deny(forbiddenRegistry(qualifiedImage(parsed), names, list))
  }
  return undefined
}

interface Image {
  readonly registry: string
  readonly repository: string
  /** with its tag */
  readonly image: string
}

const imagePattern =
  /((?<registry>[a-zA-Z0-9._-]+(:\d+)?)\/)?(?<repository>.*\/)?(?<image>[a-zA-Z0-9._-]+:(?<tag>[a-zA-Z0-9._-]+))?/

/** An image without tag has no image part: upstream's pattern wants one. [containerregistry_legacy_registry.go; extended A1.2] */
export function parseImage(text: string): Image {
  const groups = imagePattern.exec(text)?.groups
  return {
    registry: groups?.registry ?? '',
    repository: groups?.repository ?? '',
    image: groups?.image ?? '',
  }
}

function qualifiedImage({ registry, repository, image }: Image): string {
  return image === '' ? '' : `${registry}/${repository}${image}`
}

/** [pod/containerregistry_errors.go:NewContainerRegistryForbidden] */
export function forbiddenRegistry(image: string, names: readonly string[], list: AllowedList): string {
  const pattern = list.allowedRegex ?? ''
  const parts = [
    ...(names.length > 0 ? [`use one from the following list (${names.join(', ')})`] : []),
    ...(pattern === '' ? [] : [` use one matching the following regex (${pattern})`]),
  ]
  return `Container image ${image} registry is forbidden for the current Tenant: ${parts.join(' or ')}`
}
