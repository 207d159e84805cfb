import { medianDelayMs } from '../../../mock-server/delay.ts'
import type { AxisName } from '../../judge/prediction/axis.ts'
import { type LeadChange, leadChangesIn } from '../../judge/prediction/lead-changes.ts'
import { type PredictionNote, predictionNotes } from '../../judge/prediction/notes.ts'
import type { PredictedRow, PredictedTable } from '../../judge/prediction/tables.ts'
import { ALIKE, type Feature, type Validation } from '../../judge/prediction/validation.ts'
import { type Calibration, isBusy, type Machine } from '../../model/calibration.ts'
import { bodyKilobytesOf } from '../../model/simulated-feeds.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { block } from '../block.ts'
import type { Block, ReportDocument } from '../document.ts'
import { formatNumber } from '../messages/formats.ts'
import type { Messages } from '../messages/messages.ts'

/** Predictions along axes, and what they rest on. */
export interface PredictionJudgement {
  readonly scenario: Scenario
  readonly calibration: Calibration
  readonly validation: Validation | undefined
  readonly tables: readonly PredictedTable[]
}

/** How long each strategy would take at sizes nobody ran. */
export function predictionDocument(judgement: PredictionJudgement, messages: Messages): ReportDocument {
  const { scenario, calibration, tables } = judgement
  const [headline = '', ...details] = tables.map((table) => fastestText(table, messages))
  return {
    kind: 'prediction',
    title: messages.prediction.title(scenario.name),
    caution: calibrationText(calibration, messages),
    recommendation: { headline, details },
    measured: [],
    checks: [],
    blocks: tables.map((table) => tableBlock(table, judgement, messages)),
    next: [],
  }
}

function calibrationText(calibration: Calibration, messages: Messages): string {
  const { runs, measuredAt, load } = calibration
  const machine = machineText(calibration.machine, messages)
  const instant = messages.instant(measuredAt)
  return isBusy(calibration)
    ? messages.prediction.calibratedBusy({ runs, machine, instant, load })
    : messages.prediction.calibrated({ runs, machine, instant })
}

function machineText({ cpu, cores, node }: Machine, messages: Messages): string {
  return messages.prediction.machine({ cpu, cores, node: node.replace(/^v/, '') })
}

/** Who leads at both ends of an axis. */
function fastestText({ axis, rows }: PredictedTable, messages: Messages): string {
  const ends = rows.length > 1 ? [rows[0]!, rows.at(-1)!] : rows
  const places = ends.map((row) =>
    messages.prediction.fastestAt(messages.beside(row.best), placeText(axis, row.placed, messages)),
  )
  return messages.prediction.fastest(messages.clauses(places))
}

/** A row for each value and a column for each strategy, with the error of its predictions beneath. */
function tableBlock(
  table: PredictedTable,
  { scenario, calibration, validation }: PredictionJudgement,
  messages: Messages,
): Block {
  const { axis, rows, untested } = table
  const names = Object.keys(rows[0]!.predictions)
  const errors = names.map((name) => formatError(validation?.strategies[name]?.medianError))
  const predicted = {
    is: 'table',
    columns: [{ head: axisHead(axis, messages), isNumeric: true }, ...names.map((head) => ({ head, isNumeric: true }))],
    rows: [
      ...rows.map((row) => ({ cells: cellsOf(axis, row, messages) })),
      { cells: [messages.prediction.errorRow, ...errors], isSetApart: true },
    ],
    notes: [
      marksText(table, validation, messages),
      validationText(validation, calibration.machine, messages),
      ...(validation && untested.length > 0
        ? [messages.prediction.untested(messages.beside(untested.map((one) => featureText(one, messages))))]
        : []),
      ...leadChangesIn(table).map((change) => leadChangeText(change, axis, messages)),
      ...predictionNotes(scenario, rows).map((note) => noteText(note, messages)),
    ],
  } as const
  return block(`by-${axis.toLowerCase()}`, fixedText(table, messages), predicted)
}

