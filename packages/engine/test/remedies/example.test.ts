import { askQuestion, migrate, remedyForFinding } from 'capsule-whatif'
import { expect, it } from 'vitest'
import { exampleSnapshot } from '../questions/recorded.ts'

const snapshot = exampleSnapshot()
const [moved] = askQuestion(migrate, snapshot, { namespace: 'oil-prod', to: 'gas' }).remedies ?? []
const answer = moved && remedyForFinding(snapshot.objects, moved)

it('the remedy of what a question finds is safe in all orders', () => {
  expect(answer?.remedy?.orders).toMatchObject({ holds: true, complete: true })
})
