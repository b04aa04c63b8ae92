import type { Verb } from '@capsule-whatif/model'
import type { Change } from './writes.ts'

/** What made somebody write what they wrote, and where upstream says so. */
export interface Rule {
  /** one sentence */
  readonly says: string
  /** file and function of upstream, and the section of the specification that this project keeps */
  readonly source: string
}

/** A rule, and the writes that it explains: all of its writer's where neither verbs nor resources nor change are named. */
export interface RuleOfWriter extends Rule {
  /** the controller; `request` for what the API server makes of a request of anybody */
  readonly writer: string
  readonly verbs?: readonly Verb[]
  /** plural, with subresource: `namespaces/finalize` */
  readonly resources?: readonly string[]
  readonly changes?: readonly Change[]
}
