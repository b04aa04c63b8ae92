import { type JsonObject, listAt, type Response, textAt } from '@capsule-whatif/model'

/**
 * How kubectl prints a failed answer: `Error from server (Forbidden): …`; what is invalid by its causes.
 * [kubectl pkg/cmd/util/helpers.go; kubernetes.md 8.0.1]
 */
export function errorText({ body }: Response): string {
  const reason = textAt(body, 'reason') ?? ''
  const message = textAt(body, 'message') ?? textAt(body, 'text') ?? ''
  if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`
  if (reason === 'Invalid' && body.details !== undefined) return invalidText(body, message)
  return reason === '' ? `Error from server: ${message}` : `Error from server (${reason}): ${message}`
}

function invalidText(body: JsonObject, message: string): string {
  const [kind, name] = [textAt(body, 'details', 'kind') ?? '', textAt(body, 'details', 'name') ?? '']
  const causes = listAt(body, 'details', 'causes').map((cause) => {
    const field = textAt(cause, 'field') ?? ''
    const text = textAt(cause, 'message') ?? ''
    return field === '' ? text : `${field}: ${text}`
  })
  if (kind === '' && name === '' && causes.length === 0) return `The request is invalid: ${message}`
  const start = `The ${kind} "${name}" is invalid: `
  return causes.length === 1 ? `${start}${causes[0]}` : `${start}\n${causes.map((cause) => `* ${cause}`).join('\n')}`
}
