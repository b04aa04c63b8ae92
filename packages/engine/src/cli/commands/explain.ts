import type { CliCommand } from './command.ts'
import { exploreOptions, runExplore } from './explore.ts'

const help = `Usage: capsule-whatif explain --effect OBJECT --snapshot FILE... --do ACTION... [options]

Tells of one object whether its fate depends on the order: the verdict, the schedule that leads up to it, the two steps whose
order decides and how far apart they are on the likely schedule. Takes every option of explore.

Options:
  -e, --effect OBJECT     Kind/name or Kind/namespace/name, as Namespace/oil-dev. May be given more than once.
  -s, -d and all others   as for explore: capsule-whatif explore --help

Example:
  capsule-whatif explain --effect Namespace/oil-dev -s cluster.json --do 'delete crd tenants.capsule.clastix.io' --with reset
`

/** One effect over all orders: the same search as `explore`, told from the effect's side. */
export const explainCommand: CliCommand = {
  name: 'explain',
  summary: 'whether one object’s fate depends on the order, and on which two steps',
  help,
  options: exploreOptions,
  run: (line, io, wiring) => runExplore('explain', line, io, wiring),
}
