import { describe, expect, it } from 'vitest'
import { completionsFor } from '../../src/session/completions.ts'
import type { OtherCommand } from '../../src/session/session-word.ts'
import { after } from './recorded-session.ts'

const others: readonly OtherCommand[] = [
  {
    name: 'explore',
    summary: '',
    subjects: [],
    takesAction: true,
    options: [
      { name: 'delays', type: 'string' },
      { name: 'fine', type: 'boolean' },
      { name: 'with', type: 'string', choices: ['lag', 'reset'] },
    ],
  },
  {
    name: 'ask',
    summary: '',
    subjects: [{ name: 'cascade', options: [{ name: 'object', type: 'string' }] }],
    takesAction: false,
    options: [],
  },
  {
    name: 'fix',
    summary: '',
    subjects: [
      { name: 'move-namespace', options: [] },
      { name: 'recreate-tenant', options: [] },
    ],
    takesAction: false,
    options: [{ name: 'tenant', type: 'string' }],
  },
]

const session = after(['delete ns gas-dev', 'back', 'operator stop'])

const table: readonly (readonly [line: string, candidates: readonly string[]])[] = [
  ['del', ['delete']],
  ['ex', ['explore']],
  ['kubectl pa', ['patch']],
  ['wh', ['what', 'why', 'why-not']],
  [
    'delete ten',
    [
      'tenant',
      'tenantowner',
      'tenantowners',
      'tenantowners.capsule.clastix.io',
      'tenantresource',
      'tenantresources',
      'tenantresources.capsule.clastix.io',
      'tenants',
      'tenants.capsule.clastix.io',
    ],
  ],
  ['delete tn', ['tnt']],
  ['get tenant ', ['gas', 'oil']],
  ['get tnt o', ['oil']],
  ['delete ns oil-', ['oil-dev', 'oil-prod']],
  ['delete tenant/', ['tenant/gas', 'tenant/oil']],
  ['get limitranges -n oil-dev ', ['capsule-oil-0']],
  ['delete cm -n oil-prod l', ['ledger']],
  ['delete cm -n gas', ['gas-dev']],
  ['delete cm ledger --namespace=oil', ['--namespace=oil-dev', '--namespace=oil-prod']],
  ['delete ns oil-dev --cas', ['--cascade']],
  ['delete ns oil-dev --cascade ', ['background', 'foreground', 'orphan']],
  ['get ns -o ', ['json', 'name', 'table', 'wide', 'yaml']],
  ['get ns --a', ['--all-namespaces', '--as', '--as-group']],
  ['operator ', ['start', 'stop']],
  ['controller-manager ', ['restart']],
  ['create ', ['namespace']],
  ['as al', ['alice']],
  ['as alice projectcap', ['projectcapsule.dev']],
  ['goto ', ['0', '1', '2']],
  ['goto 1.', ['1.1', '1.2', '1.3', '1.4']],
  ['what ', ['all']],
  ['why ns gas', ['gas-dev']],
  ['tree gas', ['gas-dev']],
  ['help ti', ['timeline']],
  ['can delete tenant o', ['oil']],
  ['predict op', ['operator']],
  ['explore --', ['--delays', '--fine', '--with']],
  ['explore --with ', ['lag', 'reset']],
  ['explore --with lag --fine delete tenant g', ['gas']],
  ['explore --delays 1 del', ['delete']],
  ['ask ', ['cascade']],
  ['ask cascade --o', ['--object']],
  ['help f', ['fix', 'forward']],
  ['fix m', ['move-namespace']],
  ['fix recreate-tenant --tenant ', ['gas', 'oil']],
  ['delete nothing-like-it ', []],
  ['wait ', []],
]

describe('completion', () => {
  it.each(table)('%s', (line, candidates) => {
    expect(completionsFor(session, line, others).candidates).toEqual(candidates)
  })

  it('offers files where a file is to be named', () => {
    const wants = ['apply -f ', 'save ', 'patch tenant oil --patch-file x', 'apply ', 'get ns ']
    expect(wants.map((line) => completionsFor(session, line).files)).toEqual([true, true, true, false, false])
  })

  it('completes what is before the cursor', () => {
    expect(completionsFor(session, 'delete tenant oil', [], 'delete tenant o'.length)).toEqual({
      word: 'o',
      candidates: ['oil'],
      files: false,
    })
  })

  it('offers what is there where one stands', () => {
    const deleted = after(['delete ns gas-dev'])
    expect(completionsFor(deleted, 'delete ns g').candidates).toEqual([])
    expect(completionsFor(after(['delete ns gas-dev', 'back']), 'delete ns g').candidates).toEqual(['gas-dev'])
  })
})
