import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fleet } from '@capsule-whatif/fixtures'
import { builtinResources, type KubeObject } from '@capsule-whatif/model'
import { defaultUser } from '../../src/action/impersonated-user.ts'
import { parseAction } from '../../src/action/parse-action.ts'
import { makePicture, type PictureOptions } from '../../src/pictures/make-picture.ts'
import type { Picture } from '../../src/pictures/picture.ts'
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
