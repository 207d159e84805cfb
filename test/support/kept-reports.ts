import type { Result } from '../../bench/judge/comparison/judgement.ts'
import type { LoadResult } from '../../bench/judge/load/judgement.ts'
import type { SweepResult } from '../../bench/judge/sweep/judgement.ts'
import type { ReportDocument } from '../../bench/report/document.ts'
import { comparisonDocument } from '../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../bench/report/documents/load.ts'
import { sweepDocument } from '../../bench/report/documents/sweep.ts'
import type { Messages } from '../../bench/report/messages/messages.ts'
import { goldenText } from './golden.ts'

type DocumentIn = (messages: Messages) => ReportDocument

const judged = (name: string): unknown => JSON.parse(goldenText(`${name}.json`))
const comparisonOf =
  (name: string): DocumentIn =>
  (messages) => {
    const kept = judged(name) as Result | { readonly sizes: readonly Result[] }
    return comparisonDocument({ results: 'sizes' in kept ? kept.sizes : [kept] }, messages)
  }

/** The report on a kept judgement of each kind. */
export const KEPT_KINDS: Readonly<Record<string, DocumentIn>> = {
  comparison: comparisonOf('demo'),
  load: (messages) => loadDocument(judged('load') as LoadResult, messages),
  sweep: (messages) => sweepDocument(judged('sweep-judgement') as SweepResult, messages),
}

/** Reports on comparisons that say less, or something else, than one that went well. */
export const KEPT_TROUBLED: Readonly<Record<string, DocumentIn>> = {
  'comparison-cut-short': comparisonOf('cut-short'),
  'comparison-other-output': comparisonOf('other-output'),
  'comparison-noisy': comparisonOf('heavy'),
  'comparison-failing-runs': comparisonOf('failing'),
  'comparison-slow-mock-server': comparisonOf('slack-bound'),
  'comparison-lab': comparisonOf('lab'),
}

/** The report on several sizes of memory, of which each has a part. */
export const KEPT_SIZES: Readonly<Record<string, DocumentIn>> = {
  'comparison-lab-two-sizes': comparisonOf('lab-two-sizes'),
}
