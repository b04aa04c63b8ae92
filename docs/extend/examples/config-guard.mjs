import { allowed, deny, labelsOf, listObjects, serviceAccountUser } from 'capsule-whatif/operator'

/** A source that some Namespace names stays. */
function judgeDeletion({ namespace, name }, state) {
  if (namespace !== 'config-source') return allowed
  const wanting = listObjects(state, '/namespaces').filter((each) => labelsOf(each)['config.example.com/copy'] === name)
  return wanting.length === 0 ? allowed : deny(`${wanting.length} namespaces have a copy of ${name}`)
}

/** @type {import('capsule-whatif/operator').Operator} */
export const operator = {
  name: 'config-guard',
  user: serviceAccountUser('config-copier', 'config-guard'),
  controllers: [],
  webhooks: { domain: '.config.example.com', handlers: { '/sources': judgeDeletion } },
}
