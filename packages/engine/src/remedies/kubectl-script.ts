import type { Remedy, RemedyAnswer, RemedyCommand, RemedyStep } from './remedy.ts'

/**
 * A remedy as a script of bash: manifests and checks first, each step a function, and an undo that takes back the steps
 * that were done, last first. It ends at the first check that fails.
 */
export function kubectlScript(answer: RemedyAnswer, remedy: Remedy): string {
  return `${[
    head(answer, remedy),
    beginning,
    functions(remedy),
    manifestLines(remedy),
    ...remedy.steps.map(stepFunction),
    undoPart(remedy),
    mainPart(answer, remedy),
  ].join('\n\n')}\n`
}

function head({ wanted, keeps }: RemedyAnswer, { orders, generatedAway }: Remedy): string {
  const looked = orders.complete
    ? 'every order was looked at'
    : `not every order was looked at (${orders.states} states)`
  const away = generatedAway.length === 0 ? [] : [`Goes and is made again: ${generatedAway.join(', ')}.`]
  const lines = [
    wanted,
    '',
    `Made by capsule-whatif fix from a snapshot, and played in its model: ${looked}.`,
    ...keeps,
    ...away,
    '',
    'bash SCRIPT        does it, step by step, and ends at the first check that fails',
    'bash SCRIPT undo   takes back the steps that were done, last first',
    '',
    'Nobody else must change Tenants, Namespaces or the operator meanwhile: pause GitOps first.',
  ]
  return ['#!/usr/bin/env bash', ...lines.map((line) => (line === '' ? '#' : `# ${line}`))].join('\n')
}

const beginning = `set -euo pipefail
# where manifests, backups and the list of steps done are kept
dir=\${CAPSULE_FIX_DIR:-./capsule-fix}
# the operator's Deployment
operator=\${CAPSULE_OPERATOR:-deployment/capsule-controller-manager}
operator_namespace=\${CAPSULE_NAMESPACE:-capsule-system}
mkdir -p "$dir"
touch "$dir/done"
me=$(kubectl auth whoami -o jsonpath='{.status.userInfo.username}')`

function functions({ contentTypes, takesAway }: Remedy): string {
  const types = contentTypes.join(',') || 'configmaps'
  return `# what this takes away itself, as it is wanted: of it nothing is missed
wanted_away() {
  cat <<'NAMES'
${takesAway.map(lineStart).join('\n')}
NAMES
}

fail() { echo "stopped: $*" >&2; exit 1; }
uid() { kubectl get "$1" "$2" -o jsonpath='{.metadata.uid}'; }
gone() { [ -z "$(kubectl get "$@" --ignore-not-found -o name)" ]; }

# is it the object that the plan was made for? TYPE NAME [-n NAMESPACE] UID [GENERATION]
same() {
  local fields=$1 expected=$2
  shift 2
  [ "$(kubectl get "$@" -o jsonpath="$fields")" = "$expected" ] || fail "$* is not as in the snapshot: take a new one"
}

namespaces() {
  kubectl get namespaces -o jsonpath='{range .items[*]}{.metadata.name}|{.metadata.uid}|{.metadata.deletionTimestamp}{"\\n"}{end}' | sort
}

# what people made in Namespaces: without what a Tenant owns
content() {
  kubectl get ${types} -A \\
    -o jsonpath='{range .items[*]}{.kind}|{.metadata.namespace}/{.metadata.name}|{.metadata.uid}|{.metadata.deletionTimestamp}|{.metadata.ownerReferences[*].kind}{"\\n"}{end}' |
    awk -F'|' '$5 !~ /(^| )Tenant( |$)/ { print $1 "|" $2 "|" $3 "|" $4 }' | sort
}

# lines whose beginning names nothing that is wanted away; their first word before them where they lack it
not_wanted_away() {
  awk -F'|' -v kind="$1" 'NR == FNR { away[$0] = 1; next } { name = kind == "" ? $1 "|" $2 : kind "|" $1 } !(name in away)' <(wanted_away) -
}

# nothing that was there is lost or being deleted, but for what is wanted
unharmed() {
  local lost
  lost=$(comm -23 <(not_wanted_away Namespace < "$dir/namespaces") <(namespaces); comm -23 <(not_wanted_away '' < "$dir/content") <(content))
  [ -z "$lost" ] || fail "lost or being deleted: $lost"
}

versions() {
  kubectl get namespaces,customresourcedefinitions -o jsonpath='{.items[*].metadata.resourceVersion}'
  kubectl get tenants.capsule.clastix.io -o jsonpath='{.items[*].metadata.resourceVersion}' 2>/dev/null || true
  kubectl get ${types} -A -o jsonpath='{.items[*].metadata.uid}'
}

# waits until nothing was written for 15 seconds, at most 10 minutes
at_rest() {
  local before now quiet=0 waited=0
  before=$(versions)
  while [ "$quiet" -lt 3 ]; do
    sleep 5
    waited=$((waited + 5))
    [ "$waited" -lt 600 ] || fail 'the cluster does not come to rest'
    now=$(versions)
    if [ "$now" = "$before" ]; then quiet=$((quiet + 1)); else quiet=0; fi
    before=$now
  done
}

stop_operator() {
  kubectl -n "$operator_namespace" get "$operator" -o jsonpath='{.spec.replicas}' > "$dir/replicas"
  kubectl -n "$operator_namespace" scale "$operator" --replicas=0
  kubectl -n "$operator_namespace" wait --for=delete pod -l app.kubernetes.io/name=capsule --timeout=120s ||
    gone pod -n "$operator_namespace" -l app.kubernetes.io/name=capsule
}

start_operator() {
  kubectl -n "$operator_namespace" scale "$operator" --replicas="$(cat "$dir/replicas" 2> /dev/null || echo 1)"
  kubectl -n "$operator_namespace" rollout status "$operator" --timeout=120s
}`
}

