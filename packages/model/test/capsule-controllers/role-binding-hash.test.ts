import { describe, expect, it } from 'vitest'
import { md5 } from '../../src/capsule/controllers/md5.ts'
import { roleBindingHash } from '../../src/capsule/controllers/role-binding-hash.ts'
import { sha256 } from '../../src/capsule/controllers/sha256.ts'
import type { AdditionalRoleBinding, Subject } from '../../src/capsule/tenant/tenant.ts'

const alice: Subject = { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' }

describe('the hash that names a RoleBinding', () => {
  it.each<[AdditionalRoleBinding, string]>([
    [{ clusterRoleName: 'admin', subjects: [alice] }, 'f93a4d3523f699fb'],
    [{ clusterRoleName: 'capsule-namespace-deleter', subjects: [alice] }, '286b623af2586c63'],
    [
      { clusterRoleName: 'admin', subjects: [{ kind: 'ServiceAccount', namespace: 'ns', name: 'sa' }] },
      'e1691825e82430fc',
    ],
  ])('is that of upstream', (binding, hash) => {
    expect(roleBindingHash(binding)).toBe(hash)
  })

  it('does not depend on labels and annotations', () => {
    const plain = { clusterRoleName: 'admin', subjects: [alice] }
    expect(roleBindingHash({ ...plain, labels: { a: 'b' } })).toBe(roleBindingHash(plain))
  })
})

describe('digests', () => {
  it('of MD5 are those of RFC 1321', () => {
    expect(md5('')).toBe('d41d8cd98f00b204e9800998ecf8427e')
    expect(md5('message digest')).toBe('f96b697d7cb7938d525a2f31aaf161d0')
    expect(md5('1234567890'.repeat(8))).toBe('57edf4a22be3c955ac49da2e2107b67a')
  })

  it('of SHA-256 are those of FIPS 180-4', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    )
  })
})
