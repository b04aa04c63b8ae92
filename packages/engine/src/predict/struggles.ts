import { isSuccess, type Step, textAt } from '@capsule-whatif/model'
import { requestText } from './causes.ts'
import type { Struggle } from './prediction.ts'

/** Answers that controllers expect and go on from: somebody was quicker, or the resource takes no such patch. */
export function isUsualRefusal(code: number): boolean {
  return code === 404 || code === 409 || code === 415
}

/** What controllers tried and were refused, each once, with how often. */
export function strugglesOf(steps: readonly Step[]): readonly Struggle[] {
  const struggles = new Map<string, Struggle>()
  for (const step of steps) {
    if (step.action.type !== 'work') continue
    for (const { request, response } of step.exchanges) {
      if (isSuccess(response) || isUsualRefusal(response.code)) continue
      const text = requestText(request)
      const key = `${step.action.controller} ${text}`
      const message = textAt(response.body, 'message') ?? ''
      struggles.set(key, {
        actor: step.action.controller,
        request: text,
        times: (struggles.get(key)?.times ?? 0) + 1,
        message,
      })
    }
  }
  return [...struggles.values()]
}
