/** What happens to an object at a moment. */
export type ChangeType = 'created' | 'changed' | 'terminating' | 'gone'

/** One write to an object. What it leaves as it was is absent. */
export interface Change {
  /** index of the moment */
  readonly moment: number
  readonly type: ChangeType
  /** paths of the fields that differ, bookkeeping left out */
  readonly fields?: readonly string[]
  /** the owners from now on */
  readonly owners?: readonly PicturedOwner[]
  /** the finalizers from now on */
  readonly finalizers?: readonly string[]
}

/** Whom an owner reference names. */
export interface PicturedOwner {
  readonly kind: string
  readonly name: string
  /** index of the owner; absent where no object in the picture is it */
  readonly object?: number
  /** why the reference leads nowhere, as the garbage collector finds it: looked for and not there, or not to be decided */
  readonly verdict?: 'absent' | 'undecidable'
}

/** Every `Fate`. */
export const picturedFates = ['kept', 'changed', 'held', 'gone', 'created', 'passing'] as const

/** What became of an object between the first moment and the last. `passing`: created and gone. */
export type Fate = (typeof picturedFates)[number]

/** One object under one uid: made again under another uid, it is another one. Indexes are positions in the picture's list. */
export interface PicturedObject {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid?: string
  /** under what the tree shows it: an owner in its own scope, or else its Namespace, or else the definition of its kind */
  readonly within?: number
  /** how deep it stands in the tree, from 0 */
  readonly depth: number
  /** its Namespace */
  readonly home?: number
  /** the CustomResourceDefinition of its kind */
  readonly definition?: number
  /** whether it is there before the first moment */
  readonly atStart: boolean
  /** its owners when first seen */
  readonly owners: readonly PicturedOwner[]
  /** its finalizers when first seen */
  readonly finalizers: readonly string[]
  /** whether it is being deleted when first seen */
  readonly terminating?: true
  readonly changes: readonly Change[]
  readonly fate: Fate
  /** what becomes of it in other orders, `kept` where nothing does; absent where the same, or where orders were not looked at */
  readonly may?: readonly OtherFate[]
}

/** What can become of an object in another order. `replaced`: gone, and made again under another uid. */
export type OtherFate = Exclude<Fate, 'passing'> | 'replaced'

/** One request that somebody sent, and its answer. */
export interface PicturedRequest {
  readonly text: string
  readonly code: number
  /** what was said, of one that was refused; absent too where a controller expects that and goes on: somebody was quicker */
  readonly message?: string
}

/** A step in which something was written, refused, started or stopped. */
export interface Moment {
  /** virtual milliseconds since before the first action */
  readonly atMs: number
  /** a user, a controller or a process */
  readonly actor: string
  /** the request of a user, the work item of a controller, what became of a process */
  readonly what: string
  /** index of the moment that called for it; absent where nothing in this run did */
  readonly because?: number
  readonly requests: readonly PicturedRequest[]
}

/** Somebody's turn in a race. */
export interface RaceTurn {
  readonly actor: string
  readonly what: string
  /** index of the moment along the likely order; absent where the turn does not come there */
  readonly moment?: number
  /** what becomes of whatever the race decides, in the run in which this turn does: `Namespace oil-dev lost` */
  readonly leadsTo: readonly string[]
}

/** Two turns whose order decides how it ends. */
export interface DecidingRace {
  /** the turn that decides along the likely order */
  readonly likely: RaceTurn
  /** the turn that decides where it comes first */
  readonly other: RaceTurn
  /** how much later the other turn comes along the likely order, in virtual milliseconds; absent where not both come */
  readonly apartMs?: number
  /** the same actions in an order in which the other turn decides */
  readonly run: OtherRun
}

/** One run as objects and moments. */
export type PicturedRun = Pick<Picture, 'objects' | 'moments'>

/** A run in another order. Its times are in ticks: what is due within one has no order, and takes no time. */
export interface OtherRun extends PicturedRun {
  /** indexes of the moments of the two turns in this run */
  readonly turns: { readonly likely?: number; readonly other: number }
}

/** How it ends over all orders that were looked at. */
export interface PicturedOrders {
  /** in how many ways it ends, over how many orders, and what was left out, for people */
  readonly says: string
  /** in how many ways */
  readonly outcomes: number
  readonly states: number
  /** whether every order was looked at */
  readonly complete: boolean
  /** what was left out, as sentences without their ends */
  readonly leftOut: readonly string[]
  /** what decides, the worst that depends on it first */
  readonly races: readonly DecidingRace[]
  /** how many more things depend on the order of turns that are not told here */
  readonly moreRaces: number
  /** objects that are only in other orders, as `ConfigMap oil-dev/settings` */
  readonly elsewhere: readonly string[]
}

/** An action that was asked for, and how it was answered. */
export interface PicturedAction {
  readonly text: string
  /** `accepted (200)`, `refused (403)`, `done` */
  readonly verdict: string
  /** what was said where it was refused */
  readonly messages: readonly string[]
}

/** Who owns whom, what happened to whom when, and through whom: what all drawings are made from. Plain JSON. */
export interface Picture {
  readonly actions: readonly PicturedAction[]
  /** in the order of the tree: each before what stands within it */
  readonly objects: readonly PicturedObject[]
  /** in the order in which they happened */
  readonly moments: readonly Moment[]
  /** what keeps the picture from being certain */
  readonly findings: readonly string[]
  /** absent where only the likely order was followed */
  readonly orders?: PicturedOrders
}
