import { goQuote } from '../../object/go-format.ts'
import { type JsonObject, textAt } from '../../object/json.ts'
import type { AppliedBinding } from './bindings.ts'
import type { PolicyRule } from './policy-rule.ts'

/** An object by its kind and place. */
export interface Reference {
  readonly kind: string
  /** absent of what is cluster-scoped */
  readonly namespace?: string
  readonly name: string
}

/** Why something is allowed: this rule of this role, bound to this subject. */
export interface Grant {
  readonly binding: Reference
  readonly subject: Reference
  readonly role: Reference
  readonly rule: PolicyRule
}

/** What a binding gives to one of its subjects, and how upstream puts it. */
interface Source {
  readonly binding: Reference
  readonly subject: Reference
  readonly role: Reference
  readonly text: string
}

const sources = new WeakMap<AppliedBinding, Source>()

export function grantOf(applied: AppliedBinding, rule: PolicyRule): { readonly grant: Grant; readonly text: string } {
  const { text, binding, subject, role } = sourceOf(applied)
  return { grant: { binding, subject, role, rule }, text }
}

function sourceOf(applied: AppliedBinding): Source {
  const known = sources.get(applied)
  if (known) return known
  const source = describe(applied)
  sources.set(applied, source)
  return source
}

/** [kubernetes pkg/registry/rbac/validation/rule.go:describeSubject, roleBindingDescriber; kubernetes.md 6.4.1] */
function describe(applied: AppliedBinding): Source {
  const { name, namespace } = applied.binding.metadata
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding'
  const binding = reference(kind, name, namespace)
  const role = roleOf(applied)
  const subject = subjectOf(applied.subject, namespace)
  const text = `${kind} ${place(binding)} of ${role.kind} ${goQuote(role.name)} to ${subject.kind} ${place(subject)}`
  return { binding, subject, role, text }
}

function roleOf({ binding }: AppliedBinding): Reference {
  const kind = textAt(binding, 'roleRef', 'kind') ?? ''
  const namespace = kind === 'Role' ? binding.metadata.namespace : undefined
  return reference(kind, textAt(binding, 'roleRef', 'name') ?? '', namespace)
}

function subjectOf(subject: JsonObject, bindingNamespace: string | undefined): Reference {
  const kind = textAt(subject, 'kind') ?? ''
  const namespace = kind === 'ServiceAccount' ? textAt(subject, 'namespace') || bindingNamespace : undefined
  return reference(kind, textAt(subject, 'name') ?? '', namespace)
}

function reference(kind: string, name: string, namespace: string | undefined): Reference {
  return namespace === undefined ? { kind, name } : { kind, namespace, name }
}

/** The name goes before the namespace here. */
function place({ namespace, name }: Reference): string {
  return goQuote(namespace === undefined ? name : `${name}/${namespace}`)
}
