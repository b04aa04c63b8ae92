import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { forbid, isOf } from '../../apiserver/admission-refusal.ts'
import { type Json, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { textHash } from '../../object/text-hash.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const volumePrefix = 'kube-api-access-'
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/**
 * A pod runs as a ServiceAccount that is there, as `default` unless it names another, and finds that one's token in
 * each of its containers. Not modelled: mirror pods, and that secrets may be limited to those of the account.
 * [plugin/pkg/admission/serviceaccount/admission.go; kubernetes.md 3.5.2]
 */
export const serviceAccount: AdmissionPlugin = { name: 'ServiceAccount', mutate, validate }

function mutate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const pod = request.object
  if (!pod || !isOf(request, 'pods') || request.operation !== 'CREATE') return undefined
  const name = accountNameOf(pod)
  const account = findObject(state, '/serviceaccounts', request.namespace, name)
  if (!account) return refuse(request, name)
  const given = objectAt(pod, 'spec')
  const named = { ...given, serviceAccountName: name, serviceAccount: name }
  const mounted = wantsToken(account, given) ? withToken(named, volumeName(pod, given)) : named
  return { object: { ...pod, spec: withPullSecrets(mounted, account) } as KubeObject }
}

function validate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const pod = request.object
  if (!pod || !isOf(request, 'pods') || request.operation !== 'CREATE') return undefined
  const name = accountNameOf(pod)
  return findObject(state, '/serviceaccounts', request.namespace, name) ? undefined : refuse(request, name)
}

function accountNameOf(pod: KubeObject): string {
  return textAt(pod, 'spec', 'serviceAccountName') || 'default'
}

function refuse(request: AdmissionRequest, name: string): PluginAnswer {
  const looked = `${request.namespace}/${name}`
  return forbid(request, `error looking up service account ${looked}: serviceaccount "${name}" not found`)
}

/** The pod's word counts before the account's; without either there is a token. [shouldAutomount] */
function wantsToken(account: KubeObject, spec: JsonObject): boolean {
  const wish = spec.automountServiceAccountToken ?? account.automountServiceAccountToken
  return wish !== false
}

function withPullSecrets(spec: JsonObject, account: KubeObject): JsonObject {
  const secrets = listAt(account, 'imagePullSecrets')
  return secrets.length > 0 && listAt(spec, 'imagePullSecrets').length === 0
    ? { ...spec, imagePullSecrets: secrets }
    : spec
}

/** The name that the volume has already, or a new one; its suffix tells of the pod's place, not of chance as upstream's. */
function volumeName({ metadata }: KubeObject, spec: JsonObject): string {
  const present = volumeNames(spec).find((name) => name.startsWith(volumePrefix))
  if (present !== undefined) return present
  let rest = textHash(`${metadata.namespace}/${metadata.name || metadata.generateName}`)
  let suffix = ''
  while (suffix.length < 5) {
    suffix = (alphabet[rest % alphabet.length] ?? 'b') + suffix
    rest = Math.floor(rest / alphabet.length)
  }
  return volumePrefix + suffix
}

function volumeNames(spec: JsonObject): readonly string[] {
  return listAt(spec, 'volumes').map((volume) => textAt(volume, 'name') ?? '')
}

/** Each container has the token at its usual place, unless it has something else there. [mountServiceAccountToken] */
function withToken(spec: JsonObject, name: string): JsonObject {
  let needed = false
  const mount = (container: Json): Json => {
    const mounts = listAt(container, 'volumeMounts')
    if (mounts.some((one) => textAt(one, 'mountPath') === tokenPath)) return container
    needed = true
    const added = { name, readOnly: true, mountPath: tokenPath }
    return { ...objectAt(container), volumeMounts: [...mounts, added] }
  }
  const initContainers = listAt(spec, 'initContainers').map(mount)
  const containers = listAt(spec, 'containers').map(mount)
  const mounted = { ...spec, containers, ...(initContainers.length > 0 ? { initContainers } : {}) }
  if (!needed || volumeNames(spec).includes(name)) return mounted
  return { ...mounted, volumes: [...listAt(spec, 'volumes'), { name, projected: tokenVolume }] }
}

/** Token, certificate of the cluster and namespace; the token is said to last a bit more than an hour. [TokenVolumeSource] */
const tokenVolume = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 0o644,
}
