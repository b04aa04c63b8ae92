/** Files of a folder or archive that are not read, and why. */
export interface LeftOut {
  readonly why: string
  readonly paths: readonly string[]
}

/** What is read of a folder or archive, and what is not. */
export interface Chosen {
  readonly read: readonly string[]
  readonly left: readonly LeftOut[]
}

type Rule = (paths: readonly string[]) => ReadonlySet<string>

/** How known tools lay out what they collect: which of their files repeat others, or hold no objects. */
const rules: readonly { readonly why: string; readonly rule: Rule }[] = [
  { why: 'versions of objects that this Velero backup also has in their preferred version', rule: veleroVersions },
  { why: 'reports that Velero writes beside its backup', rule: veleroReports },
  { why: 'pods that this must-gather also has in core/pods.yaml', rule: mustGatherPods },
  { why: 'files of this must-gather that are no objects of the cluster', rule: mustGatherReports },
]

const isReadable = /\.(?:jsonl?|ya?ml|tar|tgz|zip)(?:\.gz)?$/i

/** Whether a file within a folder or archive is read; one that is named by itself always is. */
export function isReadablePath(path: string): boolean {
  return isReadable.test(path) && !/(?:^|\/)\._/.test(path)
}

/** Chooses among readable paths, in the order of their names. */
export function chooseByLayout(readable: readonly string[]): Chosen {
  const left: LeftOut[] = []
  let read = readable.toSorted()
  for (const { why, rule } of rules) {
    const out = rule(read)
    if (out.size === 0) continue
    left.push({ why, paths: read.filter((path) => out.has(path)) })
    read = read.filter((path) => !out.has(path))
  }
  return { read, left }
}

const ofVersion = /^((?:.*\/)?resources\/[^/]+\/)(?!cluster\/|namespaces\/)([^/]+)\/((?:cluster|namespaces)\/.+)$/

/** `resources/deployments.apps/v1-preferredversion/namespaces/a/b.json` stands without the version, too. [Velero, output file format] */
function veleroVersions(paths: readonly string[]): ReadonlySet<string> {
  const present = new Set(paths)
  const preferred = new Set<string>()
  for (const path of paths) {
    const [, resource = '', version = '', rest = ''] = ofVersion.exec(path) ?? []
    if (version.endsWith('-preferredversion')) preferred.add(resource + rest)
  }
  return new Set(
    paths.filter((path) => {
      const [, resource = '', version = '', rest = ''] = ofVersion.exec(path) ?? []
      if (version === '') return false
      return present.has(resource + rest) || (preferred.has(resource + rest) && !version.endsWith('-preferredversion'))
    }),
  )
}

/** In a backup's place in object storage, only the tarball holds objects. [Velero, output file format] */
function veleroReports(paths: readonly string[]): ReadonlySet<string> {
  const places = paths.filter((path) => /(?:^|\/)velero-backup\.json$/.test(path)).map(folderOf)
  return new Set(paths.filter((path) => places.includes(folderOf(path)) && /\.json(?:\.gz)?$/.test(path)))
}

/** A pod by itself, beside its logs, is also in the list of its namespace. [oc adm inspect] */
function mustGatherPods(paths: readonly string[]): ReadonlySet<string> {
  const present = new Set(paths)
  return new Set(
    paths.filter((path) => {
      const [, namespace = ''] = /^((?:.*\/)?namespaces\/[^/]+\/)pods\/([^/]+)\/\2\.yaml$/.exec(path) ?? []
      return namespace !== '' && present.has(`${namespace}core/pods.yaml`)
    }),
  )
}

/** Objects are in `cluster-scoped-resources` and `namespaces`, everything beside these is something else. [oc adm must-gather] */
function mustGatherReports(paths: readonly string[]): ReadonlySet<string> {
  const places = new Set<string>()
  for (const path of paths) {
    const [, place] = /^((?:.*?\/)?)cluster-scoped-resources\/[^/]+\//.exec(path) ?? []
    if (place !== undefined) places.add(place)
  }
  const isReport = (path: string): boolean => {
    const place = [...places].find((each) => path.startsWith(each))
    return place !== undefined && !/^(?:cluster-scoped-resources|namespaces)\//.test(path.slice(place.length))
  }
  return new Set(places.size === 0 ? [] : paths.filter(isReport))
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
