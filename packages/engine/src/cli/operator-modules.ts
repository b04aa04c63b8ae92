import type { Operator } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../action/action-text.ts'
import type { CliIo } from './cli-io.ts'

/** The operators that modules export, each as `operator`, or several as a list `operators`. Runs the code of the modules. */
export async function readOperators(
  files: readonly string[],
  { importModule }: Pick<CliIo, 'importModule'>,
): Promise<Parsed<readonly Operator[]>> {
  const found: Operator[] = []
  for (const file of files) {
    if (!importModule) return refused(`--operators ${file}: modules cannot be loaded here.`)
    try {
      const { operator, operators = operator === undefined ? [] : [operator] } = await importModule(file)
      const read = Array.isArray(operators) ? operators.map(wrongWith) : []
      const wrong = read.find((text) => text !== undefined)
      if (wrong !== undefined || read.length === 0) return refused(`--operators ${file}: ${wrong ?? nothingExported}`)
      found.push(...(operators as readonly Operator[]))
    } catch (error) {
      return refused(`--operators ${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const names = ['capsule', 'kube-apiserver', 'kube-controller-manager', ...found.map(({ name }) => name)]
  const double = names.find((name, index) => names.indexOf(name) < index)
  return double === undefined ? parsed(found) : refused(`--operators: two processes have the name ${double}.`)
}

const nothingExported = 'it exports no operator. Expected `export const operator = { name, user, controllers }`.'

type Given = Readonly<Record<string, unknown>>

/** What a value lacks to be an operator. */
function wrongWith(value: unknown): string | undefined {
  const { name, user, controllers, webhooks } = fieldsOf(value)
  if (typeof name !== 'string' || name === '') return 'the operator has no name.'
  const { user: account, groups } = fieldsOf(user)
  if (typeof account !== 'string' || !Array.isArray(groups))
    return `${name} has no user. Expected { user: 'system:serviceaccount:NAMESPACE:NAME', groups: [...] }.`
  if (!Array.isArray(controllers)) return `${name} has no list of controllers.`
  const wrong = controllers.map(fieldsOf).find((controller) => !isController(controller))
  if (wrong) return `the controller ${String(wrong.name)} of ${name} lacks name, observe, start or reconcile.`
  const { domain, handlers } = fieldsOf(webhooks)
  if (webhooks === undefined || (typeof domain === 'string' && typeof handlers === 'object')) return undefined
  return `the webhooks of ${name} lack domain or handlers.`
}

function isController({ name, observe, start, reconcile }: Given): boolean {
  return typeof name === 'string' && [observe, start, reconcile].every((each) => typeof each === 'function')
}

function fieldsOf(value: unknown): Given {
  return typeof value === 'object' && value !== null ? (value as Given) : {}
}
