import { calibrationOf } from '../../bench/judge/calibration/calibration.ts'
import { compareResults } from '../../bench/judge/agreement/agreement.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { judgeGate } from '../../bench/judge/gate/judge-gate.ts'
import { predictTables } from '../../bench/judge/prediction/tables.ts'
import { summarizeTraces } from '../../bench/judge/traces/traces.ts'
import { parseAxis } from '../../bench/cli/axis.ts'
import type { Block, ReportDocument } from '../../bench/report/document.ts'
import { agreementDocument } from '../../bench/report/documents/agreement.ts'
import { calibrationDocument } from '../../bench/report/documents/calibration.ts'
import { gateDocument } from '../../bench/report/documents/gate.ts'
import { logsDocument } from '../../bench/report/documents/logs.ts'
import { predictionDocument, type PredictionJudgement } from '../../bench/report/documents/prediction.ts'
import { tracesDocument } from '../../bench/report/documents/traces.ts'
import type { Messages } from '../../bench/report/messages/messages.ts'
import { readScenario } from '../../bench/scenario/file.ts'
import { type StrategyName, strategies } from '../../strategies/index.ts'
import { REAL } from '../bench/model/simulated.ts'
import { aBatch, around } from '../bench/judge/calibration/simulated-batches.ts'
import { aGate, gatedTrials, OLD } from './gates.ts'
import { aSubject, judged, LOGGED_FROM_MS, traffic } from './logged.ts'
import { SOME_INVOCATIONS } from './traced-invocations.ts'
import { trialsOf } from './trials.ts'

/** The cells of a table, row by row. */
export function rowsOf({ body }: Block): (readonly string[])[] {
  if (body.is !== 'table') throw new Error(`expected a table, given ${body.is}`)
  return body.rows.map(({ cells }) => cells)
}

const machine = { cpu: 'A processor', cores: 2, node: 'v24.0.0' }

/** A calibration of the model on a machine that was idle. */
export const A_CALIBRATION = { costs: REAL, machine, measuredAt: '2026-01-15T09:30:00.000Z', runs: 40, load: 0.1 }

/** The strategies that are predicted: a further one changes no wording that is kept. */
export const PREDICTED = [
  'sequential',
  'look-ahead',
  'promise-all',
  'pipelined',
  'worker-threads',
  'check-threads',
] as const satisfies readonly StrategyName[]

/** Errors of 4% for each of them, measured on the same machine. */
export const A_VALIDATION = {
  model: 1,
  cells: 60,
  seed: 1,
  scenario: 'demo',
  spans: { items: { least: 5, most: 60 }, delayMs: { least: 2, most: 25 }, kilobytes: { least: 3, most: 40 } },
  machine,
  measuredAt: '2026-01-15T09:00:00.000Z',
  load: { before: 0.1, after: 0.1 },
  strategies: Object.fromEntries(
    PREDICTED.map((name) => [name, { medianError: 0.04, p90Error: 0.1, medianRatio: 1, cells: 60 }]),
  ),
}

/** Made once for all languages. */
let predicted: Promise<PredictionJudgement> | undefined

async function predict(): Promise<PredictionJudgement> {
  const scenario = readScenario('demo', ['world.https=true'])
  const all = PREDICTED.map((strategy) => ({ strategy, order: strategies[strategy] }))
  const tables = await predictTables(
    scenario,
    [parseAxis('items', '1,3,30,1000,100000'), parseAxis('delay', '3ms,30ms')],
    all,
    { costs: REAL, validation: A_VALIDATION },
  )
  return { scenario, calibration: A_CALIBRATION, validation: A_VALIDATION, tables }
}

/** One document of each kind that is of no comparison, sweep or schedule. */
export const DOCUMENTS: Readonly<Record<string, (messages: Messages) => ReportDocument | Promise<ReportDocument>>> = {
  agreement(messages) {
    const a = summarize(trialsOf({ candidates: { pipelined: 0.5, 'look-ahead': 0.8 }, aaCheck: 1.12 }))
    const b = summarize(trialsOf({ candidates: { pipelined: 1.5, 'promise-all': 0.4 }, seed: 9 }))
    return agreementDocument({ a, b, compared: compareResults(a, b) }, messages)
  },
  calibration(messages) {
    const batch = aBatch({
      shuffled: (slowedBy) => around(slowedBy === 0.02 ? 0.9 : 1 + slowedBy),
      blocked: (slowedBy) => around(slowedBy === 0 ? 1.05 : 1, 0.03),
    })
    const calibration = calibrationOf(
      Array.from({ length: 5 }, () => batch),
      0.05,
    )
    return calibrationDocument({ scenario: 'demo', reference: 'sequential', margin: 0.05, ...calibration }, messages)
  },
  gate(messages) {
    const gate = aGate()
    const unknown = [{ strategy: 'look-ahead', reason: { code: 'not-in-revision', revision: OLD } }] as const
    const against = { is: 'revision', revision: OLD, unknown } as const
    const trials = gatedTrials({ growth: { pipelined: 1.3 }, aaCheck: 1.12 })
    return gateDocument(
      { ...judgeGate(trials, { ...gate, against }), scenario: 'demo', cutShort: 'interrupted' },
      messages,
    )
  },
  async prediction(messages) {
    return predictionDocument(await (predicted ??= predict()), messages)
  },
  logs(messages) {
    const oddities = { torn: 1, printed: 2, overlapping: 3 }
    const subjects = [
      aSubject({ functionName: 'old-api', failedStarts: 1 }),
      aSubject({
        functionName: 'new-api-with-a-long-name',
        invocations: traffic({ functionName: 'new-api-with-a-long-name', times: 0.7, memoryMb: 1024, oldEvery: 2 }),
      }),
      aSubject({
        functionName: 'rare',
        invocations: traffic({ functionName: 'rare', containers: 3, failEvery: 3, format: 'text' }),
      }),
      aSubject({ functionName: 'never', invocations: [] }),
    ]
    return logsDocument(judged(subjects, { oddities }), messages)
  },
  'logs-alone': (messages) =>
    logsDocument(judged([aSubject({ invocations: traffic({ containers: 60 }) })], { target: 'lab' }), messages),
  'logs-split': (messages) =>
    logsDocument(
      judged([
        aSubject({ part: 'before', untilMs: LOGGED_FROM_MS + 1_800_000 }),
        aSubject({
          part: 'after',
          fromMs: LOGGED_FROM_MS + 1_800_000,
          invocations: traffic({ times: 1.2, version: '2', containers: 30 }),
        }),
      ]),
      messages,
    ),
  traces: (messages) => tracesDocument(summarizeTraces(SOME_INVOCATIONS), messages),
}
