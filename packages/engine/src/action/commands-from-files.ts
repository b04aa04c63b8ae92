import { parseApiVersion, type Request, type Verb } from '@capsule-whatif/model'
import { nearMiss } from '../text/near-miss.ts'
import { type ActionContext, type ActionText, type Parsed, parsed, refused } from './action-text.ts'
import { type ActionCommand, commonOptions, requestAction, usageError, writeQuery } from './command-context.ts'
import { type Manifest, manifestsOf } from './manifest-objects.ts'
import type { OptionSpec, Options } from './parse-options.ts'

export const filenameOption: OptionSpec = { name: 'filename', short: 'f', type: 'text' }

const options: readonly OptionSpec[] = [...commonOptions, filenameOption]

export const createCommand: ActionCommand = {
  usage: 'create -f FILE | create namespace NAME',
  options,
  parse: (given, context) => (given.words.length > 0 ? createNamespace(given) : createFiles(given, context)),
}

export const replaceCommand: ActionCommand = {
  usage: 'replace -f FILE',
  options,
  parse: (given, context) =>
    fromFiles(given, context, replaceCommand.usage, (manifest) =>
      requestAction(writeRequest('update', manifest, given, 'kubectl-replace')),
    ),
}

export const applyCommand: ActionCommand = {
  usage: 'apply -f FILE',
  options,
  parse: (given, context) =>
    fromFiles(given, context, applyCommand.usage, ({ object, resource, namespace }) => ({
      type: 'apply',
      resource,
      ...(namespace === undefined ? {} : { namespace }),
      object,
    })),
}

function createFiles(given: Options, context: ActionContext): Parsed<readonly ActionText[]> {
  return fromFiles(given, context, createCommand.usage, (manifest) =>
    requestAction(writeRequest('create', manifest, given, 'kubectl-create')),
  )
}

export function fromFiles(
  given: Options,
  context: ActionContext,
  usage: string,
  action: (manifest: Manifest) => ActionText,
): Parsed<readonly ActionText[]> {
  if (given.values.filename === undefined) return usageError('-f FILE is missing.', usage)
  if (given.words.length > 0) return usageError(`${given.words.join(' ')} cannot stand beside -f FILE.`, usage)
  const manifests = manifestsOf(given, context)
  return manifests.ok ? parsed(manifests.value.map(action)) : manifests
}

/** A create goes to the collection, a replace to the object; the version is the one that the file is written in. */
function writeRequest(verb: Verb, manifest: Manifest, given: Options, manager: string): Request {
  const { object, resource, namespace } = manifest
  return {
    verb,
    group: resource.group,
    version: parseApiVersion(object.apiVersion).version,
    resource: resource.resource,
    kind: resource.kind,
    ...(namespace === undefined ? {} : { namespace }),
    ...(verb === 'create' ? {} : { name: object.metadata.name }),
    ...writeQuery(given, manager, true),
    body: object,
  }
}

function createNamespace(given: Options): Parsed<readonly ActionText[]> {
  const [what = '', name, ...more] = given.words
  if (!['namespace', 'ns'].includes(what)) {
    const near = nearMiss(what, ['namespace']) === undefined ? '' : ' Did you mean namespace?'
    return refused(`create ${what} is not understood.${near} Expected: ${createCommand.usage}`)
  }
  if (name === undefined || more.length > 0) return usageError('one NAME is needed.', 'create namespace NAME')
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
  const query = writeQuery(given, 'kubectl-create', true)
  return parsed([
    requestAction({
      verb: 'create',
      group: '',
      version: 'v1',
      resource: 'namespaces',
      kind: 'Namespace',
      ...query,
      body,
    }),
  ])
}
