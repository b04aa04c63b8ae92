import { findObject } from '../../../../state/store.ts'
import { isRegularExpression, matchesPattern } from '../../../regular-expression.ts'
import { configurationOf } from '../../../tenant/configuration.ts'
import { namespacesKey } from '../../../tenant/constants.ts'
import type { Tenant } from '../../../tenant/tenant.ts'
import { tenantReferencesOf } from '../../../tenant/tenant-references.ts'
import { deny, errored, type Rule } from '../../../webhooks/answer.ts'
import { cachedTenant } from '../../tenant/cached-tenant.ts'
import { forEachTenant } from './referenced-tenants.ts'

/** A Tenant whose status lists as many namespaces as it may have gets no more. [pkg/webhook/namespace/quota.go; 0.7 N3.1] */
export const quota: Rule = ({ object, operation }, state) => {
  if (operation !== 'CREATE' || !object) return undefined
  // upstream leaves the loop at a Namespace that exists: the API server will say so
  if (findObject(state, namespacesKey, undefined, object.metadata.name)) return undefined
  return forEachTenant(state, object, (tenant) => (isFull(tenant) ? deny(quotaExceeded) : undefined))
}

const quotaExceeded = 'Cannot exceed Namespace quota: please, reach out to the system administrators'

function isFull({ spec, status }: Tenant): boolean {
  const limit = spec?.namespaceOptions?.quota
  return limit !== undefined && (status?.namespaces ?? []).length >= limit
}

/**
 * Names that the configuration protects are not taken; where it forces the prefix, and the Tenant does not say otherwise,
 * they begin with the Tenant's. [pkg/webhook/namespace/prefix.go; 0.7 N3.3]
 */
export const prefix: Rule = ({ object, operation }, state) => {
  if (operation !== 'CREATE' || !object) return undefined
  const { name } = object.metadata
  const { protectedNamespaceRegex: pattern = '', forceTenantPrefix } = configurationOf(state).spec ?? {}
  if (pattern !== '' && isRegularExpression(pattern) && matchesPattern(pattern, name))
    return deny(protectedName(pattern))
  if (forceTenantPrefix !== true) return undefined
  for (const reference of tenantReferencesOf(object)) {
    const { tenant, error } = cachedTenant(state, reference.name)
    if (!tenant) return errored(error)
    if (tenant.spec?.forceTenantPrefix === false) return undefined
    if (!name.startsWith(`${reference.name}-`))
      return deny(`The namespace doesn't match the tenant prefix, expected ${reference.name}-${name}`)
  }
  return undefined
}

function protectedName(pattern: string): string {
  return `Creating namespaces with name matching ${pattern} regexp is not allowed; please, reach out to the system administrators`
}
