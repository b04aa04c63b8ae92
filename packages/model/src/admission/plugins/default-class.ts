import { annotationsOf, type KubeObject } from '../../object/kube-object.ts'

/** Of the classes marked as default the newest, and of those the first by name. [pkg/volume/util/storageclass.go:GetDefaultClass] */
export function defaultClass(classes: readonly KubeObject[], annotations: readonly string[]): KubeObject | undefined {
  const marked = classes.filter((one) => annotations.some((annotation) => annotationsOf(one)[annotation] === 'true'))
  return marked.toSorted(newestFirst)[0]
}

function newestFirst(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (left !== right) return left > right ? -1 : 1
  return a.metadata.name < b.metadata.name ? -1 : 1
}
