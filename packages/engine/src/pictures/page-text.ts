import type { Picture } from './picture.ts'

/** What the page is made of: files of this package, as text. */
export interface PageParts {
  readonly style: string
  readonly body: string
  /** modules of the script, each after those that it imports */
  readonly scripts: readonly string[]
}

/** The files of the page, in the order in which they are joined. */
export const pageFiles = {
  style: 'page.css',
  body: 'body.html',
  scripts: ['history.js', 'states.js', 'elements.js', 'list.js', 'map.js', 'details.js', 'player.js', 'main.js'],
} as const

/**
 * One page that holds everything that it needs, for looking at a picture in a browser: it loads nothing and sends nothing,
 * and its own rule of content security keeps it from that.
 */
export function pageText(picture: Picture, { style, body, scripts }: PageParts): string {
  const title = picture.actions.map(({ text }) => text).join('; ') || 'Who owns whom'
  return `<!doctype html>
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
${body}<script type="application/json" id="picture">${jsonInHtml(picture)}</script>
<script type="module">
${scripts.map(withoutModules).join('\n')}</script>
</body>
</html>
`
}

/** A module as part of one script: what it imports is there already, and what it exports is there for all. */
function withoutModules(script: string): string {
  return script.replace(/^import .*\n/gm, '').replace(/^export /gm, '')
}

/** JSON that no browser takes for the end of the element that it stands in. */
function jsonInHtml(value: Picture): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)
}
