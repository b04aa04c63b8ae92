import type { CapsuleVersion } from '@capsule-whatif/model'
import type { Disturbance } from '../schedule/explore/script.ts'
import { quotedWord } from '../text/quoted-word.ts'
import type { AnyGoalName, GoalObjects, RemedyAnswer } from './remedy.ts'

/** What a remedy is to be looked for with: what the options of `fix` say, as plain data. */
export interface SoughtOptions extends GoalObjects {
  /** of the goal `do`: what is to be done, as one writes it for kubectl; with `--as` where somebody else was to do it */
  readonly do?: readonly string[]
  /** the operator does not run at first */
  readonly operator?: 'down'
  /** the version of Capsule, where it was said */
  readonly capsule?: CapsuleVersion
  /** what may go otherwise than usual */
  readonly disturbances?: readonly Disturbance[]
}

/** How a cluster was started that something was found on, as far as a remedy must be looked for alike. */
export interface FoundOn {
  readonly operatorRunning?: boolean
  readonly capsule?: CapsuleVersion
  readonly disturbances?: readonly Disturbance[]
}

/** The options that say so. */
export function optionsFoundOn({ operatorRunning = true, capsule, disturbances = [] }: FoundOn): SoughtOptions {
  return {
    ...(operatorRunning ? {} : { operator: 'down' }),
    ...(capsule === undefined ? {} : { capsule }),
    ...(disturbances.length === 0 ? {} : { disturbances }),
  }
}

/** A finding for which a safe order of steps can be looked for. */
export interface SoughtRemedy {
  /** what is found, and not wanted */
  readonly finding: string
  readonly goal: AnyGoalName
  readonly options: SoughtOptions
  /** the same as a command line; `FILE` stands for the snapshot where its name is not known */
  readonly command: string
  /** what the search found, where it was asked for */
  readonly found?: RemedyAnswer
}

/** A finding and what is to be sought for it. */
export function soughtRemedy(finding: string, goal: AnyGoalName, options: SoughtOptions = {}): SoughtRemedy {
  return { finding, goal, options, command: commandLine(goal, options, ['FILE']) }
}

/** The same with the names of the snapshot's files in the command line, and the modules of operators that run beside. */
export function withSources(
  sought: SoughtRemedy,
  sources: readonly string[],
  operators: readonly string[] = [],
): SoughtRemedy {
  const more = operators.map((each) => ` --operators ${quotedWord(each)}`).join('')
  return { ...sought, command: `${commandLine(sought.goal, sought.options, sources)}${more}` }
}

function commandLine(goal: AnyGoalName, options: SoughtOptions, sources: readonly string[]): string {
  const named = (['definition', 'namespace', 'tenant'] as const).flatMap((name) => {
    const value = options[name]
    return value === undefined ? [] : [`--${name}`, quotedWord(value)]
  })
  return [
    'capsule-whatif fix',
    ...(goal === 'do' ? [] : [goal]),
    ...(options.do ?? []).flatMap((text) => ['--do', quotedWord(text)]),
    ...named,
    ...(options.operator === undefined ? [] : ['--operator', options.operator]),
    ...(options.capsule === undefined ? [] : ['--capsule-version', fullVersions[options.capsule]]),
    ...(options.disturbances ?? []).flatMap((each) => ['--with', each]),
    ...sources.flatMap((source) => ['--snapshot', quotedWord(source)]),
  ].join(' ')
}

const fullVersions: Readonly<Record<CapsuleVersion, string>> = { '0.7': '0.7.4', '0.14': '0.14.0' }
