import { strategies } from '../../strategies/index.ts'

/** A colour for those who read on white, and one for those who read on black. */
export interface Shade {
  readonly light: string
  readonly dark: string
}

/**
 * Every colour of a page, by the name of its CSS variable. Those of strategies stay apart for the colour-blind and have at least 3 to 1
 * against what lies behind them; a test holds them to both. The last six are for strategies to come.
 * Steps and parts of a run have hues of their own, so that none is taken for a strategy.
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
  'strategy-1': { light: '#939395', dark: '#e7e1ed' },
  'strategy-2': { light: '#d77122', dark: '#e56f13' },
  'strategy-3': { light: '#4f97dd', dark: '#3269f6' },
  'strategy-4': { light: '#09502e', dark: '#33da85' },
  'strategy-5': { light: '#811472', dark: '#a55973' },
  'strategy-6': { light: '#5803b0', dark: '#9e79c8' },
  'strategy-7': { light: '#30003c', dark: '#c61e18' },
  'strategy-8': { light: '#6600f6', dark: '#96ccfc' },
  'strategy-9': { light: '#c048a2', dark: '#c00090' },
  'strategy-10': { light: '#600084', dark: '#6c5ac6' },
  'strategy-11': { light: '#7e4866', dark: '#9c8afc' },
  'strategy-12': { light: '#8a7efc', dark: '#7ec054' },
  'own-1': { light: '#4d5abe', dark: '#f4cb1b' },
  'own-2': { light: '#a47f61', dark: '#b6f174' },
  'own-3': { light: '#49530a', dark: '#ed7fb6' },
  'own-4': { light: '#8e4cfb', dark: '#669049' },
  copy: { light: '#767b82', dark: '#8d949d' },
  fetch: { light: '#059da7', dark: '#7dfcf6' },
  check: { light: '#92890e', dark: '#fee80e' },
  notify: { light: '#510814', dark: '#c61139' },
  waiting: { light: '#41a09b', dark: '#90f3f1' },
  cpu: { light: '#988e23', dark: '#fddf54' },
  queueing: { light: '#3a0912', dark: '#e40f3a' },
  'start-up': { light: '#485154', dark: '#7c7c8e' },
} as const satisfies Readonly<Record<string, Shade>>

export type Colour = keyof typeof PALETTE

/** For the strategies of the registry by their place in it, from the first again where there are more. */
const OURS = (Object.keys(PALETTE) as Colour[]).filter((name) => name.startsWith('strategy-'))

/** Whatever is not ours gets one of these in turn, in the order of its names, those of strategies to come last. */
const OWN = [...(['own-1', 'own-2', 'own-3', 'own-4'] as const), ...OURS.slice(Object.keys(strategies).length)]

/** Colours by variant. One that is not among them is drawn all the same: of a mark without a colour nothing would be seen. */
class Colours extends Map<string, Colour> {
  override get(variant: string): Colour {
    return super.get(variant) ?? 'ink'
  }
}

/** The colour of each variant: of a strategy of ours always the same, of others the same in whatever order they come. */
export function coloursOf(
  variants: readonly { readonly variant: string; readonly role?: string }[],
): Map<string, Colour> {
  const registered = Object.keys(strategies)
  const isCopy = (role?: string) => role === 'aa-check' || role === 'sensitivity-check'
  const others = variants
    .filter(({ variant, role }) => !isCopy(role) && !registered.includes(variant))
    .map(({ variant }) => variant)
    .toSorted()
  return new Colours(
    variants.map(({ variant, role }) => {
      if (isCopy(role)) return [variant, 'copy']
      const place = registered.indexOf(variant)
      if (place >= 0) return [variant, OURS[place % OURS.length]!]
      return [variant, OWN[others.indexOf(variant) % OWN.length]!]
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
