import { listAt, textAt } from '../object/json.ts'
import type { Response } from '../request/request.ts'

/** Whether a refusal names a terminating namespace as its cause: a reason not to try again. [api/errors HasStatusCause; kubernetes.md 3.2.4] */
export function isNamespaceTerminating(answer: Response): boolean {
  return listAt(answer.body, 'details', 'causes').some((cause) => textAt(cause, 'reason') === 'NamespaceTerminating')
}
