import type { KubeObject } from '@capsule-whatif/model'
import { expandList, type Item } from './expand-list.ts'
import type { LocatedObject } from './located-object.ts'
import { parseObject } from './parse-object.ts'
import { parseSource, plainText } from './parse-source.ts'
import { mayHoldReservedKey, withoutReservedKeys } from './reserved-keys.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'
import { issueAt, type Locator, locatorOf, type Problem, type SourceText } from './source-text.ts'
import { withoutLogs } from './without-logs.ts'

/** The objects of one text in their order; what is none of them is an issue. */
export function readObjects(source: SourceText, issues: SnapshotIssue[]): readonly LocatedObject[] {
  const whole = plainText(source)
  const { text, problems: logs } = withoutLogs(whole.text)
  const plain = { name: whole.name, text }
  const locator = locatorOf(plain)
  const { values, problems } = parseSource(plain)
  const found: Problem[] = [...logs, ...problems]
  const isSuspect = mayHoldReservedKey(plain.text)
  const objects: LocatedObject[] = []
  for (const item of values.flatMap((value) => expandList(value, found))) {
    const object = readItem(isSuspect ? cleaned(item, found) : item, found)
    if (object !== undefined) objects.push({ object, offset: item.offset, locator })
  }
  issues.push(...inOrder(found, locator))
  return objects
}

function inOrder(problems: readonly Problem[], locator: Locator): readonly SnapshotIssue[] {
  return problems.toSorted((a, b) => a.offset - b.offset).map((problem) => issueAt(locator, problem))
}

function cleaned(item: Item, problems: Problem[]): Item {
  let isClean = true
  const value = withoutReservedKeys(item.value, (path) => {
    isClean = false
    problems.push({
      code: 'key-reserved',
      message: `the field ${path} is left out: its name is reserved`,
      offset: item.offset,
    })
  })
  return isClean ? item : { ...item, value }
}

function readItem(item: Item, problems: Problem[]): KubeObject | undefined {
  return parseObject(item, (code, message) => problems.push({ code, message, offset: item.offset }))
}
