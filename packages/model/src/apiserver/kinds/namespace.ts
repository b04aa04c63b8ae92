import { listAt, objectAt, textAt } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { validateNamespace, validateNamespaceStatusUpdate } from './namespace-validation.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

const nameLabel = 'kubernetes.io/metadata.name'

/** A namespace always carries its own name as a label, whatever a client sends. [kubernetes.md 3.1.1; SetDefaults_Namespace] */
function withNameLabel(namespace: KubeObject): KubeObject {
  const { name } = namespace.metadata
  if (!name || labelsOf(namespace)[nameLabel] === name) return namespace
  const labels = { ...labelsOf(namespace), [nameLabel]: name }
  return { ...namespace, metadata: { ...namespace.metadata, labels } }
}

function withDefaults(namespace: KubeObject): KubeObject {
  const labelled = withNameLabel(namespace)
  const phase = textAt(labelled, 'status', 'phase') || 'Active'
  return { ...labelled, spec: objectAt(labelled, 'spec'), status: { ...objectAt(labelled, 'status'), phase } }
}

/** A new namespace is Active and held by the finalizer `kubernetes` of its spec. [kubernetes.md 3.1.1] */
function prepareForCreate(namespace: KubeObject): KubeObject {
  const finalizers = listAt(namespace, 'spec', 'finalizers')
  const held = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes']
  return withNameLabel({
    ...namespace,
    spec: { ...objectAt(namespace, 'spec'), finalizers: held },
    status: { phase: 'Active' },
  } as KubeObject)
}

/** An update changes metadata only: finalizers of the spec and status stay. [kubernetes.md 3.1.2] */
function prepareForUpdate(namespace: KubeObject, old: KubeObject): KubeObject {
  const { finalizers: _, ...spec } = objectAt(namespace, 'spec')
  const kept = listAt(old, 'spec', 'finalizers')
  return withNameLabel({
    ...namespace,
    spec: kept.length > 0 ? { ...spec, finalizers: kept } : spec,
    status: objectAt(old, 'status'),
  } as KubeObject)
}

/** A status update changes everything but the spec. [kubernetes.md 1.4.11] */
function prepareForStatusUpdate(namespace: KubeObject, old: KubeObject): KubeObject {
  return withNameLabel({ ...namespace, spec: objectAt(old, 'spec') } as KubeObject)
}

export const namespaceStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  prepareForCreate,
  prepareForUpdate,
  prepareForStatusUpdate,
  validate: validateNamespace,
  validateUpdate: validateNamespace,
  validateStatusUpdate: validateNamespaceStatusUpdate,
  returnsDeletedObject: true,
  nameValidation: 'label',
  subresources: ['status', 'finalize'],
}
