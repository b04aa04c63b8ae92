import {
  done,
  failed,
  findObject,
  labelsOf,
  messageOf,
  read,
  requestFor,
  send,
  serviceAccountUser,
  watchingController,
} from 'capsule-whatif/operator'

/** A Namespace with this label gets a copy of the ConfigMap that it names, from the namespace config-source. */
const label = 'config.example.com/copy'
const configMaps = requestFor('', 'v1', 'configmaps')

/** The name of the ConfigMap that a Namespace wants a copy of; undefined where it wants none. */
function wantedBy(state, namespace) {
  const found = findObject(state, '/namespaces', '', namespace)
  return found && labelsOf(found)[label]
}

function* copyInto(namespace) {
  const name = yield* read((state) => wantedBy(state, namespace))
  if (!name) return done
  const source = yield* read((state) => findObject(state, '/configmaps', 'config-source', name))
  const copy = yield* read((state) => findObject(state, '/configmaps', namespace, name))
  if (!source) return done
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: source.data }
  if (copy) return yield* sent({ verb: 'update', ...configMaps, namespace, name, body })
  return yield* sent({ verb: 'create', ...configMaps, namespace, body })
}

/** A request whose refusal is tried again, later and later. */
function* sent(request) {
  const answer = yield* send(request)
  return answer.code < 400 ? done : failed(messageOf(answer))
}

/** @type {import('capsule-whatif/operator').Operator} */
export const operator = {
  name: 'config-copier',
  user: serviceAccountUser('config-copier', 'config-copier'),
  controllers: [
    watchingController({
      name: 'config-copier/namespaces',
      watches: [{ resource: '/namespaces', keysOf: ({ metadata }) => [metadata.name] }],
      reconcile: copyInto,
    }),
  ],
}
