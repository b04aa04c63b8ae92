import type { AdmissionChain } from '../apiserver/admission.ts'
import type { Controller } from '../controllers/controller.ts'
import type { ProcessName } from '../state/cluster-state.ts'
import type { Timing } from './timing.ts'

/** How long a process takes to go down, in milliseconds. Started meanwhile, it finds its ports taken and ends. */
export type ExitMs = Readonly<Partial<Record<ProcessName, number>>>

/** What a control plane is made of. */
export interface Parts {
  readonly admission: AdmissionChain
  readonly controllers: readonly Controller[]
  readonly byName: ReadonlyMap<string, Controller>
  readonly exitMs: ExitMs
  readonly timing: Timing
}
