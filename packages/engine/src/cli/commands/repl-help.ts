import { operatorsHelp } from './snapshot-command.ts'

export const replHelp: string = `capsule-whatif repl: a prompt to try things out on the cluster of a snapshot, and to go back and forth in time.

Usage: capsule-whatif repl --snapshot FILE... [options]

  -s, --snapshot FILE     what kubectl get -o json or -o yaml printed: a file, a folder, an archive, or - for
                          standard input; several times for several; files may also follow alone
      --as USER           who acts at the start, instead of an administrator of the cluster
      --as-group GROUP    a group of that user; several times for several
      --operator up|down  whether the Capsule operator runs at the start (default: up)
      --capsule-version V 0.7.4 or 0.14.0 (default: what the snapshot tells, or else 0.14.0)
${operatorsHelp()}
      --script FILE       plays the lines of a file and ends; without a terminal, those of standard input
      --no-history        what is typed is not kept in a file
  -h, --help              this text

An action is typed as for kubectl: it is played until the cluster is quiet, and becomes a moment. back, forward,
goto and step go through time, also into the middle of what an action set off; another action there begins a
branch, and nothing is lost. Between them get, tree, what, why, timeline and diff look, and ask, explore, explain,
fix, plan and picture are asked of the cluster where you stand. help lists everything; Tab completes.

What is typed is kept in $XDG_STATE_HOME/capsule-whatif/history or ~/.local/state/capsule-whatif/history, for its
owner alone; CAPSULE_WHATIF_HISTORY names another file, or none where it is empty. A line that begins with a blank
is not kept.

Exit codes: 0 it ended, 2 bad usage or unreadable input, or a line of a script was not understood, 3 a bug of
capsule-whatif.

Examples:
  capsule-whatif repl --snapshot cluster.json

  # with the operator down, as a tenant's owner
  capsule-whatif repl -s cluster.json --operator down --as alice --as-group projectcapsule.dev

  # a session that was saved with 'save session.txt'
  capsule-whatif repl -s cluster.json --script session.txt
`
