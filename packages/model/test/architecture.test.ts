import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const packages = resolve(import.meta.dirname, '../..')
const model = join(packages, 'model/src')

interface Import {
  readonly file: string
  readonly to: string
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/from '([^']+)'/g)].map(([, to = '']) => ({
    file,
    to: to.startsWith('.') ? resolve(dirname(file), to) : to,
  }))
}

const modelImports = sources(model).flatMap(importsOf)

/** What each part of the model may import beside itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  object: [],
  request: ['object'],
  state: ['object', 'request'],
  cel: ['object'],
  quota: ['object', 'request', 'state', 'apiserver'],
  apiserver: ['object', 'request', 'state', 'cel'],
  admission: ['object', 'request', 'state', 'cel', 'apiserver', 'quota'],
  controllers: ['object', 'request', 'state', 'apiserver', 'quota'],
  capsule: ['object', 'request', 'state', 'quota', 'apiserver', 'controllers', 'admission'],
  step: ['object', 'request', 'state', 'apiserver', 'controllers'],
  invariants: ['object', 'request', 'state', 'apiserver', 'controllers', 'capsule', 'step'],
}

function partOf(path: string): string {
  return relative(model, path).split('/')[0] ?? ''
}

/** The first circle of imports among these files, as the files it goes through; empty where there is none. */
function importCircle(files: readonly string[]): readonly string[] {
  const importsFrom = new Map(files.map((file) => [file, importsOf(file).map(({ to }) => to)]))
  const done = new Set<string>()
  const visit = (file: string, above: readonly string[]): readonly string[] => {
    if (above.includes(file)) return [...above.slice(above.indexOf(file)), file]
    if (done.has(file)) return []
    for (const to of importsFrom.get(file) ?? []) {
      const circle = visit(to, [...above, file])
      if (circle.length > 0) return circle
    }
    done.add(file)
    return []
  }
  for (const file of files) {
    const circle = visit(file, [])
    if (circle.length > 0) return circle
  }
  return []
}

describe('architecture', () => {
  it('no imports go in a circle, types included', () => {
    for (const name of ['model', 'engine', 'fixtures']) {
      const folder = join(packages, name, 'src')
      expect(importCircle(sources(folder)).map((file) => relative(folder, file))).toEqual([])
    }
  })

  it('imports point one way: object, request, state, apiserver, then admission, controllers and capsule', () => {
    const wrong = modelImports
      .filter(({ file, to }) => to.startsWith(model) && partOf(file) in mayImport && partOf(file) !== partOf(to))
      .filter(({ file, to }) => !mayImport[partOf(file)]?.includes(partOf(to)))
      .map(({ file, to }) => `${relative(model, file)} imports ${relative(model, to)}`)
    expect(wrong).toEqual([])
  })

  it('only the contract of webhook servers is what capsule takes from admission', () => {
    const taken = modelImports
      .filter(({ file, to }) => partOf(file) === 'capsule' && partOf(to) === 'admission')
      .map(({ to }) => relative(model, to))
    expect([...new Set(taken)]).toEqual(taken.length === 0 ? [] : ['admission/webhooks.ts'])
  })

  it('the model does no I/O', () => {
    expect(modelImports.filter(({ to }) => to.startsWith('node:')).map(({ file }) => relative(model, file))).toEqual([])
  })

  it('the engine does I/O at its edges only', () => {
    const engine = join(packages, 'engine/src')
    const wrong = sources(engine)
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith('node:'))
      .map(({ file }) => relative(engine, file))
      .filter((file) => !file.startsWith('cli/') && !file.startsWith('snapshot/'))
    expect(wrong).toEqual([])
  })

  it('fixtures import the model alone, and vitest where matchers are registered', () => {
    const fixtures = join(packages, 'fixtures/src')
    const known = new Set(['@capsule-whatif/model', 'fast-check'])
    const others = sources(fixtures)
      .flatMap(importsOf)
      .filter(({ to }) => !to.startsWith(fixtures) && !known.has(to))
      .map(({ file, to }) => `${relative(fixtures, file)} imports ${to}`)
    expect(others).toEqual(['matchers/vitest.ts imports vitest'])
  })

  it('no file of code is longer than 400 lines', () => {
    const long = ['model', 'engine', 'fixtures']
      .flatMap((name) => sources(join(packages, name, 'src')))
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 400)
    expect(long).toEqual([])
  })

  it('there is no any and no non-null assertion in code', () => {
    const found = ['model', 'engine', 'fixtures']
      .flatMap((name) => sources(join(packages, name, 'src')))
      .filter((file) =>
        /[:<(]\s*any\b|\bas any\b|\w!\.|\w!\[|\)!\./.test(
          readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, ''),
        ),
      )
    expect(found).toEqual([])
  })
})
