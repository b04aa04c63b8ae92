import { actionUsages } from '../../action/parse-action.ts'
import { operatorsHelp } from './snapshot-command.ts'

export const pictureHelp: string = `capsule-whatif picture: who owns whom, and what an action does to whom when, drawn.

Usage: capsule-whatif picture --snapshot FILE... [--do 'ACTION'] [--format FORMAT] [options]

  -s, --snapshot FILE     what kubectl get -o json or -o yaml printed: a file, a folder, an archive, or - for
                          standard input; several times for several; files may also follow alone
  -d, --do 'ACTION'       what is done, written as for kubectl; several follow one another; without one, who owns
                          whom is drawn
  -f, --format FORMAT     tree      who owns whom, what goes, when and by whom, indented (default)
                          timeline  who did what, and because of what
                          mermaid   the tree as a flowchart, for what draws Mermaid
                          dot       the same for Graphviz
                          html      one page to step through time in a browser; it needs no network
  -o, --output FILE       where to write it (default: standard output)
      --only NAME         a kind or a namespace; several times for several: of kinds and namespaces together, these
                          kinds in these namespaces
      --orders            looks at all orders too, as 'capsule-whatif explore' does: which race decides, what becomes of
                          whom otherwise, and in the page the run in which the other turn comes first
      --with DISTURBANCE  with --orders: what may go otherwise than usual, as for explore: reset, restart, lag, webhook
                          or all; several times for several
      --disturbances N    with --orders: how often in one run (default: 1)
      --tick SECONDS      with --orders: what is due within so long has no order (default: 1)
      --delays N          with --orders: only orders in which so many steps are put off (default: all, or as many as the
                          limits allow)
      --max-states N      with --orders: default 200000
      --max-seconds N     with --orders: default 60
      --as USER           who asks, instead of an administrator of the cluster
      --as-group GROUP    a group of that user; several times for several
      --operator up|down  whether the Capsule operator runs (default: up)
      --capsule-version V 0.7.4 or 0.14.0 (default: what the snapshot tells, or else 0.14.0)
${operatorsHelp()}
  -h, --help              this text

What is drawn follows the likely order of events, as 'capsule-whatif predict' tells it; with --orders it is marked what
depends on the order. Of many objects alike a drawing names some and counts the rest; the page has them all.

Actions:
${actionUsages.map((usage) => `  ${usage}\n`).join('')}
Exit codes: 0 drawn, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  # what goes with the definition of Tenant, as a page
  capsule-whatif picture -s cluster.json --do 'delete crd tenants.capsule.clastix.io' --format html --output page.html

  # the tenants and namespaces of it alone, as a drawing
  capsule-whatif picture -s cluster.json --do 'delete crd tenants.capsule.clastix.io' --only Tenant --only Namespace \\
    --format dot | dot -Tsvg -o cascade.svg

  # which race decides, and how it ends otherwise
  capsule-whatif picture -s cluster.json --do 'delete tenant oil' --do 'operator stop' --orders -f html -o page.html

  # who owns whom in one namespace
  capsule-whatif picture -s cluster.json --only oil-prod
`
