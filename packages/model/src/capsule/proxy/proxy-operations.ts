import type { ProxyTenant } from './proxy-tenants.ts'

/** Whether the caller's settings in this tenant allow to list a kind of classes. [capsule-proxy internal/tenant/operations.go:IsAllowed] */
export function mayListKind({ operations }: ProxyTenant, kind: string): boolean {
  return operations.some((setting) => setting.kind === kind && (setting.operations ?? []).includes('List'))
}
