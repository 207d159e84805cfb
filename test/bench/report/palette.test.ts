import { expect, test } from 'vitest'
import { type Colour, coloursOf, PALETTE } from '../../../bench/report/palette.ts'
import { strategies } from '../../../strategies/index.ts'

/** What remains of red, green and blue. Source: Machado, Oliveira & Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1. */
const VISIONS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'without red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'without green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const THEMES = ['light', 'dark'] as const
const FURTHER = Object.keys(PALETTE).filter((name) => name.startsWith('strategy-')) as Colour[]
/** Those that have been chosen by hand. */
const OURS = FURTHER.slice(0, 6)
const OWN: readonly Colour[] = ['own-1', 'own-2', 'own-3', 'own-4']

/** Linear light of a colour such as `#1b1f24`. */
function lightOf(colour: string): number[] {
  return [1, 3, 5].map((from) => {
    const share = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
}

function luminance([red, green, blue]: readonly number[]): number {
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

/** Source: WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(lightOf(one)), luminance(lightOf(other))].sort((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

/** CIE 1976 L*a*b*, by D65. */
function labOf([red, green, blue]: readonly number[]): number[] {
  const x = (0.4124564 * red! + 0.3575761 * green! + 0.1804375 * blue!) / 0.95047
  const y = 0.2126729 * red! + 0.7151522 * green! + 0.072175 * blue!
  const z = (0.0193339 * red! + 0.119192 * green! + 0.9503041 * blue!) / 1.08883
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))]
}

function seen(colour: string, vision: readonly (readonly number[])[]): number[] {
  const light = lightOf(colour)
  return labOf(
    vision.map((row) =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, share, at) => sum + share * light[at]!, 0),
        ),
      ),
    ),
  )
}

/** Pairs of colours that somebody cannot distinguish; 2 is about what is just noticed side by side. */
function tooNear(colours: readonly Colour[], least: number): string[] {
  return THEMES.flatMap((theme) =>
    Object.entries(VISIONS).flatMap(([name, vision]) =>
      colours.flatMap((one, index) =>
        colours.slice(0, index).flatMap((other) => {
          const [a, b] = [one, other].map((colour) => seen(PALETTE[colour][theme], vision)) as [number[], number[]]
          const apart = Math.hypot(...a.map((value, at) => value - b[at]!))
          return apart < least ? [`${one} and ${other} (${theme}, ${name}): ${apart.toFixed(1)}`] : []
        }),
      ),
    ),
  )
}

// Breakage: an orange beside an olive, which are the same to one man in a hundred.
test('strategies, steps and parts of time stay apart for the colour-blind', () => {
  expect(tooNear(OURS, 25)).toEqual([])
  expect(tooNear([...FURTHER, ...OWN], 15)).toEqual([])
  expect(tooNear(['fetch', 'check', 'notify'], 25)).toEqual([])
  expect(tooNear(['waiting', 'cpu', 'queueing', 'start-up'], 25)).toEqual([])
})

/** In degrees of the a*b* plane; undefined of what is nearly grey. */
function hueOf(colour: string): number | undefined {
  const [, a, b] = labOf(lightOf(colour)) as [number, number, number]
  return Math.hypot(a, b) < 12 ? undefined : (Math.atan2(b, a) * 180) / Math.PI
}

// Breakage: the blue of a step beside the blue of a strategy, of which one is taken for the other.
test('no step and no part of time has the hue of one of our strategies', () => {
  const steps = ['fetch', 'check', 'notify', 'waiting', 'cpu', 'queueing', 'start-up'] as const
  const near = THEMES.flatMap((theme) =>
    steps.flatMap((step) =>
      OURS.flatMap((strategy) => {
        const [one, other] = [step, strategy].map((name) => hueOf(PALETTE[name][theme]))
        if (one === undefined || other === undefined) return []
        const apart = Math.abs(((one - other + 540) % 360) - 180)
        return apart < 20 ? [`${step} and ${strategy} (${theme}): ${apart.toFixed(0)}`] : []
      }),
    ),
  )
  expect(near).toEqual([])
})

// Breakage: a grey that is nice to look at, and cannot be seen.
test('marks have 3 to 1 against the page, and text 4.5 to 1', () => {
  const background = new Set<string>(['page', 'raised', 'line', 'band'])
  const words = new Set<string>(['ink', 'muted', 'link', 'good', 'bad'])
  for (const theme of THEMES) {
    for (const [name, shade] of Object.entries(PALETTE)) {
      const least = words.has(name) ? 4.5 : background.has(name) ? 1 : 3
      expect(contrast(shade[theme], PALETTE.page[theme]), `${name} (${theme})`).toBeGreaterThanOrEqual(least)
    }
  }
})

// Breakage: two strategies of the registry in one colour, since it has more of them than there are colours.
test('each strategy of the registry has a colour of its own, by its place in it', () => {
  const all = Object.keys(strategies).map((variant) => ({ variant }))
  expect([...coloursOf(all).values()]).toEqual(FURTHER.slice(0, all.length))
})

const OTHERS = ['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']

test('a strategy of ours has its colour whatever else is measured, and others take turns by their names', () => {
  const few = coloursOf([{ variant: 'pipelined' }])
  const many = coloursOf(
    ['mine', 'sequential', 'yours', 'pipelined', ...OTHERS].map((variant) => ({
      variant,
      role: 'candidate' as const,
    })),
  )
  expect(many.get('pipelined')).toBe(few.get('pipelined'))
  const free = FURTHER.slice(Object.keys(strategies).length)
  // With one more strategy in the registry one colour fewer is free.
  const others = [...OTHERS, 'mine', 'yours']
  expect(others.map((variant) => many.get(variant))).toEqual([...OWN, ...free, ...OWN].slice(0, others.length))
  // Breakage: a strategy that has another colour where another one is faster, such as with more memory.
  const [one, other] = [
    coloursOf([{ variant: 'a' }, { variant: 'b' }]),
    coloursOf([{ variant: 'b' }, { variant: 'a' }]),
  ]
  expect(one.get('a')).toBe(other.get('a'))
  expect(many.get('somebody else')).toBe('ink')
})
