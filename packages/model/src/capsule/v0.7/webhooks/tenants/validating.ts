import type { WebhookHandler } from '../../../../apiserver/admission.ts'
import { name } from '../../../webhooks/tenants/name.ts'
import {
  containerRegistryRegex,
  hostnameRegex,
  ingressClassRegex,
  storageClassRegex,
} from '../../../webhooks/tenants/regular-expressions.ts'
import { roleBindingSubjects } from '../../../webhooks/tenants/role-binding-subjects.ts'
import { tenantValidation } from '../../../webhooks/tenants/validating.ts'
import { forbiddenLabelsRegex, nameLabel, protectedTenant, serviceAccountFormat } from './rules.ts'

/** Guards Tenants against everybody, in upstream's order. [main.go; 0.7 V1 to V8] */
export const validateTenant: WebhookHandler = tenantValidation([
  name,
  roleBindingSubjects,
  ingressClassRegex,
  storageClassRegex,
  containerRegistryRegex,
  hostnameRegex,
  serviceAccountFormat,
  forbiddenLabelsRegex,
  protectedTenant,
  nameLabel,
])
