import { type AskedAction, type AskOptions, parsedActions } from './ask.ts'
import { makePicture, type PictureOptions } from './pictures/make-picture.ts'
import type { Picture } from './pictures/picture.ts'
import type { Snapshot } from './snapshot/load-snapshot.ts'

/**
 * A picture of what happens to the cluster of a snapshot when actions are taken, written as for kubectl, one after the
 * other: for `treeText`, `timelineText`, `mermaidText`, `dotText` and `pageText`.
 *
 * @throws Error where an action is not understood, with what was expected
 */
export function pictureOf(
  snapshot: Pick<Snapshot, 'objects'>,
  actions: readonly (string | AskedAction)[],
  options: PictureOptions & AskOptions = {},
): Picture {
  return makePicture(snapshot.objects, parsedActions(snapshot, actions, options), options)
}
