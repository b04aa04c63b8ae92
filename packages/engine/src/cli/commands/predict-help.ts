import { actionUsages } from '../../action/parse-action.ts'
import { operatorsHelp } from './snapshot-command.ts'

export const predictHelp: string = `capsule-whatif predict: what an action does to the cluster of a snapshot.

Usage: capsule-whatif predict --snapshot FILE... --do 'ACTION' [options]

  -s, --snapshot FILE     what kubectl get -o json or -o yaml printed: a file, a folder, an archive, or - for
                          standard input; several times for several; files may also follow alone
  -d, --do 'ACTION'       what is done, written as for kubectl; several follow one another
      --as USER           who asks, instead of an administrator of the cluster
      --as-group GROUP    a group of that user; several times for several
      --operator up|down  whether the Capsule operator runs (default: up)
      --capsule-version V 0.7.4 or 0.14.0 (default: what the snapshot tells, or else 0.14.0)
${operatorsHelp()}
      --format text|json  how to answer (default: text)
  -h, --help              this text

Actions:
${actionUsages.map((usage) => `  ${usage}\n`).join('')}
Exit codes: 0 nothing found, 1 findings, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  # what deleting the definition of Tenant would do to a snapshot ('capsule-whatif collect' prints how to take one)
  capsule-whatif predict --snapshot cluster.json --do 'delete crd tenants.capsule.clastix.io'

  # the same with the operator down, and what happens when it returns
  capsule-whatif predict -s cluster.json --operator down \\
    --do 'delete crd tenants.capsule.clastix.io' --do 'operator start'

  # may alice create this namespace?
  capsule-whatif predict -s cluster.json --as alice --as-group projectcapsule.dev --do 'create namespace oil-prod'

  # a patch, from a folder of files
  capsule-whatif predict -s snapshot/ --do "patch tenant oil --type merge -p '{\\"spec\\":{\\"cordoned\\":true}}'"
`
