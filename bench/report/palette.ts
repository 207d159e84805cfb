import { strategies } from '../../strategies/index.ts'

/** A colour for those who read on white, and one for those who read on black. */
export interface Shade {
  readonly light: string
  readonly dark: string
}

/**
 * Every colour of a page, by the name of its CSS variable. Those of strategies stay apart for the colour-blind and have at least 3 to 1
 * against what lies behind them; a test holds them to both.
 */
export const PALETTE = {
  page: { light: '#ffffff', dark: '#14171c' },
  raised: { light: '#f4f6f8', dark: '#1d2229' },
  ink: { light: '#1b1f24', dark: '#e8ebef' },
  muted: { light: '#59626d', dark: '#a2acb8' },
  line: { light: '#d3d9e0', dark: '#39414c' },
  link: { light: '#0b57b0', dark: '#86b9ff' },
  band: { light: '#c9d6e6', dark: '#31445c' },
  good: { light: '#14713d', dark: '#62d394' },
  bad: { light: '#b3261e', dark: '#ff9a91' },
  sequential: { light: '#939395', dark: '#e7e1ed' },
  'look-ahead': { light: '#d77122', dark: '#e56f13' },
  'promise-all': { light: '#4f97dd', dark: '#3269f6' },
  pipelined: { light: '#09502e', dark: '#33da85' },
  'worker-threads': { light: '#811472', dark: '#a55973' },
  'check-threads': { light: '#5803b0', dark: '#9e79c8' },
  'own-1': { light: '#4d5abe', dark: '#f4cb1b' },
  'own-2': { light: '#a47f61', dark: '#b6f174' },
  'own-3': { light: '#49530a', dark: '#ed7fb6' },
  'own-4': { light: '#8e4cfb', dark: '#669049' },
  copy: { light: '#767b82', dark: '#8d949d' },
  fetch: { light: '#1f4fa8', dark: '#5f8fd6' },
  check: { light: '#e16d00', dark: '#f97c1e' },
  notify: { light: '#08a781', dark: '#3fe0b4' },
  waiting: { light: '#7391a9', dark: '#a5dbfe' },
  cpu: { light: '#6d1600', dark: '#bc4e2e' },
  queueing: { light: '#4c008d', dark: '#804fd3' },
  'start-up': { light: '#b18f00', dark: '#ecd403' },
} as const satisfies Readonly<Record<string, Shade>>

export type Colour = keyof typeof PALETTE

/** Whatever is not ours gets one of these, in turn. */
const OWN = ['own-1', 'own-2', 'own-3', 'own-4'] as const

/** The colour of each variant: of a strategy of ours always the same, of others in the order in which they are told. */
export function coloursOf(
  variants: readonly { readonly variant: string; readonly role?: string }[],
): Map<string, Colour> {
  let others = 0
  return new Map(
    variants.map(({ variant, role }) => {
      if (role === 'aa-check' || role === 'sensitivity-check') return [variant, 'copy']
      if (Object.hasOwn(strategies, variant)) return [variant, variant as Colour]
      return [variant, OWN[others++ % OWN.length]!]
    }),
  )
}

/** How CSS, and what is drawn, refer to it. */
export function inCss(colour: Colour): string {
  return `var(--${colour})`
}

/** The variables, for both themes. */
export function paletteCss(): string {
  const rules = Object.entries(PALETTE).map(([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`)
  return `:root{color-scheme:light dark;${rules.join(';')}}`
}
