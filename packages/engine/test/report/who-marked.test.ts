import { expect, it } from 'vitest'
import { ask } from '../../src/ask.ts'
import { predictionText } from '../../src/report/prediction-text.ts'
import { exampleSnapshot } from '../questions/recorded.ts'

it('what is terminating is told with who marked it, though a controller wrote its conditions since', () => {
  const finalizer = `patch configmap kube-root-ca.crt -n oil-dev --type merge -p '{"metadata":{"finalizers":["example.com/hold"]}}'`
  const answer = ask(exampleSnapshot(), [finalizer, 'delete namespace oil-dev'])
  const held = answer.effects.filter(({ outcome }) => outcome === 'held')
  expect(held.map(({ kind, causes }) => [kind, causes[0]])).toEqual([
    ['ConfigMap', 'namespace-controller'],
    ['Namespace', 'kubernetes-admin: delete namespaces oil-dev'],
  ])
  expect(predictionText(answer)).toContain('by kubernetes-admin: delete namespaces oil-dev')
})
