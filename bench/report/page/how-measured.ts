import { html } from 'hono/html'
import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatLimits } from '../format.ts'
import { notesOn } from '../notes.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'
import type { Section } from '../section.ts'
import { drawNotes, drawTable } from './table.ts'
import type { Html } from './html.ts'

/** What the words rest on, how they were come by, and where. */
export function howMeasured(result: Result, messages: Messages): Html {
  const { variants, items } = result
  return drawHow(
    { method: methodOf(result.target, messages), notes: notesOn(result, messages) },
    environmentTable({ ...result, hasFeeds: items > 0, limits: variants }, messages),
    messages,
  )
}

interface How {
  readonly method: string
  readonly notes: readonly string[]
}

/** The last part of every page. */
export function drawHow({ method, notes }: How, environment: Section, messages: Messages): Html {
  return html`<section>
    <h2>${messages.page.methodTitle}</h2>
    <p>${method}</p>
    ${drawNotes(notes)} ${drawTable(environment, { label: messages.page.environmentTableLabel })}
  </section>`
}

/** How runs come to be compared. */
export function methodOf(target: Result['target'], messages: Messages): string {
  return target === 'local'
    ? messages.sentences([messages.page.methodLocal, messages.page.methodMockServer])
    : messages.page.methodContainers
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
export function environmentTable(measured: Measured, messages: Messages): Section {
  const { environment, target, scenario, beganAt, limits, hasFeeds } = measured
  const { cpu, cores, node, revision, load } = environment
  const limited = limits.filter((variant) => isSelectable(variant.role) && formatLimits(variant.limits) !== '')
  const places = {
    local: messages.page.targetLocal,
    lab: messages.page.targetLab,
    aws: messages.page.targetAws,
  }
  return {
    title: '',
    head: [],
    rows: [
      [messages.page.targetLabel, places[target]],
      [messages.page.measuredAtLabel, messages.instant(beganAt)],
      [messages.page.processorRow, messages.page.processorCores(cores, cpu)],
      ['Node', node],
      [messages.page.revisionLabel, revision],
      [messages.page.loadAverageLabel, load.toFixed(2)],
      [messages.page.scenarioLabel, `${scenario.name} (${scenario.digest})`],
      ...(hasFeeds && scenario.check !== 'unknown' ? [[messages.causes.checkPhase, scenario.check]] : []),
      ...limited.map(({ variant, limits: own }) => [messages.page.limitsLabel(variant), formatLimits(own, messages)]),
    ],
    isNumeric: false,
    notes: [],
  }
}
