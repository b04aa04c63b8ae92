import type { Snapshot } from 'capsule-whatif'
import { expect, it } from 'vitest'
import { ask } from '../../src/ask.ts'
import { predictionText } from '../../src/report/prediction-text.ts'
import { repairsIn } from '../../src/what-if/repairs.ts'
import { exampleSnapshot, recorded } from '../questions/recorded.ts'

function told({ objects }: Pick<Snapshot, 'objects'>, action: string): string {
  const answer = ask({ objects }, [action])
  return predictionText(answer, repairsIn(objects, answer))
}

it('a label that is taken off and put back is told of, though nothing is otherwise in the end (recorded: incident-detach-live of v0.7)', () => {
  const { snapshot } = recorded('incident', 'incident-detach-live', 'v0.7')
  const text = told(snapshot, 'label namespace gas-dev capsule.clastix.io/tenant-')
  expect(text).toContain('In short: 1 object put back (')
  expect(text).toContain(
    'Accepted, and put back by controllers:\n  Namespace gas-dev: metadata.labels.capsule.clastix.io/tenant\n',
  )
})

it('nothing is put back where nothing was changed, or where a change stays', () => {
  const snapshot = exampleSnapshot()
  expect(told(snapshot, 'label namespace oil-dev capsule.clastix.io/tenant-')).not.toContain('put back')
  expect(told(snapshot, 'label namespace oil-dev team=blue')).not.toContain('put back')
})
