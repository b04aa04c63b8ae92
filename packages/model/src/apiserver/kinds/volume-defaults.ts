import type { JsonObject } from '../../object/json.ts'
import { pullPolicyOf, withFieldRefDefaults } from './container-defaults.ts'
import { changeItems, changeObject, fill } from './filling.ts'

/** rw-r--r-- */
const readableByAll = 0o644

/** A volume without a source is an empty directory; files are readable by all. [pkg/apis/core/v1/defaults.go:SetDefaults_Volume and its sources] */
export function withVolumeDefaults(volume: JsonObject): JsonObject {
  const hasSource = Object.entries(volume).some(([field, value]) => field !== 'name' && value !== null)
  const sourced: JsonObject = hasSource ? volume : { ...volume, emptyDir: {} }
  return Object.entries(sourceDefaults).reduce(
    (before, [source, withDefaults]) => changeObject(before, source, withDefaults),
    sourced,
  )
}

const sourceDefaults: Readonly<Record<string, (source: JsonObject) => JsonObject>> = {
  secret: withMode,
  configMap: withMode,
  downwardAPI: (source) => changeItems(withMode(source), 'items', withFieldRefDefaults),
  projected: (source) => changeItems(withMode(source), 'sources', withProjectionDefaults),
  hostPath: (source) => (source.type === undefined || source.type === null ? { ...source, type: '' } : source),
  image: (source) => fill(source, { pullPolicy: pullPolicyOf(source.reference) }),
  iscsi: (source) => fill(source, { iscsiInterface: 'default' }),
  rbd: (source) => fill(source, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  azureDisk: (source) => fill(source, { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }),
  scaleIO: (source) => fill(source, { storageMode: 'ThinProvisioned', fsType: 'xfs' }),
  ephemeral: (source) =>
    changeObject(source, 'volumeClaimTemplate', (template) =>
      changeObject(fill(template, { metadata: {} }), 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' })),
    ),
}

function withMode(source: JsonObject): JsonObject {
  return fill(source, { defaultMode: readableByAll })
}

function withProjectionDefaults(projection: JsonObject): JsonObject {
  const token = changeObject(projection, 'serviceAccountToken', (source) => fill(source, { expirationSeconds: 3600 }))
  return changeObject(token, 'downwardAPI', (source) => changeItems(source, 'items', withFieldRefDefaults))
}
