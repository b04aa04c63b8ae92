import { operatorsHelp } from './snapshot-command.ts'

export const exploreHelp: string = `Usage: capsule-whatif explore --snapshot FILE... --do ACTION... [options]

Looks at every order of what controllers do, and at every moment at which the actions after the first can come: what must
happen, what may, and which two steps decide. With --hunt it chooses what is done by itself, from a menu of everyday deeds
and mishaps, and tells what breaks an invariant, each with the smallest example.

Options:
  -s, --snapshot FILE     what kubectl get ... -o json or -o yaml printed; a folder, an archive, or - for standard input.
                          May be given more than once.
  -d, --do ACTION         as for predict; may be given more than once. Actions after the first come at any moment.
      --when MOMENT       when the actions after the first come: any-moment (default), promptly (within a second), at-rest
      --property NAME     what is to hold; may be given more than once. Default one-outcome. --property list names them all.
      --with DISTURBANCE  what may go otherwise than usual: reset (clocks of controllers, such as the garbage collector's
                          mapper), restart (operator or controller manager), lag (of watches), webhook (failing), or all.
                          May be given more than once.
      --disturbances N    how often in one run; default 1
      --fine              every write of a controller is a step of its own; default: a reconcile is
      --tick SECONDS      what is due within so long has no order; default 1
      --delays N          only orders in which so many steps are put off; default all, or as many as the limits allow
      --max-states N      default 200000
      --max-seconds N     default 60
      --keep FILE         manifests that a GitOps tool keeps applied, as --as says; may be given more than once
      --symmetry          count outcomes once that differ only in interchangeable names
      --effect OBJECT     decide this effect: Namespace/oil-dev, Kind/namespace/name. May be given more than once.
      --hunt              find surprises: no --do
      --deeds N           with --hunt: how many things are done in one run; default 3
      --about PART        with --hunt: this part of the menu only: owner, other owners, definition, namespaces, membership,
                          quota, processes. May be given more than once.
      --save FILE         keep what was searched
      --resume FILE       go on with what --save kept, also under a higher --max-states
      --shard I/N         search one part of N, from 0, and print its result as one line
      --merge FILE        put the lines of all parts together (- for standard input)
      --itf FILE          write the schedule to the first broken property, or else to the last outcome, as an ITF trace
      --as USER           who asks, instead of an administrator of the cluster
      --as-group GROUP    a group of that user. May be given more than once.
      --operator up|down  whether the Capsule operator runs at first; default up
      --capsule-version V 0.7.4 or 0.14.0; default: what the snapshot tells
${operatorsHelp()}
      --fix               looks at once for the safe way of what can be lost, is refused or is left terminating
      --format text|json  default text
  -h, --help              this text

Exit codes: 0 every property that was asked for holds in all orders, and without --property there is one outcome with nothing
left terminating; 1 not so, or not known; 2 wrong usage or unreadable snapshot.

Examples:
  capsule-whatif explore -s cluster.json --do 'delete namespace oil-dev' --do 'delete tenant oil'
  capsule-whatif explore -s cluster.json --do 'delete crd tenants.capsule.clastix.io' --with reset --property namespaces-survive
  capsule-whatif explore -s cluster.json --hunt --about quota --deeds 2
`
