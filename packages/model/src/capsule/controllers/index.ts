import type { Controller } from '../../controllers/controller.ts'
import { tenantController } from './tenant-controller.ts'
import { classEventHandler, resourceQuotaEventHandler } from './tenant-event-handlers.ts'

/** The controllers of the operator's manager that look after Tenants. [cmd/controller/main.go] */
export const capsuleControllers: readonly Controller[] = [tenantController, resourceQuotaEventHandler, classEventHandler]
