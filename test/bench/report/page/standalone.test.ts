import { DOMParser } from 'linkedom'
import { expect, test } from 'vitest'
import { PALETTE } from '../../../../bench/report/page/palette.ts'
import { racePictures } from '../../../../bench/report/page/race-page.ts'
import { canDraw, rasterize } from '../../../../bench/report/page/raster.ts'
import { drawStandalone } from '../../../../bench/report/page/standalone.ts'
import { aRace, HOSTILE, timelinesFor } from '../../../support/pages.ts'

const race = aRace({ candidates: Object.fromEntries(Object.values(HOSTILE).map((name) => [name, 0.5])) })
const pictures = racePictures({ results: [race], timelines: timelinesFor(race) })

test('each picture is a file of its own, with its title, its keys and the colours of one theme', () => {
  expect(pictures.length).toBeGreaterThan(6)
  for (const picture of pictures) {
    const [light, dark] = (['light', 'dark'] as const).map((theme) => drawStandalone(picture, theme))
    expect(light).not.toBe(dark)
    // Breakage: letters that take the colour of a page, which a file of its own has not: black on black.
    expect(light).toContain(`color="${PALETTE.ink.light}"`)
    expect(dark).toContain(`color="${PALETTE.ink.dark}"`)
    for (const svg of [light!, dark!]) {
      const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml')
      expect(root.getAttribute('xmlns')).toBe('http://www.w3.org/2000/svg')
      expect(svg).not.toContain('var(')
      expect(svg).not.toMatch(/<script|<img/i)
      const said = [...root.querySelectorAll('text')].map((text) => text.textContent)
      expect(said).toContain(picture.title)
      for (const { label } of picture.keys ?? []) expect(said).toContain(label)
      expect(root.querySelector('desc')!.textContent).toBe(picture.description)
    }
  }
})

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47]

// Breakage: letters that no font has, which are left out without a word.
test('as PNG a picture has its letters too', () => {
  const plain = rasterize('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"></svg>')
  const lettered = rasterize(
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><text x="9" y="50">sequential</text></svg>',
  )
  expect([...plain.subarray(0, 4)]).toEqual(SIGNATURE)
  expect(lettered.equals(plain)).toBe(false)
  expect(canDraw('a', 'b')).toBe(true)
  // Nobody has letters for private use.
  expect(canDraw('\uE000', '\uE001')).toBe(false)
  expect([...rasterize(drawStandalone(pictures[0]!, 'light')).subarray(0, 4)]).toEqual(SIGNATURE)
})
