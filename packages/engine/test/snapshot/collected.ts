import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { builtinResources, type KubeObject, parseApiVersion } from '@capsule-whatif/model'
import { packTar } from 'modern-tar'
import { stringify } from 'yaml'
import { definedResources } from '../../src/snapshot/named-resource.ts'

const clusters = resolve(import.meta.dirname, '../../../fixtures/clusters')

/** The objects of a recorded cluster. */
export function recorded(name: string): readonly KubeObject[] {
  return (JSON.parse(readFileSync(`${clusters}/${name}`, 'utf8')) as { items: KubeObject[] }).items
}

/** Files of a folder or archive by their paths. */
export type Files = Readonly<Record<string, string>>

interface Place {
  readonly resource: string
  readonly group: string
  readonly namespace: string
  readonly objects: KubeObject[]
}

function placesOf(objects: readonly KubeObject[]): readonly Place[] {
  const places = new Map<string, Place>()
  const resources = [...builtinResources, ...definedResources(objects)]
  for (const object of objects) {
    const { group } = parseApiVersion(object.apiVersion)
    const found = resources.find((each) => each.kind === object.kind && each.group === group)
    if (found === undefined) throw new Error(`nobody serves ${object.kind}`)
    const namespace = object.metadata.namespace ?? ''
    const key = `${found.resource}.${group}/${namespace}`
    const place = places.get(key) ?? { resource: found.resource, group, namespace, objects: [] }
    place.objects.push(object)
    places.set(key, place)
  }
  return [...places.values()]
}

/** As `oc adm must-gather` lays it out: lists of what is in a namespace, cluster-scoped objects by themselves. */
export function mustGather(objects: readonly KubeObject[]): Files {
  const image = 'must-gather.local.42/quay-io-openshift-must-gather-sha256-1'
  const files: Record<string, string> = {
    'must-gather.local.42/timestamp': 'now',
    'must-gather.local.42/event-filter.html': '<html/>',
    [`${image}/version`]: 'x',
    [`${image}/etcd_info/endpoint_status.json`]: '[{"Endpoint":"x"}]',
    [`${image}/namespaces/oil-dev/pods/web/web/web/logs/current.log`]: '{"level":"info"}',
  }
  for (const { resource, group, namespace, objects: here } of placesOf(objects)) {
    const folder = group === '' ? 'core' : group
    if (namespace !== '') {
      const list = { apiVersion: here[0]?.apiVersion, kind: `${here[0]?.kind}List`, items: here }
      files[`${image}/namespaces/${namespace}/${folder}/${resource}.yaml`] = stringify(list)
      continue
    }
    for (const object of here)
      files[
        `${image}/cluster-scoped-resources/${folder}/${resource}/${encodeURIComponent(object.metadata.name)}.yaml`
      ] = `---\n${stringify(object)}`
  }
  return files
}

/** As Velero lays out its backup tarball, with every object twice: by itself, and under its preferred version. */
export function veleroBackup(objects: readonly KubeObject[]): Files {
  const files: Record<string, string> = { 'metadata/version': '1.1.0' }
  for (const { resource, group, namespace, objects: here } of placesOf(objects)) {
    const scope = namespace === '' ? 'cluster' : `namespaces/${namespace}`
    const folder = group === '' ? `resources/${resource}` : `resources/${resource}.${group}`
    for (const object of here) {
      const { version } = parseApiVersion(object.apiVersion)
      files[`${folder}/${scope}/${object.metadata.name}.json`] = JSON.stringify(object)
      files[`${folder}/${version}-preferredversion/${scope}/${object.metadata.name}.json`] = JSON.stringify(object)
    }
  }
  return files
}

/** As `kubectl cluster-info dump` prints: lists without kind in their items, and logs between them. */
export function clusterInfoDump(objects: readonly KubeObject[]): string {
  const lists = placesOf(objects).map(({ objects: here }) => {
    const items = here.map(({ apiVersion: _apiVersion, kind: _kind, ...rest }) => rest)
    return JSON.stringify(
      { kind: `${here[0]?.kind}List`, apiVersion: here[0]?.apiVersion, metadata: {}, items },
      null,
      4,
    )
  })
  const logs = [
    '==== START logs for container web of pod oil-dev/web-1 ====\n{"apiVersion":"v1","kind":"Secret"\n==== END logs for container other of pod a/b ====\n',
    '==== END logs for container web of pod oil-dev/web-1 ====\n',
    '==== START logs for container db of pod oil-dev/web-1 ====\nno line end==== END logs for container db of pod oil-dev/web-1 ====\n',
  ]
  return `${lists.slice(0, 3).join('\n')}\n${logs.join('')}${lists.slice(3).join('\n')}\n`
}

export function tarOf(files: Files): Promise<Uint8Array> {
  const entries = Object.entries(files).map(([name, body]) => {
    const bytes = new TextEncoder().encode(body)
    return { header: { name, size: bytes.length, type: 'file' as const }, body: bytes }
  })
  return packTar(entries)
}
