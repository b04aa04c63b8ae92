import type { Request, UserInfo } from '../request/request.ts'
import type { ProcessName } from '../state/cluster-state.ts'

/** Everything that can happen to a cluster. */
export type Action =
  /** somebody sends a request; where the operator's webhooks fail, they do so for this one */
  | { readonly type: 'request'; readonly as: UserInfo; readonly request: Request; readonly webhooksFail?: boolean }
  /**
   * A controller takes an item from its queue and works on it: to its end, or through its next write alone. Work that
   * the controller does by its own clock needs no item.
   */
  | { readonly type: 'work'; readonly controller: string; readonly key: string; readonly through?: 'next write' }
  /** a process ends (its memory is gone) or starts */
  | { readonly type: 'process'; readonly process: ProcessName; readonly running: boolean }
  /** the watches of a process begin to lag: it hears of nothing; or they catch up */
  | { readonly type: 'watch'; readonly process: ProcessName; readonly lags: boolean }
  /** time passes until a moment, in milliseconds since the epoch */
  | { readonly type: 'wait'; readonly until: number }
