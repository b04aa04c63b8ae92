import { operatorsHelp } from './snapshot-command.ts'

export const planHelp: string = `capsule-whatif plan: what applying a set of manifests does to the cluster of a snapshot.

Usage: capsule-whatif plan --snapshot FILE... --manifests DIR [options]
       capsule-whatif plan --against LATER_SNAPSHOT --plan FILE

  -s, --snapshot FILE      what kubectl get -o json or -o yaml printed: a file, a folder, or - for
                           standard input; several times for several
  -m, --manifests DIR      the proposed manifests: a file, or a folder with all that is below it;
                           several times for several
      --how HOW            apply (kubectl apply), server-side (kubectl apply --server-side),
                           helm-upgrade (upgrade --install of rendered manifests), helm-uninstall,
                           gitops (a sync as of Argo CD) (default: apply)
  -n, --namespace NAME     the client's namespace, of a Helm release its own (default: default)
      --as USER            who applies, instead of an administrator of the cluster
      --as-group GROUP     a group of that user; several times for several
      --operator up|down   whether the Capsule operator runs (default: up)
      --capsule-version V  0.7.4 or 0.14.0 (default: what the snapshot tells, or else 0.14.0)
${operatorsHelp(27)}

  Pruning:
      --prune SELECTOR     kubectl apply --prune -l SELECTOR; of gitops: what carries these labels
      --prune-all          kubectl apply --prune --all
      --prune-allowlist K  group/version/Kind to prune instead of kubectl's own list; several times
      --app NAME           name of the application: gitops prunes what is tracked as its own
      --release NAME       name of the Helm release (default: release)
      --previous DIR       the manifests of the release as it is; default: by the labels of live objects

      --force-conflicts    of server-side
      --no-self-heal       of gitops: does not apply again what drifted

  Judging:
      --fix                looks at once for the safe ways of what is refused or lost, and prints them (text and json)
      --policy FILE        assertions that must hold, in YAML
      --fail-on SEVERITY   info, warning or danger: exit code 1 from there on; none: never
                           (default: danger)
      --format FORMAT      text, json, markdown, junit, sarif, github, tap or table (default: text)
  -o, --out FILE           keeps the plan, for --against
      --against SNAPSHOT   a snapshot taken later: what came out otherwise than the plan said
      --plan FILE          the plan that --out wrote
  -h, --help               this text

Exit codes: 0 nothing as bad as --fail-on, 1 findings, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  # what merging this would do, as a comment for the pull request
  capsule-whatif plan -s cluster.json -m manifests/ --format markdown

  # the same as kubectl would prune, for code scanning; warnings fail too
  capsule-whatif plan -s cluster.json -m manifests/ --prune app=web --fail-on warning --format sarif > plan.sarif

  # may the pipeline's account apply it?
  capsule-whatif plan -s cluster.json -m manifests/ --as system:serviceaccount:ci:deployer

  # uninstalling a release of which the rendered manifests are at hand
  capsule-whatif plan -s cluster.json --how helm-uninstall -m rendered/ --release capsule -n capsule-system

  # a plan kept, and held against what came of it
  capsule-whatif plan -s cluster.json -m manifests/ --out plan.json
  capsule-whatif plan --against after.json --plan plan.json
`
