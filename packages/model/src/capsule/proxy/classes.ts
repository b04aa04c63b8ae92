import type { JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { labelsOf } from '../../object/kube-object.ts'
import type { Requirement } from '../../object/label-requirement.ts'
import { labelSelectorRequirements, matchesRequirements } from '../../object/label-selector.ts'
import { keyOf } from '../../object/resource-type.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { matchesPattern } from '../regular-expression.ts'
import { metadataNameLabel } from '../tenant/constants.ts'
import type { ClassPolicy, TenantSpec } from '../tenant/tenant.ts'
import { sortedByFirst } from './faulty-sort.ts'
import {
  type ModuleRequest,
  type ModuleVerdict,
  notAllowedByProxy,
  notFoundByProxy,
  type ProxyModule,
  withSelector,
} from './proxy-module.ts'
import { mayListKind } from './proxy-operations.ts'
import { isIn, joinRequirements, selectsNothing } from './selector-text.ts'

interface ClassKind {
  readonly group: string
  readonly resource: string
  /** as proxySettings name it */
  readonly setting: string
  /** undefined: any */
  readonly version?: string
  readonly policyOf: (spec: TenantSpec) => ClassPolicy | undefined
  readonly bySelectorOnly?: boolean
}

const kinds: readonly ClassKind[] = [
  {
    group: 'storage.k8s.io',
    resource: 'storageclasses',
    setting: 'StorageClasses',
    version: 'v1',
    policyOf: ({ storageClasses }) => storageClasses,
  },
  {
    group: 'networking.k8s.io',
    resource: 'ingressclasses',
    setting: 'IngressClasses',
    policyOf: ({ ingressOptions }) => ingressOptions?.allowedClasses,
  },
  {
    group: 'scheduling.k8s.io',
    resource: 'priorityclasses',
    setting: 'PriorityClasses',
    version: 'v1',
    policyOf: ({ priorityClasses }) => priorityClasses,
  },
  {
    group: 'node.k8s.io',
    resource: 'runtimeclasses',
    setting: 'RuntimeClasses',
    version: 'v1',
    policyOf: ({ runtimeClasses }) => runtimeClasses,
    bySelectorOnly: true,
  },
]

export const classModules: readonly ProxyModule[] = kinds.map((kind) => ({
  takes: ({ group, resource, version }, _request, { clusterScoped }) =>
    clusterScoped !== true &&
    group === kind.group &&
    resource === kind.resource &&
    (kind.version === undefined || kind.version === version),
  list: (request) => listClasses(kind, request),
  get: (request) => getClass(kind, request),
}))

/** What the policies of all tenants allow whose owner may list the kind through the proxy. */
interface Shown {
  readonly allowed: boolean
  readonly requirements: readonly Requirement[]
  readonly isNamed: (name: string) => boolean
}

function shownClasses(kind: ClassKind, { tenants }: ModuleRequest): Shown {
  const allowing = tenants.filter((tenant) => mayListKind(tenant, kind.setting))
  const policies = allowing
    .map(({ tenant }) => kind.policyOf(tenant.spec ?? {}))
    .filter((policy) => policy !== undefined)
  const exact = sortedByFirst(
    policies.flatMap(({ allowed = [], default: usual = '' }) => [...allowed, ...(usual === '' ? [] : [usual])]),
  )
  const patterns = policies.map(({ allowedRegex = '' }) => allowedRegex).filter((pattern) => pattern !== '')
  return {
    allowed: allowing.length > 0,
    requirements: policies.flatMap(requirementsOf),
    isNamed: (name) =>
      kind.bySelectorOnly !== true &&
      (patterns.some((pattern) => matchesPattern(pattern, name)) || isFound(exact, name)),
  }
}

function requirementsOf({ matchLabels, matchExpressions }: ClassPolicy): readonly Requirement[] {
  const requirements = labelSelectorRequirements({ matchLabels, matchExpressions } as unknown as JsonObject)
  return requirements === undefined || 'error' in requirements ? [] : requirements
}

/** [Go sort.SearchStrings] */
function isFound(names: readonly string[], name: string): boolean {
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((names[middle] ?? '') < name) low = middle + 1
    else high = middle
  }
  return names[low] === name
}

/**
 * Classes are listed for callers whose entry among the owners allows to list the kind: by the selectors of the tenants'
 * policies if there are any, else by name; RuntimeClasses by selector only. A policy without the setting shows nothing,
 * the setting without a policy an empty list. [capsule-proxy internal/modules/{storageclass,ingressclass,priorityclass,
 * runtimeclass}/list.go; extended E7.1, E7.2]
 */
function listClasses(kind: ClassKind, request: ModuleRequest): ModuleVerdict {
  const { allowed, requirements, isNamed } = shownClasses(kind, request)
  if (requirements.length > 0)
    return withSelector(joinRequirements(requirements), "the selectors of the tenants' policies")
  const names = classesOf(request)
    .map(({ metadata }) => metadata.name)
    .filter(isNamed)
  if (names.length > 0) return withSelector(isIn(metadataNameLabel, names), "the names in the tenants' policies")
  if (!allowed) return notAllowedByProxy(request.type, withoutSetting(kind))
  return withSelector(selectsNothing, "no class fits the tenants' policies")
}

function withoutSetting({ setting }: ClassKind): string {
  return `no owner entry of the caller has proxySettings with List of ${setting}`
}

function classesOf({ state, type }: ModuleRequest): readonly KubeObject[] {
  return listObjects(state, keyOf(type))
}

/** [capsule-proxy internal/modules/{storageclass,...}/get.go, modules/utils/selector.go:HandleGetSelector] */
function getClass(kind: ClassKind, request: ModuleRequest): ModuleVerdict {
  const { allowed, requirements, isNamed } = shownClasses(kind, request)
  const name = request.request.name ?? ''
  const object = findObject(request.state, keyOf(request.type), undefined, name)
  if (requirements.length > 0) {
    const fitting = object && requirements.find((each) => matchesRequirements([each], labelsOf(object)))
    if (fitting) return withSelector([fitting], "a selector of the tenants' policies")
  } else if (object && labelsOf(object)[metadataNameLabel] === name && isNamed(name))
    return withSelector(isIn(metadataNameLabel, [name]), "the names in the tenants' policies")
  return notFoundByProxy(request.type, name, allowed ? 'no policy of the tenants shows it' : withoutSetting(kind))
}
