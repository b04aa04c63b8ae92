import { allObjects, type ClusterState } from '@capsule-whatif/model'
import { didYouMean } from '../text/near-miss.ts'
import { nameOf, type ObjectName, objectText } from './writes.ts'

/** ` Did you mean Namespace oil-dev?` where an object of that Kind has such a name, else nothing. */
export function nearName(state: ClusterState, name: ObjectName): string {
  const alike = allObjects(state).filter(({ kind }) => kind === name.kind)
  return didYouMean(
    objectText(name),
    alike.map((object) => objectText(nameOf(object))),
  )
}
