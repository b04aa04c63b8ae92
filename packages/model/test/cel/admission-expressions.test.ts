import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { admissionVariables, evaluateAdmission } from '../../src/admission/cel/variables.ts'
import { celValueOfJson, jsonOfCelValue } from '../../src/cel/json-value.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import { pods, requestOf, stateWith } from '../plugins/admission-fixture.ts'

interface Vector {
  readonly expression: string
  readonly value?: Json
  /** upstream's error, without the words around it */
  readonly failed?: string
}

const [inputs = '', ...rest] = readFileSync(join(import.meta.dirname, 'vectors/admission.jsonl'), 'utf8')
  .trim()
  .split('\n')
const { object, params } = JSON.parse(inputs) as Readonly<Record<'object' | 'params', JsonObject>>
const vectors = rest.map((line) => JSON.parse(line) as Vector)

/** What upstream evaluates and the model does not, and why. */
const notEvaluated: ReadonlySet<string> = new Set([
  'object.spec.replicas.all(x, true)', // what is no list fails with a text of its own
  '"abc".substring(5)', // so do indexes beyond a text
  'object.spec.containers.sortBy(c, c.name)', // a macro
  'object.metadata.labels.all(k, v, v != "z")', // two variables
  'url("https://a/b").getHost()', // library of URLs
  'isURL("x")',
  'ip("1.2.3.4").family()', // library of addresses
  'strings.quote("a")', // a namespace of one function
  'request.options', // not known of a request
  'request.userInfo.uid', // nor of a user
])

/** What the model evaluates otherwise than upstream, and why. */
const different: ReadonlySet<string> = new Set([
  'object.spec.containers.foo', // a list indexed by a text: only the words of the failure differ
  'object.spec.containers["a"]',
  'size(object.spec.replicas)', // cel-go names the function here
  'object.foo == 1 || object.bar == 2', // of two failures cel-go tells the first, cel-js the last
  'object.foo == 1 && object.bar == 2',
])

function evaluated(expression: string): object {
  const request = requestOf(pods, object, { namespace: 'ns', user: { user: 'alice', groups: ['g'] } })
  const variables = { ...admissionVariables(request, stateWith()), params: celValueOfJson(params) }
  const evaluation = evaluateAdmission(expression, variables)
  return 'value' in evaluation ? { value: jsonOfCelValue(evaluation.value) } : evaluation
}

describe('expressions of admission, held against k8s.io/apiserver v0.36.3', () => {
  it.each(vectors.filter(({ expression }) => !notEvaluated.has(expression) && !different.has(expression)))(
    '$expression',
    ({ expression, ...upstream }) => {
      expect(evaluated(expression)).toEqual(upstream)
    },
  )

  it.each([...notEvaluated])('%s is not evaluated, and that is said', (expression) => {
    expect(evaluated(expression)).toHaveProperty('notEvaluated')
  })

  it.each(vectors.filter(({ expression }) => different.has(expression)))(
    '$expression fails here too, with other words',
    ({ expression, failed }) => {
      expect(evaluated(expression)).toHaveProperty('failed')
      expect(evaluated(expression)).not.toEqual({ failed })
    },
  )
})
