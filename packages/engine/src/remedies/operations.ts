import { allObjects, at, type ClusterState, isTerminating, type KubeObject, listObjects } from '@capsule-whatif/model'
import { helmDeletions, webhookDeletions } from '../questions/deletion/destructive-actions.ts'
import { administratorOperations } from './administrator-operations.ts'
import {
  createdAgain,
  fileOf,
  isServed,
  type Operation,
  type OperationContext,
  placeText,
  presentOf,
} from './operation.ts'
import { givenBack, ownershipOperations } from './ownership-operations.ts'
import type { RemedyCommand } from './remedy.ts'

const none = (): readonly RemedyCommand[] => []

const stop: Operation = {
  name: 'stop the operator',
  why: 'while it runs it works against what is done by hand, and deletes what belongs to a Tenant that goes',
  commands: (_, { running }) => (running.capsule ? [{ text: 'operator stop' }] : []),
  undo: () => [{ text: 'operator start' }],
}

const start: Operation = {
  name: 'start the operator',
  why: 'it makes its webhook configurations and what it generates anew',
  commands: ({ goal, start: { running: was } }, { running }) =>
    goal.keepsOperator && !running.capsule && (was.capsule || goal.name === 'do') ? [{ text: 'operator start' }] : [],
  undo: () => [{ text: 'operator stop' }],
}

const deleteWebhooks: Operation = {
  name: 'delete its webhook configurations',
  why: 'with the operator stopped nobody answers them, and what they watch over is refused',
  commands: (_, state) => (state.running.capsule ? [] : webhookDeletions(state).map(commandOf)),
  undo: (context) => webhookObjects(context.start).map((object) => createdAgain(context, object)),
}

const restoreWebhooks: Operation = {
  name: 'make its webhook configurations again',
  why: 'without them nothing keeps tenants within their bounds',
  commands: ({ goal, start: before }, state) =>
    goal.keepsOperator && state.running.capsule && webhookObjects(state).length < webhookObjects(before).length
      ? webhookObjects(before).map((object) => ({ text: `apply -f "${fileOf(object)}"` }))
      : [],
  undo: none,
}

const stripFinalizers: Operation = {
  name: 'take the finalizers off',
  why: 'who would take them off does not run, or does not do it, and without that nothing of it ever goes',
  commands: (context, state) =>
    [
      ...subjectsNow(context, state).filter((object) => isTerminating(object) || !state.running.capsule),
      ...heldIn(context, state),
    ]
      .filter(({ metadata }) => (metadata.finalizers ?? []).length > 0)
      .map((object) => ({ text: finalizersPatch(context, object, null) })),
  undo: (context, before) =>
    subjectsNow(context, before)
      .filter((object) => !isTerminating(object))
      .map((object) => ({ text: finalizersPatch(context, object, object.metadata.finalizers ?? null) })),
}

const liftProtection: Operation = {
  name: 'lift preventDeletion',
  why: 'the operator refuses to delete what is protected',
  commands: (context, state) =>
    subjectsNow(context, state)
      .filter((object) => state.running.capsule && isOld(context, object) && isProtected(object))
      .map((object) => ({ text: protectionPatch(context, object, false) })),
  undo: (context, before) =>
    subjectsNow(context, before)
      .filter(isProtected)
      .map((object) => ({ text: protectionPatch(context, object, true) })),
}

function isProtected(object: KubeObject): boolean {
  return object.kind === 'Tenant' && at(object, 'spec', 'preventDeletion') === true
}

function protectionPatch(context: OperationContext, object: KubeObject, preventDeletion: boolean): string {
  return `patch ${placeText(context, object)} --type merge -p '${JSON.stringify({ spec: { preventDeletion } })}'`
}

function deleteSubjects(cascade: 'orphan' | 'background'): Operation {
  return {
    name: cascade === 'orphan' ? 'delete, and leave behind what is owned' : 'delete',
    why:
      cascade === 'orphan'
        ? 'with --cascade=orphan the garbage collector takes the owner references off instead of collecting'
        : 'nothing is owned any more that could go along',
    commands: (context, state) =>
      subjectsNow(context, state)
        .filter((object) => isOld(context, object) && !isTerminating(object))
        .map((object) => ({
          text: `delete ${placeText(context, object)} --cascade=${cascade}`,
          check: `gone ${placeText(context, object)}`,
        })),
    undo: (context, before) => [
      ...comingBack(context.goal.subjects).map((object) => createdAgain(context, object)),
      ...givenBack(context, before),
    ],
  }
}

const deleteDefinitions: Operation = {
  name: 'delete the definitions',
  why: 'with no object of theirs left nothing goes along',
  commands: (context, state) =>
    context.goal.definitions.flatMap((definition) => {
      const now = presentOf(context, state, definition)
      return now && now.metadata.uid === definition.metadata.uid && !isTerminating(now)
        ? [{ text: `delete crd ${now.metadata.name}`, check: `gone crd ${now.metadata.name}` }]
        : []
    }),
  undo: (context, before) =>
    context.goal.name === 'uninstall-operator'
      ? []
      : [
          ...comingBack([...context.goal.definitions, ...context.goal.subjects]).map((object) =>
            createdAgain(context, object),
          ),
          ...givenBack(context, before),
        ],
  undoByHand: ({ goal }) =>
    goal.name !== 'uninstall-operator' ? undefined : "install Capsule's definitions again, without the operator",
}

