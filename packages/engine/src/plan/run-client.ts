import type { Origin } from '../snapshot/source-text.ts'
import type { Applied } from './apply-manifest.ts'
import { gitopsSync } from './gitops-sync.ts'
import { helmUninstall } from './helm-uninstall.ts'
import { type HelmOptions, helmUpgrade } from './helm-upgrade.ts'
import { kubectlApply } from './kubectl-apply.ts'
import type { PruneOptions } from './kubectl-prune.ts'
import type { ManifestSet } from './manifest-set.ts'
import type { PlanOptions } from './plan-options.ts'
import type { PlanSession } from './plan-session.ts'
import { selfHeal } from './self-heal.ts'

const nothing: ManifestSet = { manifests: [], findings: [] }

/** Lets the client that the options name do its work; gives what was accepted. */
export function runClient(
  session: PlanSession,
  set: ManifestSet | undefined,
  options: PlanOptions,
): readonly Applied[] {
  const { manifests } = set ?? nothing
  const isWhole = isSetWhole(set ?? nothing)
  const namespace = options.namespace ?? 'default'
  if (options.how === 'helm-upgrade') return helmUpgrade(session, manifests, isWhole, helmOptions(options, namespace))
  if (options.how === 'helm-uninstall') {
    helmUninstall(session, set?.manifests, helmOptions(options, namespace))
    return []
  }
  if (options.how === 'gitops') return syncGitops(session, set ?? nothing, options, namespace)
  const prune = pruneOptions(options)
  return kubectlApply(session, manifests, isWhole, {
    serverSide: options.how === 'server-side',
    forceConflicts: options.forceConflicts ?? false,
    namespace,
    ...(prune === undefined ? {} : { prune }),
  })
}

/** Whether every file of the set was read. */
function isSetWhole({ findings }: ManifestSet): boolean {
  return findings.every(({ severity }) => severity !== 'danger')
}

function originOfNothing(): Origin | undefined {
  return undefined
}

function pruneOptions({ pruneSelector, pruneAll, pruneAllowlist, originOf }: PlanOptions): PruneOptions | undefined {
  if (pruneSelector === undefined && pruneAll !== true) return undefined
  return {
    ...(pruneSelector === undefined ? {} : { selector: pruneSelector }),
    ...(pruneAllowlist === undefined ? {} : { allowlist: pruneAllowlist }),
    originOf: originOf ?? originOfNothing,
  }
}

function helmOptions({ release = 'release', previous, originOf }: PlanOptions, namespace: string): HelmOptions {
  return {
    release: { name: release, namespace },
    ...(previous === undefined ? {} : { previous: previous.manifests }),
    originOf: originOf ?? originOfNothing,
  }
}

function syncGitops(
  session: PlanSession,
  set: ManifestSet,
  options: PlanOptions,
  namespace: string,
): readonly Applied[] {
  const { app, pruneSelector, originOf = originOfNothing } = options
  const applied = gitopsSync(session, set.manifests, isSetWhole(set), {
    namespace,
    ...(app === undefined ? {} : { app }),
    ...(pruneSelector === undefined ? {} : { selector: pruneSelector }),
    originOf,
  })
  return options.selfHeal === false ? applied : selfHeal(session, applied)
}
