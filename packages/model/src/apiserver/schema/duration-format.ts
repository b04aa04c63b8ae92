const units: readonly (readonly string[])[] = [
  ['ns', 'nano'],
  ['us', 'µs', 'micro'],
  ['ms', 'milli'],
  ['s', 'sec'],
  ['m', 'min'],
  ['h', 'hr', 'hour'],
  ['d', 'day'],
  ['w', 'wk', 'week'],
]

const goDuration = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/

/** A duration as Go's time.ParseDuration reads it, or with a number and a known unit anywhere in it. [strfmt/duration.go:ParseDuration] */
export function matchesDuration(text: string): boolean {
  if (goDuration.test(text)) return true
  return [...text.matchAll(/\d+\s*([A-Za-zµ]+)/g)].some(([, unit]) => isUnit(`${unit}`.toLowerCase()))
}

function isUnit(unit: string): boolean {
  return units.some((variants) => variants.includes(unit) || unit.startsWith(variants.at(-1) ?? ''))
}
