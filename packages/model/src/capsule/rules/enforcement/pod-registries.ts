import { goQuote } from '../../../object/go-format.ts'
import { isJsonObject, type Json, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { EnforceAction, EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, type Match, type RuleSet, type Value } from './evaluate.ts'
import { describeExpression, exactOf, fitsExpression, isNegated } from './expression-match.ts'

/** An image that a Pod refers to. */
interface Reference {
  readonly target: string
  readonly image: string
  readonly pullPolicy: string
  readonly path: string
}

/**
 * The images of a Pod come from where rules allow: the whole reference counts, as it was written. What is allowed may
 * still ask for a pull policy. [rules/pods/validation/registry.go; extended A10.13, A10.14. Not shown by a recording]
 */
export function judgeRegistries(pod: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  const audits: string[] = []
  if (bodies.length === 0) return { audits }
  for (const reference of referencesOf(pod)) {
    const value: Value = { value: reference.image.trim(), path: reference.path }
    if (value.value === '') return { audits, refusal: `${reference.path} has empty reference` }
    const evaluation = evaluate([value], bodies, registriesFor(reference.target))
    audits.push(...evaluation.audits)
    const refusal = evaluation.refusal ?? refusePullPolicy(reference, evaluation.allowedBy)
    if (refusal !== undefined) return { audits, refusal }
  }
  return { audits }
}

function referencesOf(pod: KubeObject): readonly Reference[] {
  return [
    ...containerReferences(pod, 'initContainers', 'pod/initcontainers'),
    ...containerReferences(pod, 'containers', 'pod/containers'),
    ...containerReferences(pod, 'ephemeralContainers', 'pod/ephemeralcontainers'),
    ...volumeReferences(pod),
  ]
}

function containerReferences(pod: KubeObject, field: string, target: string): readonly Reference[] {
  return listAt(pod, 'spec', field).map((container, index) => ({
    target,
    image: textAt(container, 'image') ?? '',
    pullPolicy: textAt(container, 'imagePullPolicy') ?? '',
    path: `${field}[${index}]`,
  }))
}

function volumeReferences(pod: KubeObject): readonly Reference[] {
  return listAt(pod, 'spec', 'volumes').flatMap((volume, index) => {
    const image = isJsonObject(volume) ? volume.image : undefined
    if (!isJsonObject(image)) return []
    return {
      target: 'pod/volumes',
      image: textAt(image, 'reference') ?? '',
      pullPolicy: textAt(image, 'pullPolicy') ?? '',
      path: `volumes[${index}](${textAt(volume, 'name') ?? ''})`,
    }
  })
}

/** The registries of one rule are one item: the first of them that fits counts. */
function registriesFor(target: string): RuleSet<readonly Json[]> {
  return {
    name: 'registry',
    allowedLabel: 'Allowed registries',
    items: (body) => {
      const registries = listAt(body, 'workloads', 'registries')
      return registries.length > 0 && isTargeted(body, target) ? [registries] : []
    },
    matches: matchRegistry,
    describe: (registries) =>
      registries
        .map(describeExpression)
        .filter((text) => text !== '')
        .join(', '),
    message: registryMessage,
  }
}

/** No targets are all of them. [pkg/api/rules/enforce_func.go:WorkloadTargetsAny] */
function isTargeted(body: EnforceBody, target: string): boolean {
  const targets = listAt(body, 'workloads', 'targets')
  return targets.length === 0 || targets.includes(target)
}

function matchRegistry(registries: readonly Json[], { value }: Value): Match | undefined | { readonly error: string } {
  for (const registry of registries) {
    const fit = fitsExpression(registry, value)
    if (typeof fit !== 'boolean') return fit
    if (fit) return { by: registry }
  }
  return undefined
}

const verdicts: Readonly<Record<EnforceAction, string>> = {
  deny: 'is denied by registry rule',
  allow: 'is allowed by registry rule',
  audit: 'matched audit registry rule',
}

/** [registryDecisionMessage] */
function registryMessage(action: EnforceAction, { value, path }: Value, { by = null }: Match): string {
  return `${path} reference ${goQuote(value)} ${verdicts[action]} ${goQuote(registryText(by))}`
}

/** [registryRuleDescription] */
function registryText(registry: Json): string {
  const exact = exactOf(registry).toSorted()
  const expression = textAt(registry, 'exp') ?? ''
  const parts = [
    ...(exact.length > 0 ? [`exact=${exact.join(',')}`] : []),
    ...(expression === '' ? [] : [`exp=${expression}${isNegated(registry) ? ',negate=true' : ''}`]),
  ]
  return parts.length > 0 ? parts.join(';') : '<unknown>'
}

/** [registryPullPolicyDecision] */
function refusePullPolicy({ image, path, pullPolicy }: Reference, registry: Json | undefined): string | undefined {
  const policies = [...new Set(listAt(registry, 'policy').map(String))].sort()
  if (policies.length === 0 || policies.includes(pullPolicy)) return undefined
  const allowed = `(allowed: ${policies.join(', ')})`
  return pullPolicy === ''
    ? `${path} reference ${goQuote(image)} must explicitly set pullPolicy ${allowed}`
    : `${path} reference ${goQuote(image)} uses pullPolicy=${pullPolicy} which is not allowed ${allowed}`
}
