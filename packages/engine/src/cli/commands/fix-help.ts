import { operatorsHelp } from './snapshot-command.ts'

export const fixHelp: string = `Usage: capsule-whatif fix GOAL --snapshot FILE... [options]
       capsule-whatif fix --do ACTION... --snapshot FILE... [options]

Finds a short and safe order of steps for something that must be done: it tries operations (stop and start the operator, act as
its administrator, strip finalizers, orphan, patch label and owner reference together, make again what was deleted, ...) in the
model, and plays what leads there in every order of what controllers do. Every Namespace and what people made in it stays, in
every order. Says so where no safe order is found, with the best there is and what it breaks.

What is to be done is a goal, or any action, of which ask, plan and explore say that it loses something or is refused: they print
the command that looks for the safe way.

Goals:
  replace-definition      a definition is deleted and made anew with all its objects; --definition, default that of Tenant
  move-namespace          --namespace goes to --tenant
  detach-namespace        --namespace belongs to no Tenant any more
  uninstall-operator      nothing of Capsule is left
  recreate-tenant         --tenant is deleted and made anew under its name, and has its Namespaces again

Anything else:
  -d, --do ACTION         what is to be done, written as for kubectl, 'operator stop' or 'operator start'. May be given more than
                          once. To the letter it is so at the end: what is deleted is gone, what is changed is as it was asked
                          for. A Namespace whose label or owner reference is to change belongs wholly to the Tenant that is named,
                          or to none; one whose Tenant goes, to none.
      --as USER           who was to do it; where that is refused, it is done by an administrator of the cluster
      --as-group GROUP    a group of that user. May be given more than once.

Options:
      --keep OBJECT       is to stay besides: Kind/name, or Kind/namespace/name of what lies in a Namespace; * for any part, as
                          'Tenant/*'. May be given more than once.
      --lose OBJECT       may go, written in the same way
  -s, --snapshot FILE     what kubectl get ... -o json or -o yaml printed; a folder, an archive, or - for standard input.
                          May be given more than once.
      --definition NAME   as tenants.capsule.clastix.io
  -n, --namespace NAME    the Namespace
      --tenant NAME       the Tenant
      --with DISTURBANCE  what may go otherwise than usual: reset, restart, lag, webhook or all, as for explore. May be given
                          more than once.
      --tick SECONDS      what is due within so long has no order; default 1
      --max-plans N       plans tried along the likely order; default 2000
      --max-states N      of one plan in all orders; default 200000
      --max-seconds N     default 120
      --operator up|down  whether the Capsule operator runs at first; default up
      --capsule-version V 0.7.4 or 0.14.0; default: what the snapshot tells
${operatorsHelp()}
      --format FORMAT     text (default), json, or script: bash with kubectl, checks between the steps, and an undo
  -h, --help              this text

Exit codes: 0 a remedy, safe in every order; 1 none was found, not every order was looked at, or the snapshot leaves doubts;
2 wrong usage or unreadable snapshot.

Examples:
  capsule-whatif fix --do 'delete crd tenants.capsule.clastix.io' -s cluster.json
  capsule-whatif fix recreate-tenant --tenant oil -s cluster.json
  capsule-whatif fix move-namespace --namespace oil-prod --tenant gas -s cluster.json --format script > move.sh
`
