import { defaultUser, impersonatedUser } from '../../action/impersonated-user.ts'
import type { PredictedAction } from '../../predict/predict.ts'

/** An action as text, with the name of whoever takes it where that is nobody usual. */
export function askedText(action: string | Pick<PredictedAction, 'text' | 'user'>): string {
  if (typeof action === 'string') return action
  const { text, user } = action
  if (user.user === defaultUser.user || /\s--as[= ]/.test(text)) return text
  return `${text}${userOptions(user.user, user.groups)}`
}

/** ` --as USER --as-group GROUP`, as an action takes it; nothing where nobody is named. */
export function userOptions(user: string | undefined, groups: readonly string[] = []): string {
  if (user === undefined) return ''
  const usual = new Set(impersonatedUser(user, []).groups)
  const given = groups.filter((group) => !usual.has(group))
  return [` --as ${user}`, ...given.map((group) => `--as-group ${group}`)].join(' ')
}
