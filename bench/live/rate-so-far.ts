import { html } from 'hono/html'
import type { Language } from '../report/messages/language.ts'
import { wholeBlocks } from '../judge/load/rate-blocks.ts'
import { summarizeRate } from '../judge/load/summarize-rate.ts'
import { drawFigure } from '../report/page/figure.ts'
import { drawRateStrategies, ratePicturesOf } from '../report/page/rate-page.ts'
import type { Html } from '../report/page/table.ts'
import type { Trial } from '../trial/trial.ts'

/** Jobs on a schedule, as far as they have come: a series is told when it has ended, and all together once a block is whole. */
export function drawRateSoFar(trials: readonly Trial[], language: Language): Html {
  const { say } = language
  const { block, scenario } = trials.at(-1)!
  const done = new Set(
    trials.flatMap((trial) => (trial.block === block && trial.phase === 'measured' ? [trial.variant] : [])),
  )
  const stand = html`<p class="advice">
    ${say`Fork ${block}: ${done.size} of ${scenario.variants.length} arms did their jobs`}
  </p>`
  if (wholeBlocks(trials).length === 0) return stand
  const result = summarizeRate(trials, language)
  return html`${stand}
  ${result.look ? '' : html`<p class="muted">${say`No words before the first look: until then it may all change.`}</p>`}
  ${drawRateStrategies(result, language)}
  ${ratePicturesOf({ result, language }).map((picture) => drawFigure(picture, language))}`
}