function axisHead(axis: AxisName, messages: Messages): string {
  const heads: Readonly<Record<AxisName, string>> = {
    items: messages.prediction.itemsColumn,
    delay: messages.prediction.delayColumn,
    size: messages.prediction.sizeColumn,
    concurrency: messages.prediction.concurrencyColumn,
    threads: messages.prediction.threadsColumn,
    notifyRate: messages.prediction.notifyRateColumn,
  }
  return heads[axis]
}

const OUT_OF_RANGE = '†'

function cellsOf(axis: AxisName, row: PredictedRow, messages: Messages): string[] {
  return [
    `${row.isOutOfRange ? OUT_OF_RANGE : ''}${formatAxisValue(axis, row.placed)}`,
    ...Object.entries(row.predictions).map(
      ([name, { makespanMs, isExtrapolated }]) =>
        `${isExtrapolated ? '~' : ''}${formatTime(makespanMs, messages)}${row.best.includes(name) ? '*' : ''}`,
    ),
  ]
}

/** What stays the same in a table over one axis. */
function fixedText({ at: { scenario, limits }, axis }: PredictedTable, messages: Messages): string {
  const { world } = scenario
  const values: Readonly<Record<AxisName, number | undefined>> = {
    items: world.items.count,
    delay: medianDelayMs(world.fetchDelay),
    size: bodyKilobytesOf(scenario) * 1000,
    notifyRate: world.notifyRate?.perSecond,
    concurrency: limits.concurrency,
    threads: limits.threads,
  }
  // What a job of a user's own finds was seen when it was tried.
  const due = scenario.job === undefined ? [messages.prediction.due(+(world.items.dueShare * 100).toPrecision(3))] : []
  const texts = (Object.keys(values) as AxisName[]).flatMap((name) => {
    const value = values[name]
    const text = name === axis || value === undefined ? [] : [placeText(name, value, messages)]
    return name === 'items' ? [...text, ...due] : text
  })
  return messages.beside(texts)
}

/** A value of an axis with what it is of. */
function placeText(axis: AxisName, value: number, messages: Messages): string {
  const text = formatAxisValue(axis, value)
  switch (axis) {
    case 'items':
      return value === 1 ? messages.count(1, 'item') : messages.prediction.items(text)
    case 'delay':
      return messages.prediction.delay(text)
    case 'size':
      return messages.prediction.size(text)
    case 'concurrency':
      return messages.prediction.concurrency(text)
    case 'threads':
      return messages.prediction.threads(text)
    case 'notifyRate':
      return messages.prediction.notifyRate(text)
  }
}

function formatAxisValue(axis: AxisName, value: number): string {
  switch (axis) {
    case 'items':
    case 'concurrency':
    case 'threads':
      return value.toLocaleString('en-US')
    case 'delay':
      return `${+value.toPrecision(3)} ms`
    case 'size':
      return `${+(value / 1000).toPrecision(3)} KB`
    case 'notifyRate':
      return `${+value.toPrecision(3)}/s`
  }
}

/** What the marks of a table mean, of those that it has. */
function marksText({ rows }: PredictedTable, validation: Validation | undefined, messages: Messages): string {
  const isLong = rows.some(({ predictions }) => Object.values(predictions).some(({ isExtrapolated }) => isExtrapolated))
  const isUnknown = Object.keys(rows[0]!.predictions).some((name) => !validation?.strategies[name])
  const share = `${ALIKE * 100}%`
  return messages.sentences([
    validation ? messages.prediction.fastestMarkErrors(share) : messages.prediction.fastestMark(share),
    isLong ? messages.prediction.extrapolatedMark : '',
    rows.some(({ isOutOfRange }) => isOutOfRange) ? messages.prediction.untestedMark(OUT_OF_RANGE) : '',
    // Without any validation the next sentence says so of all.
    validation && isUnknown ? messages.prediction.unknownErrorMark : '',
  ])
}

