import { ENGLISH } from '../messages/en.ts'
import type { Badge } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { isNumeric } from '../../scenario/axes.ts'
import type { Crossover } from '../../judge/sweep/judgement.ts'
import type { Lead } from '../../judge/sweep/judgement.ts'
import { formatCoordinates, formatValue, labelOf } from '../../scenario/cell-labels.ts'
import { type CellResult, isOfTimeAlone, type SweepResult } from '../../judge/sweep/judgement.ts'
import { isComparison } from '../../judge/verdict.ts'
import { formatDuration } from '../format.ts'
import { formatVerdictCode } from '../verdict-text.ts'
import { leftOutNotes } from './sweep-limits.ts'
import { placesIn, placesOf } from './sweep-places.ts'
import { pickedBy } from './sweep-criteria.ts'
import { extentOf } from '../../statistics/extent.ts'

/** A value of an axis as it is spoken of, with its unit. */
function onAxis(axis: string, value: string, messages: Messages): string {
  const named: Readonly<Record<string, string>> = {
    'world.items.count': messages.sweep.axisItems(value),
    'world.items.events': messages.sweep.axisEvents(value),
    'world.items.bytes': messages.sweep.axisItemBytes(value),
    'world.items.descriptionBytes': messages.sweep.axisDescriptionBytes(value),
    'world.fetchDelay.ms': messages.sweep.axisFetchDelay(value),
    'world.fetchDelay.medianMs': messages.sweep.axisMedianFetchDelay(value),
    'world.fetchDelay.p50Ms': messages.sweep.axisMedianFetchDelay(value),
    'world.notifyDelay.ms': messages.sweep.axisNotifyDelay(value),
    'world.notifyDelay.medianMs': messages.sweep.axisMedianNotifyDelay(value),
    'world.notifyDelay.p50Ms': messages.sweep.axisMedianNotifyDelay(value),
    'world.dnsDelayMs': messages.sweep.axisDnsDelay(value),
    checkCpuMs: messages.sweep.axisCheckCpu(value),
    'limits.concurrency': messages.sweep.axisConcurrency(value),
    'limits.threads': messages.sweep.axisThreads(value),
  }
  return named[axis] ?? `${labelOf(axis)} ${value}`
}

/** One crossover as a sentence. */
export function crossoverSentence(crossover: Crossover, messages: Messages = ENGLISH): string {
  const { axis, where, overtaking, overtaken, at, low, high, kilobytes } = crossover
  const place = messages.units.withInterval({
    estimate: onAxis(axis, formatPlace(at), messages),
    low: formatPlace(low),
    high: formatPlace(high),
  })
  const sized =
    kilobytes === undefined ? place : messages.beside([place, messages.sweep.crossoverItemSize(formatPlace(kilobytes))])
  return Object.keys(where).length === 0
    ? messages.sweep.crossover({ overtaking, overtaken, place: sized })
    : messages.sweep.crossoverAtCoordinates({
        coordinates: formatCoordinates(where),
        overtaking,
        overtaken,
        place: sized,
      })
}

/** Leads as sentences, one for all that begin at a place over one strategy. */
export function leadSentences(leads: readonly Lead[], messages: Messages = ENGLISH): string[] {
  const groups = Map.groupBy(leads, ({ axis, where, behind, from }) => JSON.stringify([axis, where, behind, from]))
  return Array.from(groups.values(), (own) => {
    const { axis, where, behind, from } = own[0]!
    const names = messages.all(own.map(({ ahead }) => ahead))
    const value = onAxis(axis, formatValue(from), messages)
    const lead =
      own.length === 1
        ? messages.sweep.leadOne({ value, variant: names, behind })
        : messages.sweep.leadMany({ value, variants: names, behind })
    return Object.keys(where).length === 0
      ? messages.sweep.leadFrom(lead)
      : messages.sweep.leadFromAtCoordinates(formatCoordinates(where), lead)
  })
}

/** Three significant digits, without zeros at the end. */
function formatPlace(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(+value.toPrecision(3))
}

/** How much was measured, and where. */
export function measuredSentence({ cells, planned, environments }: SweepResult, messages: Messages = ENGLISH): string {
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const blocks = measured.map((how) => how.blocks)
  const [least, most] = extentOf(blocks)
  const iterations = messages.count(
    measured.reduce((sum, how) => sum + how.iterations, 0),
    'iteration',
  )
  const time = formatDuration(
    measured.reduce((sum, how) => sum + how.elapsedMs, 0),
    messages,
  )
  const where = messages.sweep.environment(environments[0]!)
  const done = `${measured.length}`
  return least === most
    ? messages.sweep.measuredEqualBlocks({
        measured: done,
        planned,
        blocks: least,
        iterations,
        duration: time,
        environment: where,
      })
    : messages.sweep.measuredBlockRange({
        measured: done,
        planned,
        minBlocks: least,
        maxBlocks: most,
        iterations,
        duration: time,
        environment: where,
      })
}