const createDefinitions: Operation = {
  name: 'make the definitions anew',
  why: 'their objects can be made again once they are served',
  commands: (context, state) =>
    context.goal.makesAgain
      ? context.goal.definitions
          .filter((definition) => presentOf(context, state, definition) === undefined)
          .map((definition) => ({
            text: `create -f "${fileOf(definition)}"`,
            check: `kubectl wait --for=condition=Established crd/${definition.metadata.name} --timeout=60s`,
          }))
      : [],
  undo: none,
}

const createSubjects: Operation = {
  name: 'make again what was deleted',
  why: 'as it was written, under its name; it has another uid now',
  commands: (context, state) =>
    context.goal.makesAgain
      ? context.goal.subjects
          .filter((object) => isServed(state, object) && presentOf(context, state, object) === undefined)
          .map((object) => ({
            text: `create -f "${fileOf(object)}"`,
            check: `kubectl get ${placeText(context, object)}`,
          }))
      : [],
  undo: none,
}

const uninstallRelease: Operation = {
  name: 'delete what Helm installed',
  why: 'what helm uninstall deletes, without the hooks of the chart',
  commands: ({ goal }, state) =>
    goal.name !== 'uninstall-operator' || state.running.capsule ? [] : helmDeletions(state).map(commandOf),
  undo: none,
  undoByHand: () => 'install the chart of Capsule again, with no replica of the operator and without its hooks',
}

/** Everything that is tried for a goal, in the order of preference. */
export function operationsOf({ asked = [] }: OperationContext): readonly Operation[] {
  return [...asked, ...usualOperations]
}

const usualOperations: readonly Operation[] = [
  ...ownershipOperations,
  ...administratorOperations,
  start,
  createSubjects,
  createDefinitions,
  restoreWebhooks,
  stop,
  deleteWebhooks,
  stripFinalizers,
  liftProtection,
  deleteSubjects('orphan'),
  deleteSubjects('background'),
  deleteDefinitions,
  uninstallRelease,
]

/** Objects whose manifests operations need. */
export function manifestObjects({ goal, start: before }: OperationContext): readonly KubeObject[] {
  const definitions = goal.makesAgain || goal.name === 'do' ? goal.definitions : []
  return [...definitions, ...goal.subjects, ...webhookObjects(before)]
}

function subjectsNow(context: OperationContext, state: ClusterState): readonly KubeObject[] {
  return context.goal.subjects.flatMap((object) => presentOf(context, state, object) ?? [])
}

/** What an undo makes again: what was going before all this is none of its business. */
function comingBack(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter((object) => !isTerminating(object))
}

/** What lies in a Namespace that is to go, and waits for somebody. */
function heldIn({ goal, start: before }: OperationContext, state: ClusterState): readonly KubeObject[] {
  if (goal.name !== 'do') return []
  const going = new Set([...goal.takesAway].filter((name) => name.startsWith('Namespace ')))
  if (going.size === 0) return []
  const uids = new Set(allObjects(before).map(({ metadata }) => metadata.uid))
  return allObjects(state).filter(
    (object) =>
      isTerminating(object) &&
      uids.has(object.metadata.uid) &&
      going.has(`Namespace ${object.metadata.namespace ?? ''}`) &&
      !goal.subjects.some(({ metadata }) => metadata.uid === object.metadata.uid),
  )
}

/** Whether it is the one that was there before, and not one that was made again. */
function isOld(context: OperationContext, object: KubeObject): boolean {
  return context.goal.subjects.some(({ metadata }) => metadata.uid === object.metadata.uid)
}

function finalizersPatch(context: OperationContext, object: KubeObject, finalizers: readonly string[] | null): string {
  return `patch ${placeText(context, object)} --type merge -p '${JSON.stringify({ metadata: { finalizers } })}'`
}

function commandOf(action: ReturnType<typeof webhookDeletions>[number]): RemedyCommand {
  if (typeof action === 'string') return { text: action }
  const [first] = action.actions
  const request = first?.type === 'request' ? first.request : undefined
  const namespace = request?.namespace === undefined ? '' : ` -n ${request.namespace}`
  const type = request?.group ? `${request.resource}.${request.group}` : (request?.resource ?? '')
  return { text: `delete ${type} ${request?.name ?? ''}${namespace}` }
}

function webhookObjects(state: ClusterState): readonly KubeObject[] {
  const names = new Set(webhookDeletions(state).map((action) => (typeof action === 'string' ? action : '')))
  return (['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const).flatMap((resource) =>
    listObjects(state, `admissionregistration.k8s.io/${resource}`).filter(({ metadata }) =>
      names.has(`delete ${resource} ${metadata.name}`),
    ),
  )
}
