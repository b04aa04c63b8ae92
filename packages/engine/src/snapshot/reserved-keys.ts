/** Whether a text may hold a field named `__proto__`, written out or with escapes. */
export function mayHoldReservedKey(text: string): boolean {
  return text.includes('__proto__') || /\\(?:x|u00|U000000)(?:5[fF]|70|72|6[fF]|74)/.test(text)
}

/**
 * The value without fields named `__proto__`. They would be harmless as they are, but in objects built from this one they
 * would become its prototype. `found` is told of each by the path to it.
 */
export function withoutReservedKeys(value: unknown, found: (path: string) => void, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutReservedKeys(item, found, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return value
  const entries: [string, unknown][] = []
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') found(`${path}.${key}`)
    else entries.push([key, withoutReservedKeys(item, found, `${path}.${key}`)])
  }
  return Object.fromEntries(entries)
}
