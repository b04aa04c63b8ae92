import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { type EntryPoint, type Exported, exportedBy } from './exported.ts'
import { cell, generated } from './markdown.ts'
import { type Page, pageOf, pages } from './pages.ts'

const packages = ['engine', 'model', 'fixtures']

/** The source of each entry point, by what one writes in an import, as the manifests of the packages have them. */
function entryPoints(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    packages.flatMap((folder) => {
      const { name, exports } = JSON.parse(
        readFileSync(new URL(`../../../${folder}/package.json`, import.meta.url), 'utf8'),
      ) as Manifest
      return Object.entries(exports).flatMap(([path, targets]) =>
        typeof targets === 'string'
          ? []
          : [[posix.join(name, path), posix.join('packages', folder, targets['@capsule-whatif/source'])]],
      )
    }),
  )
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly '@capsule-whatif/source': string }>>
}

/** Something exported, and where it is to be imported from. */
interface Entry extends Exported {
  /** none: it is named by what is exported */
  readonly specifiers: readonly string[]
  readonly page: Page
}

/** The pages about types, by the name of their file; and what is exported without a docstring. */
export function typesPages(): {
  readonly pages: ReadonlyMap<string, string>
  readonly undocumented: readonly string[]
} {
  const entries = entriesOf(exportedBy(entryPoints()))
  const undocumented = entries
    .filter(({ doc, specifiers }) => doc === '' && specifiers.length > 0)
    .map(({ name, file }) => `${name} of ${file}`)
  return { pages: pagesOf(entries), undocumented }
}

function pagesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  return new Map(
    pages.map((page) => [
      `${page.name}.md`,
      pageText(page, entries.filter((entry) => entry.page === page).toSorted(byName), (name) =>
        linkTo(name, page, entries),
      ),
    ]),
  )
}

/** Where a type is told of; undefined where it is nobody's here. */
type Link = (name: string) => string | undefined

/** Several may have one name: best that of the same page, then that of the same package. */
function linkTo(name: string, page: Page, entries: readonly Entry[]): string | undefined {
  const packageOf = ({ of: [place = ''] }: Page): string => place.split('/')[0] ?? ''
  const named = entries.filter((entry) => entry.name === name)
  const found =
    named.find((entry) => entry.page === page) ??
    named.find((entry) => packageOf(entry.page) === packageOf(page)) ??
    named[0]
  return found && `${found.page === page ? '' : `${found.page.name}.md`}#${anchorOf(found)}`
}

/** What several entry points export is one entry. */
function entriesOf(points: readonly EntryPoint[]): readonly Entry[] {
  const entries = new Map<string, Entry>()
  for (const { specifier, exports } of points)
    for (const exported of exports) {
      const key = `${exported.file}#${exported.name}`
      const specifiers = [...(entries.get(key)?.specifiers ?? []), ...(specifier === undefined ? [] : [specifier])]
      entries.set(key, { ...exported, specifiers, page: pageOf(exported.file) })
    }
  return [...entries.values()]
}

const sections: readonly { readonly title: string; readonly has: (entry: Entry) => boolean }[] = [
  { title: 'Functions', has: ({ kind }) => kind === 'function' },
  { title: 'Constants', has: ({ kind }) => kind === 'constant' },
  { title: 'Types', has: ({ kind, specifiers }) => kind === 'type' && specifiers.length > 0 },
  { title: 'Types that these name', has: ({ specifiers }) => specifiers.length === 0 },
]

function pageText(page: Page, entries: readonly Entry[], link: Link): string {
  const parts = sections.flatMap(({ title, has }) => {
    const some = entries.filter(has)
    return some.length === 0 ? [] : [`## ${title}`, ...some.map((entry) => entryText(entry, link))]
  })
  return `${[generated, `# ${page.title}`, page.intro, contents(entries), ...parts].filter((part) => part !== '').join('\n\n')}\n`
}

function byName({ name: one }: Entry, { name: other }: Entry): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** Functions and constants with the first sentence of what is said of them. */
function contents(entries: readonly Entry[]): string {
  const some = entries.filter(({ kind }) => kind !== 'type')
  return some.map((entry) => `- [\`${entry.name}\`](#${anchorOf(entry)}): ${firstSentence(entry.doc)}`).join('\n')
}

function firstSentence(doc: string): string {
  const text = doc.replace(/\s+/g, ' ').trim()
  const withoutCode = text.replace(/`[^`]*`/g, (code) => '_'.repeat(code.length))
  const end = /(?<!\.)[.:](?= |$)/.exec(withoutCode)
  return end ? text.slice(0, end.index) : text
}

/** Functions and types may differ in capitals alone, which anchors do not. */
function headingOf({ kind, name }: Entry): string {
  return kind === 'type' ? `type ${name}` : name
}

function anchorOf(entry: Entry): string {
  return headingOf(entry).toLowerCase().replaceAll(' ', '-')
}

function entryText(entry: Entry, link: Link): string {
  const { name, code, doc, throws, members, file, specifiers } = entry
  const hasTable = members.length > 0
  const parts = [
    `### ${headingOf(entry)}`,
    ...(hasTable && code === `interface ${name}` ? [] : [`\`\`\`ts\n${code}\n\`\`\``]),
    ...(doc === '' ? [] : [withLinks(doc)]),
    ...throws.map((text) => `**Throws** ${text}`),
    ...(hasTable ? [membersTable(entry)] : []),
    [
      ...seeAlso(entry, link),
      `${specifiers.length === 0 ? '' : `From ${specifiers.map((each) => `\`${each}\``).join(', ')}; `}[source](../../${file})`,
    ].join('\n\n'),
  ]
  return parts.join('\n\n')
}

/** Pages that a docstring names become links. */
function withLinks(text: string): string {
  return text.replace(/\bdocs\/([\w/.-]+\.md)((?:#[\w-]+)?)/g, (_, path: string, anchor: string) => {
    const target = path.startsWith('reference/') ? path.slice('reference/'.length) : `../${path}`
    return `[${path}](${target}${anchor})`
  })
}

function membersTable({ members }: Entry): string {
  const rows = members.map(
    ({ name, isOptional, type, doc }) =>
      `| \`${name}${isOptional ? '?' : ''}\` | ${codeCell(type)} | ${cell(withLinks(doc))} |`,
  )
  return ['| field | type | means |', '| --- | --- | --- |', ...rows].join('\n')
}

function codeCell(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${cell(text)}${fence}`
}

/** Exported names that its declaration names. */
function seeAlso({ name, code, members, parameters }: Entry, link: Link): readonly string[] {
  const words = new Set([code, ...members.map(({ type }) => type)].join(' ').match(/\b[A-Z]\w+\b/g) ?? [])
  const links = [...words].flatMap((word) => {
    const target = word === name || parameters.has(word) ? undefined : link(word)
    return target === undefined ? [] : [`[${word}](${target})`]
  })
  return links.length === 0 ? [] : [`See ${links.join(', ')}`]
}
