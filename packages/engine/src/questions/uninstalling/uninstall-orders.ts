import {
  type ClusterState,
  type KubeObject,
  listObjects,
  listResources,
  ownerReferencesOf,
} from '@capsule-whatif/model'
import type { AskedCluster } from '../asking/asked-cluster.ts'
import type { GivenAction } from '../asking/parameter-types.ts'
import { helmDeletions, webhookDeletions } from '../deletion/destructive-actions.ts'
import { ownershipEdit } from '../ownership/ownership-edit.ts'
import { madeAdministrator } from '../ownership/roads.ts'

/** One step of an order: what it is, and what is sent for it. */
export interface UninstallStep {
  readonly name: string
  readonly actions: (cluster: AskedCluster) => readonly GivenAction[]
}

/** An order in which the operator could be removed. */
export interface UninstallOrder {
  readonly name: string
  readonly steps: readonly UninstallStep[]
}

const stop: UninstallStep = { name: 'stop the operator', actions: () => ['operator stop'] }

const deleteWebhooks: UninstallStep = {
  name: 'delete its webhook configurations',
  actions: ({ quiet }) => webhookDeletions(quiet.state),
}

const stripFinalizers: UninstallStep = {
  name: 'take the finalizers from the Tenants',
  actions: ({ quiet }) =>
    tenantsOf(quiet.state).map(
      ({ metadata }) => `patch tenant ${metadata.name} --type merge -p '{"metadata":{"finalizers":null}}'`,
    ),
}

const detachNamespaces: UninstallStep = {
  name: 'take label and owner reference from each Namespace of a Tenant, in one patch',
  actions: ({ quiet }) => namespacesOf(quiet.state).map((namespace) => ownershipEdit(namespace, undefined, 'both')),
}

const becomeAdministrator: UninstallStep = {
  name: 'put oneself among the administrators of the operator',
  actions: madeAdministrator,
}

function deleteTenants(cascade: 'background' | 'orphan'): UninstallStep {
  return {
    name: `delete the Tenants, --cascade=${cascade}`,
    actions: ({ quiet }) =>
      tenantsOf(quiet.state).map(({ metadata }) => `delete tenant ${metadata.name} --cascade=${cascade}`),
  }
}

const deleteDefinitions: UninstallStep = {
  name: "delete Capsule's definitions",
  actions: ({ quiet }) => definitionsOf(quiet.state).map(({ metadata }) => `delete crd ${metadata.name}`),
}

const deleteRelease: UninstallStep = {
  name: 'helm uninstall',
  actions: ({ quiet }) => helmDeletions(quiet.state),
}

/** The orders that people take, and those that could be safe. */
export const uninstallOrders: readonly UninstallOrder[] = [
  {
    name: 'helm uninstall, the operator ending first, then the definitions',
    steps: [stop, deleteRelease, deleteDefinitions],
  },
  { name: 'the definitions first, while the operator runs', steps: [deleteDefinitions, stop, deleteRelease] },
  {
    name: 'the Tenants first, while the operator runs',
    steps: [deleteTenants('background'), stop, deleteDefinitions, deleteRelease],
  },
  {
    name: 'the operator first, then the Tenants in the background',
    steps: [stop, deleteWebhooks, stripFinalizers, deleteTenants('background'), deleteDefinitions, deleteRelease],
  },
  {
    name: 'the operator first, then the Tenants with --cascade=orphan',
    steps: [stop, deleteWebhooks, stripFinalizers, deleteTenants('orphan'), deleteDefinitions, deleteRelease],
  },
  {
    name: 'the operator first, then the Namespaces out of their Tenants, then the Tenants',
    steps: [
      stop,
      deleteWebhooks,
      detachNamespaces,
      stripFinalizers,
      deleteTenants('orphan'),
      deleteDefinitions,
      deleteRelease,
    ],
  },
  {
    name: 'the Namespaces out of their Tenants while the operator runs, then the Tenants',
    steps: [
      becomeAdministrator,
      detachNamespaces,
      deleteTenants('background'),
      stop,
      deleteWebhooks,
      deleteDefinitions,
      deleteRelease,
    ],
  },
]

export function tenantsOf(state: ClusterState): readonly KubeObject[] {
  return listObjects(state, 'capsule.clastix.io/tenants')
}

/** Namespaces that belong to a Tenant. */
export function namespacesOf(state: ClusterState): readonly KubeObject[] {
  return listObjects(state, '/namespaces').filter((namespace) =>
    ownerReferencesOf(namespace).some(({ kind }) => kind === 'Tenant'),
  )
}

export function definitionsOf(state: ClusterState): readonly KubeObject[] {
  return listObjects(state, 'apiextensions.k8s.io/customresourcedefinitions').filter(({ metadata }) =>
    metadata.name.endsWith('.capsule.clastix.io'),
  )
}

/** What of Capsule is still there: its definitions and their objects, webhook configurations, what belongs to a Tenant. */
export function leftOf(state: ClusterState): readonly KubeObject[] {
  const own = listResources(state)
    .filter((resource) => resource.startsWith('capsule.clastix.io/'))
    .flatMap((resource) => listObjects(state, resource))
  const belonging = listResources(state)
    .flatMap((resource) => listObjects(state, resource))
    .filter((object) => ownerReferencesOf(object).some(({ kind }) => kind === 'Tenant'))
  const webhooks = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const
  return [
    ...definitionsOf(state),
    ...own,
    ...belonging.filter((object) => !own.includes(object)),
    ...webhooks.flatMap((resource) =>
      listObjects(state, `admissionregistration.k8s.io/${resource}`).filter(({ metadata }) =>
        metadata.name.includes('capsule'),
      ),
    ),
  ]
}
