/**
 * Upstream sorts the names that policies allow with a comparison that asks only whether a name is less than the first, and
 * then searches the list as if it were sorted: with several names some can be missed. The comparison looks at the list
 * while it is being sorted. [capsule-proxy internal/modules/storageclass/utils.go:getStorageClasses; extended E7.3]
 *
 * Not modelled: how Go's stable sort merges the blocks of more than 20 names.
 */
export function sortedByFirst(names: readonly string[]): readonly string[] {
  const list = [...names]
  for (let block = 0; block < list.length; block += blockSize) {
    for (let index = block + 1; index < Math.min(block + blockSize, list.length); index++) insert(list, block, index)
  }
  return list
}

/** [Go sort/zsortfunc.go:stable_func] */
const blockSize = 20

/** [Go sort/zsortfunc.go:insertionSort_func] */
function insert(list: string[], start: number, index: number): void {
  for (let at = index; at > start && (list[at] ?? '') < (list[0] ?? ''); at--) {
    const moved = list[at] ?? ''
    list[at] = list[at - 1] ?? ''
    list[at - 1] = moved
  }
}
