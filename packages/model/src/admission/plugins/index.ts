import type { AdmissionPlugin } from '../admission.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'

/** The built-in plugins that are on by default, in upstream's order. [pkg/kubeapiserver/options/plugins.go:AllOrderedPlugins] */
export const builtInPlugins: readonly AdmissionPlugin[] = [namespaceLifecycle]
