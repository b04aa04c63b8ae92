import type { Fate } from './picture.ts'

/** How an object of a fate is drawn. Colours of Okabe and Ito, which people who see few colours can tell apart. */
export interface Mark {
  readonly fill: string
  readonly border: string
  readonly text: string
  readonly isDashed: boolean
}

const dark = '#1a1a1a'

/** Each fate by colour, and those that leave by a dashed border too. */
export const marks: Readonly<Record<Fate, Mark>> = {
  kept: { fill: '#f2f2f2', border: '#767676', text: dark, isDashed: false },
  changed: { fill: '#cfe8f7', border: '#0072b2', text: dark, isDashed: false },
  created: { fill: '#cdeee3', border: '#007a5a', text: dark, isDashed: false },
  held: { fill: '#ffe6b3', border: '#8f5f00', text: dark, isDashed: true },
  gone: { fill: '#fbdcc8', border: '#b34700', text: dark, isDashed: true },
  passing: { fill: '#f3dbe8', border: '#a3487d', text: dark, isDashed: true },
}
