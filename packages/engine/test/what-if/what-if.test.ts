import type { OpenQuestion } from '@capsule-whatif/fixtures/vitest'
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/ask.ts'
import { whatIf } from '../../src/what-if/what-if.ts'
import { twoTenants } from '../metadata/recorded.ts'

const objects = twoTenants()
const start = whatIf({ objects })
const certificate = { kind: 'ConfigMap', namespace: 'oil-dev', name: 'kube-root-ca.crt' }

describe('what if', () => {
  it('is what the matchers take', () => {
    const question: OpenQuestion = start
    expect(question.objects).toBe(objects)
  })

  it('answers as ask does', () => {
    const actions = ['operator stop', 'delete crd tenants.capsule.clastix.io']
    expect(start.when(...actions).answer()).toEqual(ask({ objects }, actions))
    expect(start.when('operator stop').when('delete crd tenants.capsule.clastix.io').answer().effects).toEqual(
      ask({ objects }, actions).effects,
    )
  })

  it('looks for its answer once', () => {
    const question = start.when('delete namespace oil-dev')
    expect(question.answer()).toBe(question.answer())
  })

  it('each step gives another question, and users take the actions that follow', () => {
    const alice = start.as('alice', 'projectcapsule.dev')
    const both = alice.when('create namespace oil-a').as('mallory').when('create namespace oil-b')
    expect(start.actions).toEqual([])
    expect(both.actions.map(({ as }) => as?.user)).toEqual(['alice', 'mallory'])
    expect(both.actions[0]?.as?.groups).toEqual(['projectcapsule.dev', 'system:authenticated'])
    expect(both.answer().refusals.map(({ user }) => user)).toEqual(['mallory'])
  })

  it('reads files that actions name', () => {
    const readFile = (file: string): string | undefined =>
      file === 'team.yaml' ? 'apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n' : undefined
    const { effects } = whatIf({ objects }, { readFile }).when('apply -f team.yaml').answer()
    expect(effects).toContainEqual(expect.objectContaining({ outcome: 'created', kind: 'Namespace', name: 'team' }))
    expect(() => start.when('apply -f team.yaml').answer()).toThrow('team.yaml')
  })

  it('says what is not understood when the answer is wanted', () => {
    expect(() => start.when('explode tenant oil').answer()).toThrow('explode is no action that is understood')
  })
})

describe('repairs', () => {
  it('are fields that were changed and are as before', () => {
    const patch = `patch configmap kube-root-ca.crt -n oil-dev --type merge -p '{"data":{"ca.crt":"mine","more":"x"}}'`
    expect(start.when(patch).repairs()).toEqual([{ ...certificate, fields: ['data.ca.crt', 'data.more'] }])
  })

  it('are objects that were deleted and are made again', () => {
    const deletion = start.when('delete configmap kube-root-ca.crt -n oil-dev')
    expect(deletion.repairs()).toEqual([{ ...certificate, fields: [] }])
  })

  it('are none where nobody is there to do it, and none of what stays changed or is refused', () => {
    expect(start.when(`patch tenant oil --type merge -p '{"spec":{"cordoned":true}}'`).repairs()).toEqual([])
    expect(start.when('delete limitrange capsule-oil-0 -n oil-dev').repairs()).toEqual([])
    const undone = start.when('label namespace default a=b', 'label namespace default a-')
    expect(undone.repairs()).toEqual([])
  })
})
