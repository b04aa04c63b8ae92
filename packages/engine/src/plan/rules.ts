/** Everything that a finding of a plan can be about. */
export type RuleId =
  | 'request-refused'
  | 'object-lost'
  | 'object-replaced'
  | 'object-held'
  | 'changed-back'
  | 'changed-on-admission'
  | 'controller-refused'
  | 'never-quiet'
  | 'manifest-unreadable'
  | 'manifest-not-rendered'
  | 'manifest-duplicate'
  | 'manifest-unchecked'
  | 'kind-not-served'
  | 'namespace-assumed'
  | 'client-refuses'
  | 'not-reached'
  | 'assertion-failed'
  | 'predicted-not-so'
  | 'not-predicted'
  | 'not-certain'

/** What each rule means, in one sentence. */
export const ruleTexts: Readonly<Record<RuleId, string>> = {
  'request-refused': 'The API server, an admission webhook or a policy refuses a request that the client sends.',
  'object-lost': 'An object of the cluster is gone afterwards.',
  'object-replaced':
    'An object is gone and made again under a new uid: whatever named the old one does not know the new one.',
  'object-held': 'An object is told to be deleted and stays terminating, held by finalizers.',
  'changed-back': 'What a manifest says does not hold: afterwards the object differs from its manifest again.',
  'changed-on-admission':
    'A label or annotation of a manifest is changed on its way into the cluster, so that the object never is as its manifest.',
  'controller-refused': 'A controller tries to carry something out and is refused, again and again.',
  'never-quiet': 'The cluster does not come to rest afterwards.',
  'manifest-unreadable': 'A file, or a document in it, is no object of Kubernetes.',
  'manifest-not-rendered': 'A manifest holds a template that was not rendered.',
  'manifest-duplicate': 'The same object stands twice in the set.',
  'manifest-unchecked': 'Something in a manifest is not followed, so what it does is not part of the answer.',
  'kind-not-served': 'Nothing serves the kind of a manifest at the time at which the client asks.',
  'namespace-assumed': 'A manifest of a namespaced kind names no namespace; the client puts it into its own.',
  'client-refuses': 'The client itself refuses to go on, and sends nothing for the object.',
  'not-reached': 'A manifest is not sent, or a prune not done, because something before it failed.',
  'assertion-failed': 'An assertion of the policy file does not hold.',
  'predicted-not-so': 'What a saved plan predicted of an object is not so in a later snapshot.',
  'not-predicted': 'What a later snapshot shows of an object was not predicted by the saved plan.',
  'not-certain': 'The answer is not certain, or part of it is not modelled.',
}

export const ruleIds: readonly RuleId[] = Object.keys(ruleTexts) as RuleId[]
