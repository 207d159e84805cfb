import { html } from 'hono/html'
import type { Language } from '../report/messages/language.ts'
import type { SelectionCriteria } from '../judge/selection-criteria.ts'
import { emulatedTitle } from '../report/emulation.ts'
import { titleOf, unitOf } from '../report/format.ts'
import { drawFigure } from '../report/page/figure.ts'
import { coloursOf } from '../report/page/palette.ts'
import { distributions } from '../report/page/pictures/distributions.ts'
import { forest } from '../report/page/pictures/forest.ts'
import { ofSize } from '../report/page/pictures.ts'
import { drawStrategies } from '../report/page/strategies.ts'
import type { Html } from '../report/page/table.ts'
import type { Result } from '../judge/result.ts'
import { resultsOf } from '../judge/results.ts'
import type { Trial } from '../trial/trial.ts'

/** A race, or functions that are compared, as far as they have come. */
export function drawRaceSoFar(trials: readonly Trial[], criteria: SelectionCriteria, language: Language): Html {
  const { say, count } = language
  const results = resultsOf(trials, criteria, language)
  const [first] = results
  if (!first) return html`<p class="advice">${say`No round has ended yet.`}</p>`
  const { block, iteration, scenario } = trials.at(-1)!
  const isOfContainers = unitOf(first) === 'container'
  return html`${first.place === 'lab' ? html`<p class="muted">${emulatedTitle(language)}</p>` : ''}
    <p class="advice">
      ${isOfContainers ? say`${count(first.blocks, 'container')} of each function` : say`Fork ${block}, round ${iteration} of ${scenario.iterations}`}
    </p>
    <p class="muted">${standOf(first, language)}</p>
    ${results.map((one) => drawnOf(one, results.length > 1, language))}`
}

/** What may be said of it already. */
function standOf(result: Result, { say, count }: Language): string {
  const { look } = result
  if (!look) return say`No words before the first look: until then it may all change.`
  const blocks = count(look.blocks, unitOf(result))
  return look.last
    ? say`Judged after ${blocks}, of which all here is.`
    : say`Judged after ${blocks}, of which all here is; more is shown with the next look.`
}

function drawnOf(result: Result, isOneOfSeveral: boolean, language: Language): Html {
  const look = { colours: coloursOf(result.variants), language }
  const pictures = [forest({ ...result, unit: unitOf(result) }, look), distributions(result, look)]
  const drawn = ofSize(
    result,
    pictures.filter((picture) => picture !== undefined),
  )
  return html`${isOneOfSeveral ? html`<h2 class="size">${titleOf(result, language)}</h2>` : ''}
  ${drawStrategies(result, look)} ${drawn.map((picture) => drawFigure(picture, language))}`
}