/** Whether in all measured cells all variants sent the same, and what became of the two copies of the reference there. */
export function sweepChecks({ cells }: SweepResult, messages: Messages): Badge[] {
  const measured = cells.filter(({ isPredicted }) => !isPredicted)
  const at = (isGood: (how: NonNullable<CellResult['measured']>) => boolean) => {
    const others = measured.filter(({ measured: how }) => !isGood(how!))
    return others.length === 0 ? undefined : placesOf(placesIn(others), measured.length, messages)
  }
  const [other, failed, missed] = [
    at(({ sameDeliveries }) => sameDeliveries),
    at(({ aaCheckPassed }) => aaCheckPassed),
    at(({ sensitivityCheckFound }) => sensitivityCheckFound),
  ]
  return [
    other === undefined
      ? { tone: 'good', text: messages.sweep.deliveriesAgree }
      : { tone: 'bad', text: messages.sweep.deliveriesDiffer(other) },
    failed === undefined
      ? { tone: 'good', text: messages.sweep.aaCheckPassed }
      : { tone: 'bad', text: messages.sweep.aaCheckFailed(failed) },
    missed === undefined
      ? { tone: 'good', text: messages.sweep.sensitivityCheckFound }
      : { tone: 'bad', text: messages.sweep.sensitivityCheckMissed(missed) },
  ]
}

/** What the verdicts and crossovers rest on, and whatever is out of range. */
export function sweepNotes(result: SweepResult, messages: Messages = ENGLISH): string[] {
  const { cells, planned, environments, unpredicted } = result
  const measured = cells.filter(({ isPredicted }) => !isPredicted)
  const left = planned - measured.length
  return [
    ...troubles(measured, messages),
    ...leftOutNotes(result, measured, messages),
    looksNote(result, measured, messages),
    ...predictionNote(result, messages),
    ...(unpredicted === undefined ? [] : [messages.sweep.unpredicted(unpredictedText(unpredicted, messages))]),
    ...(environments.length > 1
      ? [messages.sweep.environmentsDiffer(environments.map(messages.sweep.environment).join('; '))]
      : []),
    ...(left > 0 ? [messages.sweep.cellsLeft(left, planned)] : []),
  ]
}

function predictionNote(result: SweepResult, messages: Messages): string[] {
  const { predictionErrors } = result
  if (!predictionErrors) return []
  const { cells, medianRatio, low, high } = predictionErrors
  const range = messages.units.range(low.toFixed(2), high.toFixed(2))
  return [
    messages.sentences([
      messages.sweep.predictionError({ cells, medianRatio: medianRatio.toFixed(2), range }),
      isOfTimeAlone(result) ? '' : messages.sweep.predictedTimesOnly(pickedBy(result, messages)),
    ]),
  ]
}

/** Where strategies failed, or could not be judged. */
function troubles(cells: readonly CellResult[], messages: Messages): string[] {
  const found = cells.flatMap((cell) =>
    cell.variants.flatMap(({ variant, verdict }) =>
      verdict && !isComparison(verdict)
        ? [{ cell, trouble: `${variant}: ${formatVerdictCode(verdict.code, messages)}` }]
        : [],
    ),
  )
  return Map.groupBy(found, ({ trouble }) => trouble)
    .entries()
    .map(([trouble, where]) => {
      const places = placesOf(placesIn(where.map(({ cell }) => cell)), cells.length, messages)
      return messages.sweep.unjudgedAtPlaces(trouble, places)
    })
    .toArray()
}

function looksNote(
  { quick, comparisons, axes, variants }: SweepResult,
  cells: readonly CellResult[],
  messages: Messages,
): string {
  const alphas = [...new Set(cells.map(({ measured }) => measured!.alpha))].toSorted((a, b) => a - b)
  const early = cells.filter(({ measured }) => !measured!.isLastLook).length
  const counts = messages.beside([
    messages.notes.alphaShared(
      messages.either(alphas.map(String)),
      messages.count(Math.max(1, variants.length - 1), 'comparison'),
    ),
    ...(quick ? [messages.sweep.judgedQuick] : []),
    ...(early > 0 ? [messages.sweep.judgedBeforeLastLook(early)] : []),
  ])
  const judged = messages.sweep.judgedPerCell(counts)
  if (!axes.some(isNumeric) || variants.length < 2) return judged
  return messages.sentences([judged, messages.sweep.crossoverConfidence(comparisons, comparisons)])
}

function unpredictedText({ code, cells, of }: NonNullable<SweepResult['unpredicted']>, messages: Messages): string {
  return code === 'too-many'
    ? messages.sweep.unpredictedTooMany(cells, of)
    : messages.sweep.unpredictedWithoutSteps(cells, of)
}
