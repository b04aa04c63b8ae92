/** A resource that no answer depends on. */
export interface NotNeeded {
  /** as `kubectl api-resources -o name` prints it: plural, then the group */
  readonly resource: string
  readonly why: string
}

const unread = 'nothing that is modelled reads it, and no namespace holds it'

/** What a snapshot can do without. Everything else that a cluster serves is collected, custom resources too. */
export const notNeeded: readonly NotNeeded[] = [
  { resource: 'events', why: 'nothing depends on it, and there are many' },
  { resource: 'events.events.k8s.io', why: 'the same objects as events' },
  { resource: 'leases.coordination.k8s.io', why: 'renewed every few seconds by whoever holds it' },
  { resource: 'componentstatuses', why: 'not stored, the API server makes it up when asked' },
  { resource: 'certificatesigningrequests.certificates.k8s.io', why: unread },
  { resource: 'csidrivers.storage.k8s.io', why: unread },
  { resource: 'csinodes.storage.k8s.io', why: unread },
  {
    resource: 'csistoragecapacities.storage.k8s.io',
    why: 'written again by the storage driver, and read by the scheduler alone',
  },
  { resource: 'volumeattachments.storage.k8s.io', why: unread },
  { resource: 'flowschemas.flowcontrol.apiserver.k8s.io', why: unread },
  { resource: 'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io', why: unread },
  { resource: 'ipaddresses.networking.k8s.io', why: unread },
  { resource: 'servicecidrs.networking.k8s.io', why: unread },
  { resource: 'resourceslices.resource.k8s.io', why: unread },
]

/** Groups of aggregated API servers that measure: `metrics.k8s.io`, `custom.metrics.k8s.io`, `external.metrics.k8s.io`. */
const measured = '(.*\\.)?metrics\\.k8s\\.io'

/** What of the output of `kubectl api-resources -o name` is left out, as an extended regular expression of whole lines. */
export const notNeededPattern: string = [
  ...notNeeded.map(({ resource }) => resource.replaceAll('.', '\\.')),
  `.*\\.${measured}`,
].join('|')
