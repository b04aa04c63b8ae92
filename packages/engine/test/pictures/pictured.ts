import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fleet } from '@capsule-whatif/fixtures'
import { builtinResources, type KubeObject } from '@capsule-whatif/model'
import { expect } from 'vitest'
import { defaultUser } from '../../src/action/impersonated-user.ts'
import { parseAction } from '../../src/action/parse-action.ts'
import { makePicture, type PictureOptions } from '../../src/pictures/make-picture.ts'
import type { Picture, PicturedRun } from '../../src/pictures/picture.ts'
import type { PredictedAction } from '../../src/predict/predict.ts'
import { definedResources } from '../../src/snapshot/named-resource.ts'

const clusters = join(import.meta.dirname, '../../../fixtures/clusters')

export const deleteDefinition = 'delete crd tenants.capsule.clastix.io'

/** The objects of a recorded cluster. */
export function recorded(name: string): readonly KubeObject[] {
  return JSON.parse(readFileSync(join(clusters, `${name}.json`), 'utf8')).items
}

/** 200 tenants with 3 namespaces each: 4,627 objects. */
export function largeFleet(): readonly KubeObject[] {
  return fleet(recorded('two-tenants'), 'gas', 'gas-dev', { tenants: 200, namespacesEach: 3 })
}

export function parsedActions(objects: readonly KubeObject[], texts: readonly string[]): readonly PredictedAction[] {
  const resources = [...builtinResources, ...definedResources(objects)]
  return texts.map((text) => {
    const parsed = parseAction(text, { resources, readFile: () => undefined })
    if (!parsed.ok) throw new Error(parsed.error.message)
    return { text, actions: parsed.value.actions, user: defaultUser }
  })
}

export function pictureOf(
  objects: readonly KubeObject[],
  texts: readonly string[],
  options: PictureOptions = {},
): Picture {
  return makePicture(objects, parsedActions(objects, texts), options)
}

/** Text as no cluster has it, but as a snapshot or an action may. */
export const hostile = 'a"b\\N\\l\\"</script><b>#;|{}[]()`$%%-->\u2028é'

/** Laws of every picture, and of each of its runs. */
export function expectWellFormed(picture: PicturedRun): void {
  const { objects, moments } = picture
  expect(JSON.parse(JSON.stringify(picture))).toEqual(picture)
  for (const [index, object] of objects.entries()) {
    const above = objects[object.within ?? -1]
    expect(object.within ?? -1).toBeLessThan(index)
    expect(object.depth).toBe(above === undefined ? 0 : above.depth + 1)
    const times = object.changes.map(({ moment }) => moment)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.every((moment) => moment < moments.length)).toBe(true)
  }
  for (const [index, { because = -1, atMs }] of moments.entries()) {
    expect(because).toBeLessThan(index)
    expect(atMs).toBeGreaterThanOrEqual(moments[index - 1]?.atMs ?? 0)
  }
}
