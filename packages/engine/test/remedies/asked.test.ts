import { allObjects, type KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { attempt, clusterOf } from '../../src/questions/asking/asked-cluster.ts'
import { kubectlScript } from '../../src/remedies/kubectl-script.ts'
import type { RemedyAnswer } from '../../src/remedies/remedy.ts'
import { type RemedyOptions, remedyFor } from '../../src/remedies/remedy-for.ts'
import { exampleSnapshot } from '../questions/recorded.ts'
import { recordedTenants, replayedScript, undoneRemedy } from './fixing.ts'

const patient = 120_000
const alice = ['--as alice', '--as-group projectcapsule.dev'].join(' ')

interface Case {
  readonly what: string
  readonly objects: () => readonly KubeObject[]
  readonly asked: RemedyOptions
  readonly operations: readonly RegExp[]
}

const example = (): readonly KubeObject[] => exampleSnapshot().objects
const guarded = (): readonly KubeObject[] => exampleSnapshot('two-tenants-prevent-deletion').objects

/** The tenants after somebody deleted the definition while the operator was down: they terminate, held by its finalizer. */
function stuckTenants(): readonly KubeObject[] {
  const cluster = clusterOf(exampleSnapshot())
  return allObjects(attempt(cluster, ['operator stop', 'delete crd tenants.capsule.clastix.io']).state)
}

/** With a ConfigMap that is held by a finalizer that nobody takes off. */
function heldConfigMap(): readonly KubeObject[] {
  return example().map((object) =>
    object.kind === 'ConfigMap' && object.metadata.name === 'ledger'
      ? { ...object, metadata: { ...object.metadata, finalizers: ['example.com/audit'] } }
      : object,
  )
}

const cases: readonly Case[] = [
  {
    what: 'the definition of Tenant goes, and the namespaces stay',
    objects: example,
    asked: { do: ['delete crd tenants.capsule.clastix.io'] },
    operations: [/administrator/, /out of their Tenant/, /what was asked/, /leave the administrators/],
  },
  {
    what: 'a tenant goes, and its namespaces stay, 0.7',
    objects: () => recordedTenants('v0.7'),
    asked: { do: ['delete tenant oil'] },
    operations: [/out of their Tenant/, /what was asked/],
  },
  {
    what: 'a protected tenant goes',
    objects: guarded,
    asked: { do: ['delete tenant oil'] },
    operations: [/administrator/, /out of their Tenant/, /leave/, /lift preventDeletion/, /what was asked/],
  },
  {
    what: 'a label alone, which the webhook refuses, becomes label and owner reference together',
    objects: example,
    asked: { do: ['label namespace oil-prod capsule.clastix.io/tenant=gas --overwrite'] },
    operations: [/administrator/, /label and owner reference in one patch/, /leave/],
  },
  {
    what: 'what somebody may not do is done by an administrator',
    objects: example,
    asked: { do: [`annotate namespace gas-dev team=blue ${alice}`] },
    operations: [/as an administrator of the cluster/],
  },
  {
    what: 'a finalizer that nobody takes off is stripped',
    objects: heldConfigMap,
    asked: { do: ['delete configmap ledger -n oil-prod'] },
    operations: [/what was asked/, /take the finalizers off/],
  },
  {
    what: 'a definition that terminates while the operator is down goes without the namespaces',
    objects: stuckTenants,
    asked: { do: ['delete crd tenants.capsule.clastix.io'], operatorRunning: false },
    operations: [/delete its webhook/, /owner references|out of their Tenant/, /finalizers/],
  },
]

function operationsOf({ remedy }: RemedyAnswer): readonly string[] {
  return remedy?.steps.map(({ operation }) => operation) ?? []
}

describe('what is asked for is done, safely, and its script keeps every namespace and its content in every order', () => {
  it.each(cases)(
    '$what',
    ({ objects: made, asked, operations }) => {
      const objects = made()
      const answer = remedyFor(objects, 'do', asked)
      const found = operationsOf(answer).join('; ')
      for (const operation of operations) expect(found).toMatch(operation)
      expect(replayedScript(objects, 'do', answer, asked)).toMatchObject({ holds: true, complete: true, breaks: [] })
      for (const [index] of (answer.remedy?.steps ?? []).entries()) {
        const undone = undoneRemedy(objects, 'do', answer, asked, index + 1)
        expect({ steps: index + 1, ...undone }).toMatchObject({ refused: [], lost: [] })
      }
    },
    patient,
  )
})

describe('the goal of what is asked for', () => {
  const objects = example()

  it('says so where a request is refused whatever the operator does', () => {
    const text = `patch tenant oil --type merge -p '{"spec":{"cordoned":"yes"}}'`
    const { remedy, best } = remedyFor(objects, 'do', { do: [text] })
    expect(remedy).toBeUndefined()
    expect(best?.breaks[0]).toContain('refused: Tenant.capsule.clastix.io "oil" is invalid')
  })

  it('says so where the operator puts back what is asked for, with the best there is', () => {
    const { remedy, best } = remedyFor(objects, 'do', {
      do: ['delete clusterrole capsule-namespace-deleter'],
      stepsMax: 2,
    })
    expect(remedy).toBeUndefined()
    expect(best?.breaks.join()).toMatch(/missing: (ClusterRole capsule-namespace-deleter is gone|the operator runs)/)
  })

  it('keeps what is named besides, and lets go what may go', () => {
    const pattern = 'ResourceQuota/oil-prod/*'
    const asked = { do: ['label namespace oil-prod capsule.clastix.io/tenant=gas --overwrite'] }
    const kept = remedyFor(objects, 'do', { ...asked, keep: [pattern], plansMax: 30 })
    expect(kept.keeps.at(-1)).toBe(`What was named stays, too: ${pattern}.`)
    expect(kept.remedy).toBeUndefined()
    const lost = remedyFor(objects, 'do', { do: ['delete tenant oil'], lose: ['Namespace/oil-*', '*/oil-*/*'] })
    expect(operationsOf(lost)).toEqual(['do what was asked'])
  })

  it('makes what is in a file, and takes the file along in the script', () => {
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'new', namespace: 'oil-dev' },
    })
    const readFile = (file: string): string | undefined => (file === 'some/new.json' ? text : undefined)
    const answer = remedyFor(objects, 'do', { do: ['kubectl apply -f some/new.json'], readFile })
    expect(answer.remedy?.steps[0]?.commands[0]?.text).toBe('apply -f "$dir/given-1-new.json"')
    expect(answer.remedy && kubectlScript(answer, answer.remedy)).toContain(
      `cat > "$dir/given-1-new.json" <<'MANIFEST'\n${text}`,
    )
  })

  it('leaves the operator stopped where that is asked for', () => {
    const { wanted } = remedyFor(objects, 'do', { do: ['operator stop'] })
    expect(wanted).toBe('the operator does not run.')
  })

  it.each([
    ['nothing is asked for', { do: ['get namespaces'] }, 'nothing would be otherwise'],
    ['a file is not there', { do: ['apply -f x.yaml'] }, 'the file x.yaml cannot be read'],
    ['a pattern names nothing', { do: ['operator stop'], keep: ['Tenant/oli'] }, '"Tenant/oli" names nothing'],
    [
      'what goes is to be kept',
      { do: ['delete tenant oil'], keep: ['Tenant/*'] },
      'Tenant oil is asked to go, and to be kept',
    ],
  ])('is none where %s', (_, asked, message) => {
    expect(() => remedyFor(objects, 'do', asked)).toThrow(message)
  })
})
