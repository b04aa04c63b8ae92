import { type ClusterState, type Step, textAt } from '@capsule-whatif/model'
import { perform, settle } from '../schedule/likely.ts'
import { actionsOf, type CommandContext } from './command.ts'
import type { RemedyCommand } from './remedy.ts'

/** What came of commands along the likely order. */
export interface Played {
  readonly state: ClusterState
  readonly steps: readonly Step[]
  /** the words of the first refusal; the rest was not sent then */
  readonly refused?: string
}

/** Sends commands, each once all is at rest after the one before; ends at the first that is refused. */
export function playCommands(context: CommandContext, start: ClusterState, commands: readonly RemedyCommand[]): Played {
  let state = start
  const steps: Step[] = []
  for (const command of commands) {
    for (const action of actionsOf(context, state, command)) {
      const run = perform(context.model, state, action)
      steps.push(...run.steps)
      state = run.state
      const response = run.steps[0]?.response
      if (response && response.code >= 400)
        return { state, steps, refused: textAt(response.body, 'message') ?? String(response.code) }
    }
    const rest = settle(context.model, state)
    steps.push(...rest.steps)
    state = rest.state
  }
  return { state, steps }
}
