/**
 * Templates of one word, `{{ tenant.name }}` and `{{namespace}}`, as additionalMetadataList and replications have them.
 * An unknown word gives nothing. [pkg/template/fast.go; core M1.5]
 */
export type TemplateContext = Readonly<Record<string, string>>

export function fastTemplate(template: string, context: TemplateContext): string {
  if (!template.includes('{{') || !template.includes('}}')) return template
  let out = ''
  let rest = template
  for (;;) {
    const start = rest.indexOf('{{')
    const end = start < 0 ? -1 : rest.indexOf('}}', start + 2)
    if (end < 0) return out + rest
    const word = rest.slice(start + 2, end).trim()
    out += rest.slice(0, start) + (Object.hasOwn(context, word) ? context[word] : '')
    rest = rest.slice(end + 2)
  }
}

/** Keys and values of a map rendered. */
export function fastTemplateMap(
  map: Readonly<Record<string, string>> | undefined,
  context: TemplateContext,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map ?? {}).map(([key, value]) => [fastTemplate(key, context), fastTemplate(value, context)]),
  )
}
