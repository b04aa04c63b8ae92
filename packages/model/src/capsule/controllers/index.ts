import type { Controller } from '../../controllers/controller.ts'
import { configurationController } from './configuration-controller.ts'
import { customQuotaController, globalCustomQuotaController } from './custom-quotas/custom-quota-controllers.ts'
import { globalResourceQuotaController } from './global-resource-quotas/global-resource-quota-controller.ts'
import { innerMetadataControllers } from './inner-metadata.ts'
import { persistentVolumeController } from './persistent-volume-controller.ts'
import { rbacBindingsController, rbacRolesController } from './rbac-controller.ts'
import { replicationControllers } from './replication/index.ts'
import { resourcePoolClaimController } from './resource-pools/claim-controller.ts'
import { resourcePoolController } from './resource-pools/pool-controller.ts'
import { ruleStatusController } from './rule-status-controller.ts'
import { tenantController } from './tenant-controller.ts'
import { classEventHandler, resourceQuotaEventHandler } from './tenant-event-handlers.ts'
import { tenantOwnerController } from './tenant-owner-controller.ts'
import { mutatingWebhookController, validatingWebhookController } from './webhook-configurations.ts'

/** The controllers of the operator's manager that look after Tenants, admission and access. [cmd/controller/main.go] */
export const capsuleControllers: readonly Controller[] = [
  mutatingWebhookController,
  validatingWebhookController,
  rbacRolesController,
  rbacBindingsController,
  resourceQuotaEventHandler,
  classEventHandler,
  tenantController,
  ruleStatusController,
  configurationController,
  tenantOwnerController,
  ...innerMetadataControllers,
  persistentVolumeController,
  ...replicationControllers,
  resourcePoolController,
  resourcePoolClaimController,
  globalResourceQuotaController,
  customQuotaController,
  globalCustomQuotaController,
]
