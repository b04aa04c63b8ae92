import type { Request, UserInfo } from '../request/request.ts'
import type { ProcessName } from '../state/cluster-state.ts'

/** Everything that can happen to a cluster. */
export type Action =
  /** somebody sends a request */
  | { readonly type: 'request'; readonly as: UserInfo; readonly request: Request }
  /** a controller takes an item from its queue and works on it */
  | { readonly type: 'work'; readonly controller: string; readonly key: string }
  /** a process ends (its memory is gone) or starts */
  | { readonly type: 'process'; readonly process: ProcessName; readonly running: boolean }
  /** time passes until a moment, in milliseconds since the epoch */
  | { readonly type: 'wait'; readonly until: number }
