import {
  type Action,
  builtinResources,
  type ClusterModel,
  type ClusterState,
  findObject,
  type KubeObject,
  resourceKey,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { parseAction } from '../action/parse-action.ts'
import { scriptOfActions } from '../explore/script-of-actions.ts'
import type { PredictedAction } from '../predict/predict.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { definedResources, type NamedResource } from '../snapshot/named-resource.ts'
import type { RemedyCommand } from './remedy.ts'

/** What the commands of a remedy are read with. */
export interface CommandContext {
  readonly model: ClusterModel
  readonly resources: readonly NamedResource[]
  readonly manifests: Readonly<Record<string, string>>
}

/** Everything that the API server serves, and what the definitions of the snapshot add. */
export function servedResources(objects: readonly KubeObject[]): readonly NamedResource[] {
  return [...builtinResources, ...definedResources(objects)]
}

/** What a command means in a state: uids are those of now. @throws Error where it is not understood */
export function readCommand(context: CommandContext, state: ClusterState, { text }: RemedyCommand): PredictedAction {
  const expanded = text
    .replaceAll('"$me"', `"${defaultUser.user}"`)
    .replace(/\$\(uid (\S+) (\S+?)\)/g, (_, type: string, name: string) => uidOf(context, state, type, name))
  const read = parseAction(expanded, {
    resources: context.resources,
    readFile: (file) => context.manifests[file],
  })
  if (!read.ok) throw new Error(read.error.message)
  return { text, actions: read.value.actions, user: read.value.user ?? defaultUser }
}

function uidOf({ resources }: CommandContext, state: ClusterState, type: string, name: string): string {
  const resource = resources.find((each) => each.singular === type || each.resource === type)
  if (resource === undefined) return ''
  return findObject(state, resourceKey(resource.group, resource.resource), undefined, name)?.metadata.uid ?? ''
}

/** The actions that a command comes to in a state. */
export function actionsOf(context: CommandContext, state: ClusterState, command: RemedyCommand): readonly Action[] {
  const { script } = scriptOfActions(context.model, [readCommand(context, state, command)], 'at rest')
  return script.flatMap((step) => step.prepare?.(step.actions, state) ?? step.actions)
}

/** Commands as steps of an exploration, each once all is at rest, and each as it reads then. */
export function scriptOf(
  context: CommandContext,
  start: ClusterState,
  commands: readonly RemedyCommand[],
): readonly ScriptStep[] {
  return commands.map((command, index) => ({
    actions: scriptOfActions(context.model, [readCommand(context, start, command)], 'at rest').script.flatMap(
      ({ actions }) => actions,
    ),
    when: index === 0 ? 'promptly' : 'at rest',
    prepare: (_, state) => actionsOf(context, state, command),
  }))
}
