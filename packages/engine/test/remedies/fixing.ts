import {
  allObjects,
  type ClusterModel,
  type ClusterState,
  controlPlane,
  type KubeObject,
  stateFromObjects,
  tickTiming,
} from '@capsule-whatif/model'
import { attempt, clusterOf } from '../../src/questions/asking/asked-cluster.ts'
import type { GivenAction } from '../../src/questions/asking/parameter-types.ts'
import { webhookDeletions } from '../../src/questions/deletion/destructive-actions.ts'
import { askedGoal } from '../../src/remedies/asked/asked-goal.ts'
import { givenCommands } from '../../src/remedies/asked/given-command.ts'
import { checkOrders } from '../../src/remedies/check-orders.ts'
import { servedResources } from '../../src/remedies/command.ts'
import { type Goal, goalOf } from '../../src/remedies/goal.ts'
import { keptOf, tenantsOfNamespaces } from '../../src/remedies/kept.ts'
import { kubectlScript } from '../../src/remedies/kubectl-script.ts'
import { playCommands } from '../../src/remedies/play-commands.ts'
import type { AnyGoalName, OrdersVerdict, RemedyAnswer, RemedyCommand } from '../../src/remedies/remedy.ts'
import type { RemedyOptions } from '../../src/remedies/remedy-for.ts'
import { clockOf } from '../../src/replay/scenario.ts'
import { settle } from '../../src/schedule/likely.ts'
import { capsuleVersionOf } from '../../src/snapshot/capsule-version.ts'
import { recorded } from '../questions/recorded.ts'

/** The two tenants of the recordings, as they were on a cluster with that version. */
export function recordedTenants(version: string): readonly KubeObject[] {
  return recorded('incident', 'incident-migrate-both', version).snapshot.objects
}

/** The same with kube-public given to Tenant oil, as recorded in incident-kube-system-attached and bare-system-attached. */
export function withSystemNamespaceAttached(version: string): readonly KubeObject[] {
  const { snapshot } = recorded('incident', 'incident-migrate-both', version)
  const cluster = clusterOf(snapshot)
  const uid = snapshot.objects.find(({ kind, metadata }) => kind === 'Tenant' && metadata.name === 'oil')?.metadata.uid
  const metadata = {
    ownerReferences: [{ apiVersion: 'capsule.clastix.io/v1beta2', kind: 'Tenant', name: 'oil', uid }],
    labels: { 'capsule.clastix.io/tenant': 'oil' },
  }
  const attach = `patch namespace kube-public --type merge -p '${JSON.stringify({ metadata })}'`
  const actions: readonly GivenAction[] =
    version === 'v0.7'
      ? [attach]
      : ['operator stop', ...webhookDeletions(cluster.quiet.state), attach, 'operator start']
  return allObjects(attempt(cluster, actions).state)
}

/** The commands of a script as one reads it, and the manifests that it writes. */
export function readScript(text: string): {
  readonly commands: readonly RemedyCommand[]
  readonly manifests: Readonly<Record<string, string>>
} {
  const manifests = Object.fromEntries(
    [...text.matchAll(/cat > "([^"]+)" <<'MANIFEST'\n([\s\S]*?)\nMANIFEST/g)].map(([, file = '', body = '']) => [
      file,
      body,
    ]),
  )
  const steps = [...text.matchAll(/^step_\d+\(\) \{\n([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => body.split('\n'))
  const lines = steps.map((line) => line.trim())
  const commands = lines.flatMap((line) => {
    if (line === 'stop_operator') return [{ text: 'operator stop' }]
    if (line === 'start_operator') return [{ text: 'operator start' }]
    return /^kubectl (patch|delete|create|apply|annotate|label) /.test(line)
      ? [{ text: line.slice('kubectl '.length).replace(/ --timeout=\d+s$/, '') }]
      : []
  })
  return { commands, manifests }
}

/** What is wrong after so many steps of a remedy, all where none is said, and then its undo, along the likely order. */
export function undoneRemedy(
  objects: readonly KubeObject[],
  name: AnyGoalName,
  { remedy }: RemedyAnswer,
  named: RemedyOptions,
  count = remedy?.steps.length ?? 0,
): { readonly refused: readonly string[]; readonly lost: readonly string[]; readonly elsewhere: readonly string[] } {
  if (remedy === undefined) throw new Error('there is no remedy')
  const { model, start } = worldOf(objects, named.operatorRunning ?? true)
  const context = { model, resources: servedResources(objects), manifests: remedy.manifests }
  const goal = name === 'do' ? goalAsked(model, start, objects, named) : goalOf(start, name, named)
  const kept = keptOf(start, goal.takesAway)
  const steps = remedy.steps.slice(0, count)
  const done = steps.flatMap(({ commands }) => commands)
  const played = playCommands(context, start, done)
  const refused = played.refused === undefined ? [] : [played.refused]
  let { state } = played
  for (const command of steps.toReversed().flatMap(({ undo }) => undo)) {
    const undone = playCommands(context, state, [command])
    const isThere = command.ifAbsent !== undefined && undone.refused?.includes('already exists')
    if (undone.refused !== undefined && !isThere) refused.push(`${command.text}: ${undone.refused}`)
    state = undone.state
  }
  const before = tenantsOfNamespaces(start)
  const after = tenantsOfNamespaces(state)
  const elsewhere = [...before].filter(([namespace, tenant]) => after.get(namespace) !== tenant)
  return { refused, lost: kept.missingIn(state), elsewhere: elsewhere.map(([namespace]) => namespace) }
}

function worldOf(
  objects: readonly KubeObject[],
  operatorRunning = true,
): { readonly model: ClusterModel; readonly start: ClusterState } {
  const capsule = capsuleVersionOf(objects)
  const model = controlPlane({ ...(capsule === undefined ? {} : { capsule }), timing: tickTiming(1000) })
  const { state } = stateFromObjects(objects, clockOf(objects))
  return {
    model,
    start: settle(model, model.start({ ...state, running: { ...state.running, capsule: operatorRunning } })).state,
  }
}

/** What comes of a remedy's script, read as text and played command by command in every order. */
export function replayedScript(
  objects: readonly KubeObject[],
  name: AnyGoalName,
  answer: RemedyAnswer,
  named: RemedyOptions,
): OrdersVerdict {
  if (answer.remedy === undefined) throw new Error('there is no remedy')
  const { model, start } = worldOf(objects, named.operatorRunning ?? true)
  const goal = name === 'do' ? goalAsked(model, start, objects, named) : goalOf(start, name, named)
  const { commands, manifests } = readScript(kubectlScript(answer, answer.remedy))
  const context = { model, resources: servedResources(objects), manifests }
  return checkOrders(context, start, commands, goal, keptOf(start, goal.takesAway, named), {})
}

function goalAsked(
  model: ClusterModel,
  start: ClusterState,
  objects: readonly KubeObject[],
  { do: actions = [], readFile = () => undefined }: RemedyOptions,
): Goal {
  const { commands, manifests } = givenCommands(actions, readFile)
  return askedGoal({ model, resources: servedResources(objects), manifests }, start, commands).goal
}
