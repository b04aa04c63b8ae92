import { describe, expect, it } from 'vitest'
import type { Call } from '../../src/controllers/controller.ts'
import { deleteType, type TypeResult } from '../../src/controllers/namespace-controller/delete-content.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ResourceType } from '../../src/object/resource-type.ts'
import type { Response } from '../../src/request/request.ts'
import { typeOf } from '../plugins/admission-fixture.ts'
import { refusal } from './drive.ts'

function thing(name: string, finalizers: readonly string[] = []): KubeObject {
  return { apiVersion: 'e.io/v1', kind: 'Thing', metadata: { name, namespace: 'a', finalizers } }
}

function things(...verbs: readonly string[]): ResourceType {
  return { ...typeOf('e.io', 'things', 'Thing'), verbs: [...verbs] }
}

interface Attempt {
  readonly asked: readonly string[]
  readonly result: TypeResult
}

/** One attempt on two objects, of which some are left after it. */
function attempt(
  type: ResourceType,
  answers: Readonly<Record<string, Response>>,
  left: readonly KubeObject[],
): Attempt {
  const asked: string[] = []
  const work = deleteType(type, 'a', 0)
  let objects: readonly KubeObject[] = [thing('x'), thing('y')]
  const answer = (call: Call): unknown => {
    if (call.type !== 'request') return objects
    const { verb, name } = call.request
    asked.push(name === undefined ? verb : `${verb} ${name}`)
    objects = left
    return answers[verb] ?? { code: 200, body: {} }
  }
  let step = work.next()
  while (!step.done) step = work.next(answer(step.value))
  return { asked, result: step.value }
}

const nothingLeft: TypeResult = { estimate: 0, remaining: 0, finalizers: [] }

/** [deletion/namespaced_resources_deleter.go deleteCollection, deleteEachItem, deleteAllContentForGroupVersionResource] */
describe('the content of a terminating namespace', () => {
  it('is deleted as a collection where that is supported', () => {
    expect(attempt(things('list', 'delete', 'deletecollection'), {}, [])).toEqual({
      asked: ['deletecollection'],
      result: nothingLeft,
    })
  })

  it.each([
    ['that is not supported', things('list', 'delete'), {}],
    [
      'that turns out not to be allowed',
      things('list', 'delete', 'deletecollection'),
      { deletecollection: refusal(405, 'MethodNotAllowed', 'no') },
    ],
    [
      'that is not found',
      things('list', 'delete', 'deletecollection'),
      { deletecollection: refusal(404, 'NotFound', 'no') },
    ],
  ])('is deleted one by one where %s', (_, type, answers) => {
    const { asked, result } = attempt(type, answers, [])
    expect(asked.filter((one) => one.startsWith('delete '))).toEqual(['delete x', 'delete y'])
    expect(result).toEqual(nothingLeft)
  })

  it('that is gone already is no failure', () => {
    const gone = { delete: refusal(404, 'NotFound', 'things.e.io "x" not found') }
    expect(attempt(things('list', 'delete'), gone, []).result).toEqual(nothingLeft)
  })

  it('is left at the first refusal, which is told', () => {
    const denied = { delete: refusal(403, 'Forbidden', 'denied') }
    expect(attempt(things('list', 'delete'), denied, [])).toEqual({
      asked: ['delete x'],
      result: { ...nothingLeft, error: 'denied' },
    })
  })

  it('that finalizers hold may be gone in 15 s', () => {
    const left = [thing('x', ['e.io/a']), thing('y', ['e.io/a', 'e.io/b'])]
    expect(attempt(things('list', 'delete'), {}, left).result).toEqual({
      estimate: 15,
      remaining: 2,
      finalizers: ['e.io/a', 'e.io/a', 'e.io/b'],
    })
  })

  it('that stays for no reason is told of', () => {
    expect(attempt(things('list', 'delete'), {}, [thing('x')]).result).toEqual({
      estimate: 0,
      remaining: 1,
      finalizers: [],
      error: 'unexpected items still remain in namespace: a for gvr: e.io/v1, Resource=things',
    })
  })
})
