import { html } from 'hono/html'
import type { Language } from '../messages/language.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatLimits } from '../format.ts'
import { notesOn } from '../notes.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'
import type { Section } from '../section.ts'
import { drawNotes, drawTable } from './table.ts'
import type { Html } from './html.ts'

/** What the words rest on, how they were come by, and where. */
export function howMeasured(result: Result, language: Language): Html {
  const { variants, items } = result
  return drawHow(
    { method: methodOf(result.target, language), notes: notesOn(result, language) },
    environmentTable({ ...result, hasFeeds: items > 0, limits: variants }, language),
    language,
  )
}

interface How {
  readonly method: string
  readonly notes: readonly string[]
}

/** The last part of every page. */
export function drawHow({ method, notes }: How, environment: Section, { say }: Language): Html {
  return html`<section>
    <h2>${say`How it was measured`}</h2>
    <p>${method}</p>
    ${drawNotes(notes)} ${drawTable(environment, { label: say`Where it was measured` })}
  </section>`
}

/** How runs come to be compared. */
export function methodOf(target: Result['target'], { say, sentences }: Language): string {
  return target === 'local'
    ? sentences([
        say`A fork is one fresh process for each strategy. They are warmed up, then run in rounds: each strategy once, alone, in a freshly shuffled order, and every one meets the same delays. A ratio is that of two runs of the same round; the fork is what counts as one observation.`,
        say`The mock server is on the same machine, over loopback: there is no network, and what asks for much at once makes it a little later, which is measured and told.`,
      ])
    : say`A container is one fresh execution environment of a function. Each has a cold invocation and some warm ones, in an order drawn anew each time and with the same payloads; the container is what counts as one observation.`
}

/** Where something was measured. */
export interface Measured {
  readonly environment: Result['environment']
  readonly scenario: Result['scenario']
  readonly target: Result['target']
  readonly beganAt: string
  readonly hasFeeds: boolean
  readonly limits: readonly Pick<VariantResult, 'variant' | 'role' | 'limits'>[]
}

/** The machine, the scenario and what each strategy was allowed. */
export function environmentTable(measured: Measured, language: Language): Section {
  const { say, instant } = language
  const { environment, target, scenario, beganAt, limits, hasFeeds } = measured
  const { cpu, cores, node, revision, load } = environment
  const limited = limits.filter((variant) => isSelectable(variant.role) && formatLimits(variant.limits) !== '')
  const places = {
    local: say`this machine`,
    lab: say`the lab on this machine`,
    aws: say`AWS; what follows is of the machine that asked`,
  }
  return {
    title: '',
    head: [],
    rows: [
      [say`place`, places[target]],
      [say`measured`, instant(beganAt)],
      [say`processor`, say`${cores} cores of ${cpu}`],
      ['Node', node],
      [say`revision`, revision],
      [say`load average`, load.toFixed(2)],
      [say`scenario`, `${scenario.name} (${scenario.digest})`],
      ...(hasFeeds && scenario.check !== 'unknown' ? [[say`check`, scenario.check]] : []),
      ...limited.map(({ variant, limits: own }) => [say`limits of ${variant}`, formatLimits(own, language)]),
    ],
    isNumeric: false,
    notes: [],
  }
}
