import type { Controller } from '../../../controllers/controller.ts'
import { innerMetadataControllers } from './inner-metadata.ts'
import { persistentVolumeController } from './persistent-volume-controller.ts'
import { rbacController } from './rbac-controller.ts'
import { replicationControllers } from './replication/controllers.ts'
import { tenantController } from './tenant-controller.ts'

/**
 * The controllers of the operator v0.7.4. Not modelled: the TLS reconciler. The controller of the configuration writes
 * nothing. [main.go; 0.7 2, 7, 8]
 */
export const capsule07Controllers: readonly Controller[] = [
  tenantController,
  rbacController,
  ...innerMetadataControllers,
  persistentVolumeController,
  ...replicationControllers,
]
