import { isTerminating, type ResourceKey, resourceKey, type Step } from '@capsule-whatif/model'

/** Which step wrote what last, for asking why an object is not as it was. */
export interface Causes {
  /** the chain from who wrote the object last back to the action behind it */
  of(resource: ResourceKey, namespace: string, name: string): readonly string[]
  /** the same from who created it last; empty where nobody did */
  ofCreation(resource: ResourceKey, namespace: string, name: string): readonly string[]
  /** the same from who marked it to be deleted; empty where nobody did */
  ofMarking(resource: ResourceKey, namespace: string, name: string): readonly string[]
}

export function causesOf(steps: readonly Step[]): Causes {
  const byNumber = new Map(steps.map((step) => [step.number, step]))
  const lastWriter = new Map<string, Step>()
  const lastCreator = new Map<string, Step>()
  const lastMarker = new Map<string, Step>()
  for (const step of steps) {
    for (const { type, resource, object, oldObject } of step.events) {
      const place = placeKey(resource, object.metadata.namespace ?? '', object.metadata.name)
      lastWriter.set(place, step)
      if (type === 'added') lastCreator.set(place, step)
      if (isTerminating(object) && !(oldObject && isTerminating(oldObject))) lastMarker.set(place, step)
    }
  }
  return {
    of: (...place) => chain(lastWriter.get(placeKey(...place)), byNumber),
    ofCreation: (...place) => chain(lastCreator.get(placeKey(...place)), byNumber),
    ofMarking: (...place) => chain(lastMarker.get(placeKey(...place)), byNumber),
  }
}

function placeKey(resource: ResourceKey, namespace: string, name: string): string {
  return `${resource}|${namespace}|${name}`
}

const linksMax = 12

function chain(last: Step | undefined, byNumber: ReadonlyMap<number, Step>): readonly string[] {
  const links: string[] = []
  for (let step = last; step && links.length < linksMax; step = byNumber.get(step.causedBy)) {
    const link = linkText(step)
    if (links.at(-1) !== link) links.push(link)
  }
  return links
}

/** The step as a link of a chain: the controller that worked, or who asked for what. */
function linkText(step: Step): string {
  const { action } = step
  if (action.type === 'work') return action.controller
  if (action.type === 'request') return `${action.as.user}: ${requestText(action.request)}`
  if (action.type === 'process') return `${action.process} ${action.running ? 'started' : 'stopped'}`
  return 'time passed'
}

export function requestText(request: {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
  readonly body?: unknown
}): string {
  const [, resource = ''] = resourceKey(request.group, request.resource).split('/')
  const body = request.body as { readonly metadata?: { readonly name?: string } } | undefined
  const name = request.name ?? body?.metadata?.name ?? ''
  const place = request.namespace && request.resource !== 'namespaces' ? `${request.namespace}/${name}` : name
  const subresource = request.subresource ? `/${request.subresource}` : ''
  return `${request.verb} ${resource}${subresource}${place === '' ? '' : ` ${place}`}`
}
