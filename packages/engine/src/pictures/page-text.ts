import type { DecidingRace, OtherRun, Picture, PicturedOrders } from './picture.ts'

/** What the page is made of: files of this package, as text, and a way to make texts small. */
export interface PageParts {
  readonly style: string
  readonly body: string
  /** modules of the script, each after those that it imports */
  readonly scripts: readonly string[]
  /** makes a text small: deflate without a header, then base64 */
  readonly pack: (text: string) => string
}

/** The files of the page, in the order in which they are joined. */
export const pageFiles = {
  style: 'page.css',
  body: 'body.html',
  scripts: [
    'history.js',
    'states.js',
    'elements.js',
    'runs.js',
    'list.js',
    'map.js',
    'details.js',
    'player.js',
    'orders.js',
    'main.js',
  ],
} as const

/** A picture as the page has it: runs in other orders are packed beside it, to be unpacked when somebody wants to see them. */
export interface PagePicture extends Omit<Picture, 'orders'> {
  readonly orders?: Omit<PicturedOrders, 'races'> & { readonly races: readonly PageRace[] }
}

/** A race as the page has it: of the run in the other order, where its turns are. */
export interface PageRace extends Omit<DecidingRace, 'run'>, Pick<OtherRun, 'turns'> {}

/** A page has no more runs than it can with so many bytes. */
const bytesMax = 2_900_000

/**
 * One page that holds everything that it needs, for looking at a picture in a browser: it loads nothing and sends nothing,
 * and its own rule of content security keeps it from that.
 */
export function pageText(picture: Picture, { style, body, scripts, pack }: PageParts): string {
  const title = picture.actions.map(({ text }) => text).join('; ') || 'Who owns whom'
  const head = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} - capsule-whatif</title>
<style>
${style}</style>
</head>
<body>
${body}<script type="application/json" id="picture">${jsonInHtml(withoutRuns(picture))}</script>
`
  const tail = `<script type="module">
${scripts.map(withoutModules).join('\n')}</script>
</body>
</html>
`
  const room = bytesMax - Buffer.byteLength(head) - Buffer.byteLength(tail)
  return [head, ...packedRuns(picture, pack, room), tail].join('')
}

function withoutRuns({ orders, ...picture }: Picture): PagePicture {
  if (orders === undefined) return picture
  const races = orders.races.map(({ run: { turns }, ...race }): PageRace => ({ ...race, turns }))
  return { ...picture, orders: { ...orders, races } }
}

/** The runs in other orders, packed, as far as there is room for them. */
function packedRuns({ orders }: Picture, pack: PageParts['pack'], room: number): readonly string[] {
  let left = room
  return (orders?.races ?? []).flatMap(({ run: { objects, moments } }, index) => {
    const packed = pack(JSON.stringify({ objects, moments }))
    const element = `<script type="text/plain" id="run-${index}">${packed}</script>\n`
    if (element.length > left) return []
    left -= element.length
    return [element]
  })
}

/** A module as part of one script: what it imports is there already, and what it exports is there for all. */
function withoutModules(script: string): string {
  return script.replace(/^import .*\n/gm, '').replace(/^export /gm, '')
}

/** JSON that no browser takes for the end of the element that it stands in. */
function jsonInHtml(value: PagePicture): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)
}
