import { describe, expect, it } from 'vitest'
import { podTemplateHash } from '../../src/controllers/workloads/pod-template-hash/pod-template-hash.ts'
import type { JsonObject } from '../../src/object/json.ts'

function template(
  container: JsonObject,
  spec: JsonObject = {},
  metadata: JsonObject = { labels: { d: '1' } },
): JsonObject {
  const filled = {
    name: 'c',
    image: 'nginx',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'Always',
    ...container,
  }
  return {
    metadata,
    spec: {
      containers: [filled],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
      ...spec,
    },
  }
}

const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }

/** Hashes printed by k8s.io/kubernetes v1.36.3 controller.ComputeHash for the same templates. */
const vectors: readonly (readonly [string, string, JsonObject])[] = [
  ['a bare container', '698c9bfccf', template({})],
  ['another label', '6d576bc5c6', template({}, {}, { labels: { d: '2' } })],
  ['a third label', '774d79d5cc', template({}, {}, { labels: { d: '3' } })],
  [
    'quantities with suffixes',
    '7d575f6c4',
    template({ resources: { limits: { cpu: '100m', memory: '1Gi' }, requests: { cpu: '1', memory: '8Mi', x: '0' } } }),
  ],
  [
    'quantities of every format',
    'cdd79644b',
    template({ resources: { limits: { cpu: '1500m', memory: '1k', e: '2e3', k: '5k' } } }),
  ],
  [
    'environment and ports, with letters outside ASCII',
    '6cf6747498',
    template({
      env: [
        { name: 'A', value: 'ü€😀' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        { name: 'C', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        { name: 'D', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
      ],
      ports: [{ containerPort: 80, protocol: 'TCP', name: 'http' }],
    }),
  ],
  [
    'probes, volumes, tolerations and annotations',
    '54bf49ccd4',
    template(
      {
        livenessProbe: { httpGet: { path: '/', port: 8080, scheme: 'HTTP' }, ...probe },
        readinessProbe: { tcpSocket: { port: 'http' }, ...probe },
      },
      {
        volumes: [
          { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
          {
            name: 'p',
            projected: { sources: [{ configMap: { name: 'x', items: [{ key: 'a', path: 'b' }] } }], defaultMode: 420 },
          },
        ],
        nodeSelector: { b: '2', a: '1' },
        tolerations: [{ key: 'k', operator: 'Exists', tolerationSeconds: 3 }],
        securityContext: { runAsNonRoot: true, fsGroup: 5, supplementalGroups: [1, 2] },
        hostNetwork: true,
      },
      { labels: { b: '1', a: '2' }, annotations: { z: '1' }, creationTimestamp: null },
    ),
  ],
  [
    'affinity and spread',
    '6d8df766c5',
    template(
      {},
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'k', operator: 'In', values: ['a'] }] }],
            },
          },
        },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'z',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { a: 'b' } },
          },
        ],
        imagePullSecrets: [{ name: 's' }],
      },
    ),
  ],
]

describe('pod-template-hash', () => {
  for (const [name, hash, object] of vectors)
    it(`is what Go computes for ${name}`, () => {
      expect(podTemplateHash(object, undefined)).toBe(hash)
    })

  it('does not depend on the order of fields', () => {
    const { metadata, spec } = template({})
    expect(podTemplateHash({ spec, metadata }, undefined)).toBe('698c9bfccf')
  })

  it('changes with the number of collisions', () => {
    expect(podTemplateHash(template({}), 1)).not.toBe('698c9bfccf')
  })
})
