import type { Controller } from '../../../controllers/controller.ts'
import { globalTenantResourceController } from './global-tenant-resource-controller.ts'
import { namespaceTrigger } from './namespace-trigger.ts'
import { tenantResourceController } from './tenant-resource-controller.ts'

/** [ct/resources/manager.go:Add] */
export const replicationControllers: readonly Controller[] = [
  namespaceTrigger,
  globalTenantResourceController,
  tenantResourceController,
]
