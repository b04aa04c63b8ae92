import type { CliCommand } from './command.ts'
import { exploreOptions, runExplore } from './explore.ts'

const help = `Usage: capsule-whatif explain --effect OBJECT --snapshot FILE... --do ACTION... [options]

Tells why something becomes of an object: the chain from the effect back to the action, each link with who wrote what by which
request, the rule behind it and where upstream says so; whether its fate depends on the order, and on which two steps; and
which single changes would have prevented it, found by trying them. With --why-not: why nothing becomes of it.

Options:
  -e, --effect OBJECT     Kind/name or Kind/namespace/name, as Namespace/oil-dev. May be given more than once.
      --why               the chain alone, along the likely order
      --why-not           why the object is not deleted, or not made: what was refused by whom and with which words, what
                          holds it, its owners, what does not run, what nobody asked for
  -s, -d and all others   as for explore: capsule-whatif explore --help

Exit codes: as for explore; with --why 1 where something becomes of the object, with --why-not 1 where it is deleted or made
all the same; 1 where the answer is not certain.

Examples:
  capsule-whatif explain --effect Namespace/oil-dev -s cluster.json --do 'delete crd tenants.capsule.clastix.io' --with reset
  capsule-whatif explain --why-not --effect Namespace/oil-dev -s cluster.json --do 'delete tenant oil'
`

/** One effect: its causes, the same search as `explore` told from its side, and what prevents it. */
export const explainCommand: CliCommand = {
  name: 'explain',
  summary: 'why something becomes of an object, or not, and what would prevent it',
  help,
  options: [...exploreOptions, { name: 'why', type: 'boolean' }, { name: 'why-not', type: 'boolean' }],
  run: (line, io, wiring) => runExplore('explain', line, io, wiring),
}
