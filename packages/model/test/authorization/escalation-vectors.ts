import type { JsonObject } from '../../src/object/json.ts'

/** The rules that the writer holds in all of the vectors. */
export const held: readonly JsonObject[] = [
  { apiGroups: ['', 'apps'], resources: ['pods', '*/scale'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['*'], resourceNames: ['a', 'b'] },
  { nonResourceURLs: ['/healthz/*'], verbs: ['get'] },
]

/** Rules that are given out, and those that upstream's ConfirmNoEscalation v1.36.3 printed as missing. */
export const vectors: readonly (readonly [wanted: readonly JsonObject[], missing: readonly string[]])[] = [
  [
    [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'delete'] }],
    ['{APIGroups:[""], Resources:["pods"], Verbs:["watch" "delete"]}'],
  ],
  [
    [{ apiGroups: ['apps'], resources: ['deployments/scale', 'deployments'], verbs: ['get'] }],
    ['{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}'],
  ],
  [
    [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'delete'], resourceNames: ['a', 'c'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
    ],
    [
      '{APIGroups:[""], Resources:["configmaps"], ResourceNames:["c"], Verbs:["get" "delete"]}',
      '{APIGroups:[""], Resources:["configmaps"], Verbs:["get"]}',
    ],
  ],
  [
    [{ nonResourceURLs: ['/healthz/x', '/metrics'], verbs: ['get', 'post'] }],
    [
      '{NonResourceURLs:["/healthz/x"], Verbs:["post"]}',
      '{NonResourceURLs:["/metrics"], Verbs:["get"]}',
      '{NonResourceURLs:["/metrics"], Verbs:["post"]}',
    ],
  ],
  [
    [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
    ['{APIGroups:["*"], Resources:["*"], Verbs:["*"]}', '{NonResourceURLs:["*"], Verbs:["*"]}'],
  ],
  [
    [{ apiGroups: ['', 'apps'], resources: ['secrets', 'pods'], verbs: ['get', 'delete'] }],
    [
      '{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}',
      '{APIGroups:["apps"], Resources:["pods"], Verbs:["delete"]}',
      '{APIGroups:["apps"], Resources:["secrets"], Verbs:["get" "delete"]}',
    ],
  ],
  [[{ apiGroups: [''], resources: ['*/scale'], verbs: ['get'] }], []],
  [
    [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }],
    ['{APIGroups:[""], Resources:["pods/log"], Verbs:["get"]}'],
  ],
]
