import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { jsonOf } from '../../bench/judge/comparison/results.ts'
import type { RateResult } from '../../bench/judge/load/judgement.ts'
import type { SweepResult } from '../../bench/judge/sweep/judgement.ts'
import { comparisonDocument } from '../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../bench/report/documents/load.ts'
import { sweepDocument } from '../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import type { Messages } from '../../bench/report/messages/messages.ts'
import { drawHtml } from '../../bench/report/render/html.ts'
import { drawMarkdown } from '../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../bench/report/render/terminal.ts'
import type { Timeline } from '../../bench/trial/timelines.ts'

interface Terminal {
  readonly width: number
  readonly colour?: boolean
}

/** Reports on a judgement in each form, as commands make them. */

export function comparisonText(result: Result, { width, colour = false }: Terminal): string {
  return drawTerminal(comparisonDocument({ results: [result] }, ENGLISH), { width, colour })
}

export function comparisonMarkdown(result: Result, messages: Messages = ENGLISH): string {
  return drawMarkdown(comparisonDocument({ results: [result] }, messages))
}

interface ComparisonPage {
  readonly results: readonly Result[]
  readonly timelines?: readonly Timeline[]
  readonly messages?: Messages
}

export function comparisonPage({ results, timelines = [], messages = ENGLISH }: ComparisonPage): string {
  return drawHtml(comparisonDocument({ results, timelines }, messages), { messages, data: jsonOf(results) })
}

export function loadText(result: RateResult, { width, colour = false }: Terminal): string {
  return drawTerminal(loadDocument(result, ENGLISH), { width, colour })
}

export function loadMarkdown(result: RateResult): string {
  return drawMarkdown(loadDocument(result, ENGLISH))
}

export function loadPage({ result, messages = ENGLISH }: { result: RateResult; messages?: Messages }): string {
  return drawHtml(loadDocument(result, messages), { messages, data: result })
}

export function sweepText(result: SweepResult, { width, colour = false }: Terminal): string {
  return drawTerminal(sweepDocument(result, ENGLISH), { width, colour })
}

export function sweepMarkdown(result: SweepResult): string {
  return drawMarkdown(sweepDocument(result, ENGLISH))
}

export function sweepPage({ result, messages = ENGLISH }: { result: SweepResult; messages?: Messages }): string {
  return drawHtml(sweepDocument(result, messages), { messages, data: result })
}
