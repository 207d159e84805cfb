import { DOMParser } from 'linkedom'
import { expect, test } from 'vitest'
import { PALETTE } from '../../../../bench/report/palette.ts'
import { type Comparison, comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../../../bench/report/documents/load.ts'
import { sweepDocument } from '../../../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { hasLetters, rasterize } from '../../../../bench/report/render/raster.ts'
import { drawStandalone, standaloneCharts } from '../../../../bench/report/render/standalone.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { like } from '../../../support/like.ts'
import { aRace, HOSTILE, ofSize, timelinesFor } from '../../../support/pages.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'

const race = aRace({ candidates: Object.fromEntries(Object.values(HOSTILE).map((name) => [name, 0.5])) })
const chartsOf = (comparison: Comparison) => standaloneCharts(comparisonDocument(comparison, ENGLISH), ENGLISH)
const pictures = chartsOf({ results: [race], timelines: timelinesFor(race) })

test('each picture is a file of its own, with its title, its keys, what it is of and the colours of one theme', () => {
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
      for (const { label } of picture.body.keys) expect(said).toContain(label)
      // Breakage: a picture in a talk, of which nobody knows what it is of.
      expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain(picture.source.replaceAll(/\s+/g, ' '))
      expect(root.querySelector('desc')!.textContent).toBe(picture.body.description)
    }
  }
})

// Breakage: pictures of two sizes, a lab or a sweep that nobody can distinguish from others of their name.
test('what a picture is of is what it shows: of one comparison, of one size in the lab, of a sweep, of a schedule', async () => {
  const { count, page, sweep: sweepTexts, units } = ENGLISH
  const local = `${count(2, 'core')}; Node v24.0.0`
  const began = ENGLISH.instant('2026-01-15T09:00:00.000Z')
  const subject = ENGLISH.beside([count(12, 'item'), count(6, 'notification')])
  const iterations = units.unitsTimesIterations(count(6, 'process'), count(6, 'iteration'))
  expect(pictures[0]!.source).toMatch(like(`utakata; paper; ${subject}; ${iterations}; … s; ${local}; ${began}`))
  const lab = invokedTrials().map((trial) => ({ ...trial, target: 'lab' as const }))
  const sizes = chartsOf({ results: resultsOf([...ofSize(lab, 512, 2), ...ofSize(lab, 1769, 1)]) })
  for (const { id, source } of sizes) {
    const [, memoryMb] = /-(512|1769)$/.exec(id) ?? []
    expect(source).toContain(`utakata; ${memoryMb ? page.titleWithMemory('paper', Number(memoryMb)) : 'paper'}; `)
    expect(source).toContain(ENGLISH.emulation.banner)
  }
  const record = aRecord('world.items.count=[1,3]')
  const sweep = summarizeSweep(
    record,
    simulatedCells(record, () => ({})),
  )
  expect(standaloneCharts(sweepDocument(sweep, ENGLISH), ENGLISH)[0]!.source).toMatch(
    like(`utakata; ${sweepTexts.title('paper', 'items.count (1, 3)')}; …; ${local}; ${began}`),
  )
  const rate = summarizeLoad(await loadTrialsOf())
  expect(standaloneCharts(loadDocument(rate, ENGLISH), ENGLISH)[0]!.source).toMatch(
    like(`utakata; …; …; ${local}; ${began}`),
  )
})

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47]

// Breakage: letters that no font has, which are left out without a note.
test('as PNG a picture has its letters too', () => {
  const plain = rasterize('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"></svg>')
  const lettered = rasterize(
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><text x="9" y="50">sequential</text></svg>',
  )
  expect([...plain.subarray(0, 4)]).toEqual(SIGNATURE)
  expect(lettered.equals(plain)).toBe(false)
  expect(hasLetters('a', 'b')).toBe(true)
  // Nobody has letters for private use.
  expect(hasLetters('\uE000', '\uE001')).toBe(false)
  expect([...rasterize(drawStandalone(pictures[0]!, 'light')).subarray(0, 4)]).toEqual(SIGNATURE)
})

// Breakage: a character that no XML may have, for which whoever opens the file sees an error instead of a picture.
test('names with control characters and halves of pairs still make a file that can be read', () => {
  const race = aRace({ candidates: { 'a\u0000b\u001Bc\uD83Dd\uFFFEe\u0085': 0.5 } })
  for (const picture of chartsOf({ results: [race] })) {
    const svg = drawStandalone(picture, 'light')
    expect(svg).not.toMatch(/(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u)
    expect([...rasterize(svg).subarray(0, 4)]).toEqual(SIGNATURE)
  }
})
