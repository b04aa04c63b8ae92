import { dotText } from '../pictures/dot.ts'
import { makePicture } from '../pictures/make-picture.ts'
import { mermaidText } from '../pictures/mermaid.ts'
import { onlyOf } from '../pictures/only.ts'
import { pageText } from '../pictures/page-text.ts'
import type { Picture } from '../pictures/picture.ts'
import { timelineText } from '../pictures/timeline-text.ts'
import { treeText } from '../pictures/tree-text.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import { operatorsOf } from '../snapshot/load-snapshot.ts'
import { orderLimits } from './answer-explore.ts'
import type { PictureAnswer, PictureFormat, PictureInput } from './commands/wiring.ts'
import { readPageParts } from './page-parts.ts'

const drawings: Readonly<Record<PictureFormat, (picture: Picture) => string>> = {
  tree: treeText,
  timeline: timelineText,
  mermaid: mermaidText,
  dot: dotText,
  html: (picture) => pageText(picture, readPageParts()),
}

/** The picture that was asked for, drawn. */
export function answerPicture({
  snapshot,
  steps,
  operatorRunning,
  capsuleVersion,
  ...wanted
}: PictureInput): PictureAnswer {
  const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
  const options = {
    ...operatorsOf(snapshot),
    operatorRunning,
    ...(capsule === undefined ? {} : { capsule }),
    ...(wanted.orders ? { orders: orderLimits(wanted.orders) } : {}),
  }
  const only = onlyOf(makePicture(snapshot.objects, steps, options), wanted.only)
  return only.ok ? { text: drawings[wanted.format](only.picture) } : { usage: only.message }
}
