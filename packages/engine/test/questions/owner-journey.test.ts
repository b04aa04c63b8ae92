import { describe, expect, it } from 'vitest'
import { access } from '../../src/questions/access.ts'
import { askQuestion } from '../../src/questions/asking/ask-question.ts'
import { ownerJourney } from '../../src/questions/owner-journey.ts'
import { exampleSnapshot, recorded } from './recorded.ts'

const alice = { as: 'alice', asGroup: ['projectcapsule.dev'] }

describe('owner-journey', () => {
  const { snapshot, codes } = recorded('incident', 'incident-delete-namespace-as-owner')
  const answer = askQuestion(ownerJourney, snapshot, { ...alice, namespace: 'oil-dev' })
  const taskOf = (name: string) => answer.tasks.find(({ task }) => task === name)

  it('the owner deletes a Namespace and kubectl hangs, as incident-delete-namespace-as-owner recorded', () => {
    expect([codes[1], codes[2]]).toEqual([200, 403])
    expect(taskOf('delete a Namespace')).toMatchObject({
      direct: { end: 'hangs' },
      throughProxy: { end: 'done' },
      rights: [{ resources: ['namespaces'], resourceNames: ['oil-dev'], verbs: ['list', 'watch'] }],
    })
  })

  it('may not list Namespaces directly, and sees their own through the proxy', () => {
    expect(taskOf('list Namespaces')).toMatchObject({ direct: { code: codes[2] }, throughProxy: { end: 'done' } })
  })

  it('a cordoned Tenant refuses as incident-cordoned recorded', () => {
    const cordoned = recorded('incident', 'incident-cordoned')
    const { tasks } = askQuestion(ownerJourney, cordoned.ended, { ...alice, namespace: 'oil-dev' })
    const codeOf = (name: string) => tasks.find(({ task }) => task === name)?.direct.code
    expect([codeOf('create a Namespace'), codeOf('create a ConfigMap'), codeOf('delete a Namespace')]).toEqual(
      cordoned.codes.slice(1),
    )
  })

  it('somebody who owns nothing is told so', () => {
    expect(askQuestion(ownerJourney, exampleSnapshot(), { as: 'nobody' })).toMatchObject({
      certainty: 'unknown',
      tasks: [],
    })
  })
})

describe('access', () => {
  it('answers as the recorded requests were', () => {
    const { snapshot, codes } = recorded('incident', 'incident-delete-namespace-as-owner')
    const { commands, severity } = askQuestion(access, snapshot, { ...alice, do: 'delete namespace oil-dev' })
    const [direct] = commands[0]?.roads ?? []
    const requests = direct?.requests.map(({ code }) => code) ?? []
    expect([requests[0], requests.at(-1)]).toEqual([codes[1], codes[2]])
    expect(severity).toBe('warning')
  })

  it('of an action that is no known request says so', () => {
    expect(askQuestion(access, exampleSnapshot(), { ...alice, do: 'wait 5s' })).toMatchObject({ certainty: 'unknown' })
  })
})
