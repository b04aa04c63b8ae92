import { findKind } from '../../apiserver/discovery.ts'
import type { JsonObject } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { labelSelectorRequirements } from '../../object/label-selector.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { compile, matchesPattern } from '../regular-expression.ts'
import { isEmptySelector, isSelected } from '../tenant/namespace-selector.ts'
import type { ClassPolicy, Tenant } from '../tenant/tenant.ts'
import type { Failure } from './failure.ts'
import { deviceClasses, gatewayClasses, type Kind, priorityClasses, runtimeClasses, storageClasses } from './kinds.ts'
import { compareTexts } from './owner-list.ts'
import { list } from './reading.ts'
import { withStatus } from './tenant-status.ts'

/** A sort of class that Tenants may be allowed, as status.classes names it. */
export type ClassName = 'storage' | 'priority' | 'runtime' | 'gateway' | 'device'

interface ClassSort {
  readonly kind: Kind
  readonly policy: (tenant: Tenant) => ClassPolicy | undefined
}

export const classSorts: Readonly<Record<ClassName, ClassSort>> = {
  device: { kind: deviceClasses, policy: (tenant) => withoutRegex(tenant.spec?.deviceClasses) },
  storage: { kind: storageClasses, policy: (tenant) => tenant.spec?.storageClasses },
  priority: { kind: priorityClasses, policy: (tenant) => tenant.spec?.priorityClasses },
  gateway: { kind: gatewayClasses, policy: (tenant) => tenant.spec?.gatewayOptions?.allowedClasses },
  runtime: { kind: runtimeClasses, policy: (tenant) => tenant.spec?.runtimeClasses },
}

export const classNames: readonly ClassName[] = ['device', 'storage', 'priority', 'gateway', 'runtime']

/** A policy for device classes has neither default nor regular expression. */
function withoutRegex(policy: ClassPolicy | undefined): ClassPolicy | undefined {
  if (!policy) return undefined
  const { allowedRegex: _regex, default: _default, ...rest } = policy
  return rest
}

/** A Tenant with classes in its status, and why the rest of them could not be told. */
export interface Classified {
  readonly tenant: Tenant
  readonly failure?: Failure
}

/**
 * The Tenant with the names of the classes that it may use in its status. Nothing checks the patterns and selectors of all
 * policies: one that is no good has no classes, and those after it are left alone. [CT/status.go:collectAvailableResources;
 * core R7.4]
 */
export function withClasses(state: ClusterState, tenant: Tenant, names: readonly ClassName[] = classNames): Classified {
  const classes = { ...tenant.status?.classes }
  for (const name of names) {
    const { kind, policy } = classSorts[name]
    if (!findKind(state, kind.group, kind.version, kind.kind)) continue
    const found = policy(tenant)
    const failure = found && faultOf(found)
    const available = failure ? [] : availableClasses(list(kind)(state), found)
    if (available.length > 0) classes[name] = available
    else delete classes[name]
    if (failure) return { tenant: withStatus(tenant, { classes }), failure }
  }
  return { tenant: withStatus(tenant, { classes }) }
}

/** What is wrong with a policy that selects or names any. [CT/status.go:listObjectNamesBySelector] */
function faultOf(policy: ClassPolicy): Failure | undefined {
  const selects = !isEmptySelector(policy)
  if (!selects && (policy.allowed ?? []).length === 0) return undefined
  const requirements = selects ? labelSelectorRequirements(selectorOf(policy) as JsonObject) : undefined
  if (requirements && 'error' in requirements) return { message: requirements.error }
  const compiled = compile(policy.allowedRegex ?? '')
  return 'error' in compiled ? { message: compiled.error } : undefined
}

/**
 * Without a policy, or with one that neither selects nor names any, all classes; else those selected, those named that
 * exist, and those that match. [CT/status.go:listObjectNamesBySelector]
 */
function availableClasses(objects: readonly KubeObject[], policy: ClassPolicy | undefined): readonly string[] {
  const { allowed = [], allowedRegex = '', default: fallback } = policy ?? {}
  const selects = policy !== undefined && !isEmptySelector(policy)
  const isAvailable = (object: KubeObject): boolean => {
    const { name } = object.metadata
    if (!selects && allowed.length === 0) return true
    if (selects && isSelected(selectorOf(policy), labelsOf(object))) return true
    return allowed.includes(name) || name === fallback || (allowedRegex !== '' && matchesPattern(allowedRegex, name))
  }
  return objects
    .filter(isAvailable)
    .map((object) => object.metadata.name)
    .sort(compareTexts)
}

function selectorOf({ matchLabels, matchExpressions }: ClassPolicy): ClassPolicy {
  return { ...(matchLabels ? { matchLabels } : {}), ...(matchExpressions ? { matchExpressions } : {}) }
}