/** What the errors beside predictions rest on. */
function validationText(validation: Validation | undefined, machine: Machine, messages: Messages): string {
  if (!validation) return messages.prediction.errorUnknown
  const { scenario, spans, measuredAt } = validation
  const span = ({ least, most }: { readonly least: number; readonly most: number }) =>
    messages.units.range(`${+least.toPrecision(2)}`, `${+most.toPrecision(2)}`)
  const cells = messages.prediction.errorCells({
    count: validation.cells,
    scenario,
    items: span(spans.items),
    delays: span(spans.delayMs),
    sizes: span(spans.kilobytes),
  })
  const date = measuredAt.slice(0, 10)
  return isSame(validation.machine, machine)
    ? messages.prediction.errorHere({ cells, date })
    : messages.prediction.errorElsewhere({ cells, date, machine: machineText(validation.machine, messages) })
}

function isSame(a: Machine, b: Machine): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.node === b.node
}

function featureText(feature: Feature, messages: Messages): string {
  const texts: Readonly<Record<Feature, string>> = {
    https: messages.prediction.featureHttps,
    'host-per-item': messages.prediction.featureHostPerItem,
    'full-check': messages.prediction.featureFullCheck,
    'check-cpu': messages.prediction.featureCheckCpu,
    'compressed-items': messages.prediction.featureCompressedItems,
    'fetch-faults': messages.prediction.featureFetchFaults,
    'paced-bodies': messages.prediction.featurePacedBodies,
    'notify-rate': messages.prediction.featureNotifyRate,
    'many-due': messages.prediction.featureManyDue,
    'slow-posts': messages.prediction.featureSlowPosts,
    'other-delays': messages.prediction.featureOtherDelays,
    limits: messages.prediction.featureLimits,
  }
  return texts[feature]
}

/** Where the lead changes along an axis. */
function leadChangeText(
  { winners, losers, from, to, isOvertaking }: LeadChange,
  axis: AxisName,
  messages: Messages,
): string {
  const last = formatAxisValue(axis, to)
  const named = {
    winners: messages.beside(winners),
    losers: messages.beside(losers),
    from: formatAxisValue(axis, from),
    to: axis === 'items' ? messages.prediction.items(last) : last,
  }
  if (winners.length > 1)
    return isOvertaking ? messages.prediction.overtakesMany(named) : messages.prediction.leavesBehindMany(named)
  return isOvertaking ? messages.prediction.overtakesOne(named) : messages.prediction.leavesBehindOne(named)
}

function noteText(note: PredictionNote, messages: Messages): string {
  switch (note.code) {
    case 'more-fetches-than-ports':
      return messages.prediction.moreFetchesThanPorts(note.strategy, note.ports.toLocaleString('en-US'))
    case 'items-given-up':
      return messages.prediction.itemsGivenUp({ ...note, share: formatShare(note.share) })
    case 'posts-given-up':
      return messages.prediction.postsGivenUp(formatShare(note.share), note.answerTimeoutMs)
    case 'notify-faults-left-out':
      return messages.prediction.notifyFaultsLeftOut
  }
}

function formatShare(share: number): string {
  return `${+(100 * share).toPrecision(2)}%`
}

function formatError(error: number | undefined): string {
  return error === undefined ? '?' : `${(error * 100).toFixed(0)}%`
}

/** Milliseconds in the largest unit of which there is at least one. */
function formatTime(ms: number, { units }: Messages): string {
  if (ms >= 86_400_000) return units.days(formatNumber(ms / 86_400_000))
  if (ms >= 3_600_000) return units.hours(formatNumber(ms / 3_600_000))
  if (ms >= 60_000) return units.minutes(formatNumber(ms / 60_000))
  return ms >= 1000 ? units.seconds(formatNumber(ms / 1000)) : `${formatNumber(ms)} ms`
}
