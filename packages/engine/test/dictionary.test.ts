import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isJsonArray, type Json } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { fates } from '../../fixtures/src/matchers/fate.ts'
import { worths } from '../src/causes/prevention.ts'
import { reasonKinds } from '../src/causes/reason.ts'
import { writeChanges } from '../src/causes/writes.ts'
import { questions } from '../src/cli/questions.ts'
import { propertyVerdicts } from '../src/explore/exploration-answer.ts'
import { endKinds } from '../src/explore/outcome-classes.ts'
import { verdicts } from '../src/explore/verdicts.ts'
import { kubectlEnds } from '../src/kubectl/kubectl-run.ts'
import { arrivalMoments } from '../src/metadata/latency-answer.ts'
import { picturedFates } from '../src/pictures/picture.ts'
import { itemResults } from '../src/plan/plan.ts'
import { policyOutcomes } from '../src/plan/policy/policy.ts'
import { outcomes } from '../src/predict/prediction.ts'
import { certainties } from '../src/questions/asking/certainty.ts'
import { comparedFates } from '../src/questions/compare.ts'
import { healings } from '../src/questions/consistency.ts'
import { editFates } from '../src/questions/drift.ts'
import { fatesWithTenant } from '../src/questions/ownership/afterwards.ts'
import { ownerUids } from '../src/questions/ownership/belonging.ts'
import { namespacesFates } from '../src/questions/protections.ts'
import { severities } from '../src/report/severity.ts'
import { searchLimits } from '../src/schedule/explore/searching.ts'
import { issueSeverities } from '../src/snapshot/snapshot-issue.ts'
import { changesOfAnswer, changesOfObjects } from '../src/upgrade/changes.ts'

const root = resolve(import.meta.dirname, '../../..')
const schemas = join(root, 'packages/engine/schemas')

/** Every list of words, by the heading under which docs/outcomes.md tells of it. */
const lists: Readonly<Record<string, readonly string[]>> = {
  'What becomes of an object': outcomes,
  'What becomes of an object, compared': comparedFates,
  'What an assertion can ask for': policyOutcomes,
  'How sure': certainties,
  'How sure, over all orders': verdicts,
  'Whether a property holds': propertyVerdicts,
  'How an order ends': endKinds,
  'Which limit was hit': searchLimits,
  'How bad': severities,
  'How bad an issue of the input is': issueSeverities,
  'What a protection is worth': namespacesFates,
  'What a single change is worth': worths,
  'Why nothing becomes of an object': reasonKinds,
  'What a write does': writeChanges,
  'What becomes of an edit': editFates,
  'How a disagreement comes right': healings,
  'Whose a Namespace is': ownerUids,
  'What becomes of a Namespace with its Tenant': fatesWithTenant,
  'What a client says of a manifest': itemResults,
  'How kubectl ends': kubectlEnds,
  'When metadata comes': arrivalMoments,
  'What another version changes for an action': [...changesOfAnswer, ...changesOfObjects],
  'In pictures': picturedFates,
  'In tests': fates,
}

/** Words of the rows under each heading. */
function dictionary(): Readonly<Record<string, readonly string[]>> {
  const sections = readFileSync(join(root, 'docs/outcomes.md'), 'utf8').split(/^## /m).slice(1)
  return Object.fromEntries(
    sections.map((section) => {
      const heading = section.slice(0, section.indexOf('\n'))
      return [heading, [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, word = '']) => word)]
    }),
  )
}

describe('the dictionary of outcomes', () => {
  const told = dictionary()

  it.each(Object.entries(lists))('%s: has every word, and no other', (heading, words) => {
    expect([...(told[heading] ?? [])].toSorted()).toEqual([...words].toSorted())
  })

  it('tells of no other list as one of outcomes', () => {
    const others = Object.keys(told).filter((heading) => !(heading in lists))
    expect(others).toEqual(['Other words of a prediction', 'Words of a remedy', 'Words that say how, where or when'])
  })

  it.each(readdirSync(schemas))('has every word that %s allows, or a page of codes has it', (name) => {
    const words = enumsOf(JSON.parse(readFileSync(join(schemas, name), 'utf8')) as Json)
    const pages = ['outcomes', 'errors', 'snapshot-issues', 'snapshots', 'plan', 'questions/README']
    const text = pages.map((page) => readFileSync(join(root, `docs/${page}.md`), 'utf8')).join('\n')
    const asked = new Set(questions.map((question) => question.name))
    expect(words.filter((word) => !asked.has(word) && !text.includes(`\`${word}\``))).toEqual([])
  })
})

/** Words of closed lists, anywhere in a schema; numbers of versions are none. */
function enumsOf(schema: Json): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  if (isJsonArray(schema)) return schema.flatMap(enumsOf)
  const own = schema.enum
  const words = isJsonArray(own) ? own.filter((word) => typeof word === 'string') : []
  const deeper = Object.values(schema).flatMap((value) => (value === undefined ? [] : enumsOf(value)))
  return [...words.filter((word) => !/^\d/.test(word)), ...deeper]
}