/** `Secret capsule-system/capsule-tls` as a line of the script's lists begins. */
function lineStart(name: string): string {
  return name.replace(' ', '|')
}

function manifestLines({ manifests, madeOf }: Remedy): string {
  const files = Object.entries(manifests).map(([file, text]) => `  cat > "${file}" <<'MANIFEST'\n${text}\nMANIFEST`)
  const same = madeOf.map(({ place, uid, generation }) =>
    generation === undefined
      ? `  same '{.metadata.uid}' ${uid} ${place}`
      : `  same '{.metadata.uid} {.metadata.generation}' '${uid} ${generation}' ${place}`,
  )
  const backups = madeOf.map(({ place }, index) => `  kubectl get ${place} -o yaml > "$dir/backup-${index + 1}.yaml"`)
  return [
    '# takes a snapshot first: what is there, and what the plan makes again',
    'prepare() {',
    ...same,
    ...backups,
    ...files,
    '  kubectl get namespaces -o yaml > "$dir/backup-namespaces.yaml"',
    '  namespaces > "$dir/namespaces"',
    '  content > "$dir/content"',
    '  at_rest',
    '}',
  ].join('\n')
}

function stepFunction({ operation, why, commands }: RemedyStep, index: number): string {
  return [`# ${operation}: ${why}`, `step_${index + 1}() {`, ...commands.flatMap(commandLines), '}'].join('\n')
}

function commandLines(command: RemedyCommand): readonly string[] {
  const check =
    command.check === undefined ? [] : [`  ${command.check} || fail 'not done: ${firstWords(command.text)}'`]
  return [`  ${scriptLine(command)}`, '  at_rest', '  unharmed', ...check]
}

function scriptLine({ text, ifAbsent }: RemedyCommand): string {
  if (ifAbsent !== undefined) return `if gone ${ifAbsent}; then kubectl ${text}; fi`
  if (text === 'operator stop') return 'stop_operator'
  if (text === 'operator start') return 'start_operator'
  // kubectl waits until it is gone: what hangs must end the script
  return text.startsWith('delete ') ? `kubectl ${text} --timeout=120s` : `kubectl ${text}`
}

function firstWords(text: string): string {
  return text.split(' ').slice(0, 3).join(' ')
}

function undoPart({ steps }: Remedy): string {
  const undone = steps.map(({ operation, undo, undoByHand }, index) =>
    [
      `# takes back: ${operation}`,
      `undo_${index + 1}() {`,
      ...(undoByHand === undefined ? [] : [`  read -r -p ${quoted(`By hand: ${undoByHand}. Then Enter: `)}`]),
      ...undo.flatMap((command) => [`  ${scriptLine(command)}`, '  at_rest']),
      '  :',
      '}',
    ].join('\n'),
  )
  return undone.join('\n\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function mainPart({ wanted }: RemedyAnswer, { steps }: Remedy): string {
  const numbers = steps.map((_, index) => index + 1)
  return `if [ "\${1:-}" = undo ]; then
  for number in ${numbers.toReversed().join(' ')}; do
    grep -qx "$number" "$dir/done" || continue
    "undo_$number"
    { grep -vx "$number" "$dir/done" || true; } > "$dir/left"
    mv "$dir/left" "$dir/done"
  done
  unharmed
  exit
fi

[ ! -s "$dir/done" ] || fail "$dir/done names steps that were done: undo them, or choose another CAPSULE_FIX_DIR"
prepare
for number in ${numbers.join(' ')}; do
  # noted before it begins: undo takes back what was half done, too
  echo "$number" >> "$dir/done"
  "step_$number"
done
echo ${quoted(`done: ${wanted}`)}`
}
