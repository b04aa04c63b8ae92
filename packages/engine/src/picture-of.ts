import { type AskedAction, type AskOptions, parsedActions } from './ask.ts'
import { makePicture, type PictureOptions } from './pictures/make-picture.ts'
import type { Picture } from './pictures/picture.ts'
import { operatorsOf, type PlayedSnapshot } from './snapshot/load-snapshot.ts'

/**
 * A picture of what happens to the cluster of a snapshot when actions are taken, written as for kubectl, one after the
 * other: for `treeText`, `timelineText`, `mermaidText`, `dotText` and `pageText`.
 *
 * @throws Error named `ActionNotUnderstood` where an action is not understood, with what was expected
 */
export function pictureOf(
  snapshot: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  options: PictureOptions & AskOptions = {},
): Picture {
  const all = { ...operatorsOf(snapshot), ...options }
  return makePicture(snapshot.objects, parsedActions(snapshot, actions, all), all)
}
