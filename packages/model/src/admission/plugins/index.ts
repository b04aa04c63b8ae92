import type { AdmissionPlugin } from '../../apiserver/admission.ts'
import { defaultIngressClass } from './default-ingress-class.ts'
import { defaultStorageClass } from './default-storage-class.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { limitRanger } from './limit-ranger.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts'
import { priority } from './priority.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts'

/**
 * The built-in plugins that are on by default and come before webhooks, in upstream's order. ResourceQuota comes after
 * them: `chargeQuota`. Not modelled: PodSecurity, which lets everything pass unless a namespace is labelled for it;
 * plugins for nodes, certificates and features that are off.
 * [pkg/kubeapiserver/options/plugins.go:AllOrderedPlugins, DefaultOffAdmissionPlugins]
 */
export const builtInPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  runtimeClass,
  defaultIngressClass,
]
