import { describe, expect, it } from 'vitest'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { nameText } from '../../src/questions/asking/object-name.ts'
import { type CascadeParameters, cascade } from '../../src/questions/cascade.ts'
import { nodesOf } from '../../src/questions/deletion/cascade-tree.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

const definition = 'crd tenants.capsule.clastix.io'

/** Recordings that begin with one deletion, and the question that asks for it. */
const recordings: readonly (readonly [string, string, CascadeParameters])[] = [
  ['incident', 'incident-crd-deleted', { object: definition }],
  ['incident', 'incident-crd-deleted-foreground', { object: definition, policy: 'foreground' }],
  ['incident', 'incident-crd-deleted-prevented', { object: definition }],
  ['incident', 'incident-crd-deleted-operator-down', { object: definition, operator: 'down' }],
  ['incident', 'incident-tenant-deleted', { object: 'tenant oil' }],
  ['incident', 'incident-tenant-foreground', { object: 'tenant oil', policy: 'foreground' }],
  ['incident', 'incident-tenant-deleted-prevented', { object: 'tenant oil' }],
  ['incident', 'incident-tenant-deleted-operator-down', { object: 'tenant oil', operator: 'returns' }],
  ['case', 'case-many-namespaces', { object: 'tenant fleet' }],
]

describe('cascade', () => {
  it.each(recordings)('%s: %s goes as recorded', (family, name, given) => {
    const { snapshot, gone, codes } = recorded(family, name)
    const answer = askQuestion(cascade, snapshot, given)
    const lost = nodesOf(answer.tree).filter(({ outcome }) => outcome === 'gone')
    expect(lost.map(({ object }) => nameText(object)).sort()).toEqual(gone)
    expect(answer.refused.map(({ code }) => code)).toEqual(codes.filter((code) => code >= 400))
  })

  it('hangs tenants under their definition, namespaces under their tenant, content under its namespace', () => {
    const { tree } = askQuestion(cascade, exampleSnapshot(), { object: definition })
    expect(tree).toHaveLength(1)
    const oil = tree[0]?.below.find(({ object }) => object.name === 'oil')
    expect(oil).toMatchObject({ tie: 'instance', by: 'crd_finalizer' })
    const namespace = oil?.below.find(({ object }) => object.name === 'oil-prod')
    expect(namespace).toMatchObject({ tie: 'owned', by: 'capsule/tenants' })
    expect(namespace?.below.map(({ object }) => nameText(object))).toContain('ConfigMap oil-prod/ledger')
  })

  it('is never sure of what controllers do, and sure of a refusal', () => {
    const goes = askQuestion(cascade, exampleSnapshot(), { object: 'tenant oil' })
    expect(goes).toMatchObject({ accepted: 'must', certainty: 'likely', severity: 'danger' })
    const refused = askQuestion(cascade, exampleSnapshot('two-tenants-prevent-deletion'), { object: 'tenant oil' })
    expect(refused).toMatchObject({ accepted: 'never', certainty: 'never', severity: 'warning', tree: [] })
  })

  it('is sure of an object that goes with the request itself', () => {
    const { tree } = askQuestion(cascade, exampleSnapshot(), { object: 'configmap ledger -n oil-prod' })
    expect(tree).toMatchObject([{ object: { name: 'ledger' }, certainty: 'must', by: 'kubernetes-admin' }])
  })

  it('promises nothing where the snapshot lacks what decides', () => {
    const { objects, ...rest } = exampleSnapshot()
    const bare = { ...rest, objects: objects.filter(({ kind }) => !kind.endsWith('WebhookConfiguration')) }
    expect(askQuestion(cascade, bare, { object: 'configmap ledger -n oil-prod' })).toMatchObject({
      accepted: 'likely',
      certainty: 'likely',
    })
  })

  it('refuses an object that is not there, with the near miss', () => {
    expect(() => askQuestion(cascade, exampleSnapshot(), { object: 'namespace oil-pord' })).toThrow(
      '--object names Namespace oil-pord, which the snapshot does not have. Did you mean oil-prod?',
    )
  })
})
