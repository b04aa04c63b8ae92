import type { ObjectName } from '../causes/writes.ts'
import { pictureOfRun } from '../pictures/make-picture.ts'
import { onlyOf } from '../pictures/only.ts'
import type { Picture } from '../pictures/picture.ts'
import { selectObjects } from '../pictures/select-objects.ts'
import { treeText } from '../pictures/tree-text.ts'
import { kindNamed } from './look-words.ts'
import { objectNamed } from './object-named.ts'
import { momentOf, presentState, resourcesIn, type Session } from './session.ts'
import { type LineResult, notUnderstood, type SessionWord, said, type WordCall } from './session-word.ts'

export const treeWord: SessionWord = {
  name: 'tree',
  usage: [
    ['tree [TYPE|NAMESPACE]...', 'who owns whom where you stand; of some kinds or namespaces alone'],
    ['tree TYPE NAME', 'the owners of one object, and what stands within it'],
  ],
  takes: 'object',
  flags: ['-n'],
  run: tree,
}

function tree(call: WordCall): LineResult {
  const { session, words } = call
  const state = presentState(session)
  const start = momentOf(session, 0)
  const picture = pictureOfRun(state, { answer: { ...start.answer, findings: [], pending: [] }, steps: [] })
  const isObject =
    words.some((word) => word.startsWith('-') || word.includes('/')) || isTypeAndName(session, picture, words)
  if (!isObject) {
    const only = onlyOf(
      picture,
      words.map((word) => (isNamespace(picture, word) ? word : (kindNamed(session, word) ?? word))),
    )
    return only.ok ? said(session, treeText(only.picture)) : notUnderstood(session, `tree: ${only.message}`)
  }
  const name = objectNamed(words, resourcesIn(session, state), [state])
  if (!name.ok) return notUnderstood(session, `tree: ${name.error.message}`)
  return around(session, picture, name.value)
}

/** `tenant oil` and `ns oil-dev` name an object; `configmaps oil-dev` names a kind and a namespace. */
function isTypeAndName(session: Session, picture: Picture, [type = '', name, ...more]: readonly string[]): boolean {
  return (
    name !== undefined &&
    more.length === 0 &&
    !isNamespace(picture, type) &&
    kindNamed(session, name) === undefined &&
    kindNamed(session, type) !== undefined &&
    (kindNamed(session, type) === 'Namespace' || !isNamespace(picture, name))
  )
}

function isNamespace({ objects }: Picture, word: string): boolean {
  return objects.some(({ kind, name }) => kind === 'Namespace' && name === word)
}

/** An object with what it stands in and what stands within it. */
function around(session: Session, picture: Picture, wanted: ObjectName): LineResult {
  const { objects } = picture
  const target = objects.findIndex(
    ({ kind, namespace, name }) => kind === wanted.kind && namespace === wanted.namespace && name === wanted.name,
  )
  if (target < 0) return notUnderstood(session, `tree: there is no ${wanted.kind} ${wanted.name} here.`)
  const shown = new Set<number>()
  for (let at: number | undefined = target; at !== undefined; at = objects[at]?.within) shown.add(at)
  const inside = new Set([target])
  objects.forEach(({ within }, index) => {
    if (inside.has(within ?? -1)) inside.add(index)
  })
  const positions = [...new Set([...shown, ...inside])].sort((a, b) => a - b)
  return said(session, treeText({ ...picture, objects: selectObjects(objects, positions) }))
}
