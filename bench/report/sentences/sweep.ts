import { ENGLISH } from '../messages/en.ts'
import type { Check } from '../document.ts'
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
import { remediesText } from './recommendation.ts'
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

/** How much was measured, and where, in parts. */
export function measuredParts({ cells, planned, environments }: SweepResult, messages: Messages = ENGLISH): string[] {
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const [least, most] = extentOf(measured.map((how) => how.blocks))
  const elapsedMs = measured.reduce((sum, how) => sum + how.elapsedMs, 0)
  const { cores, node } = environments[0]!
  return [
    messages.sweep.cellsMeasured(measured.length, planned),
    least === most
      ? messages.sweep.blocksPerCell(messages.count(least, 'process'))
      : messages.sweep.blocksPerCell(messages.units.range(String(least), messages.count(most, 'process'))),
    formatDuration(elapsedMs, messages),
    messages.count(cores, 'core'),
    `Node ${node.split(' ')[0]}`,
  ]
}

/** What the verdicts and crossovers of a sweep rest on: what is seen at first, then the rest. */
export function sweepChecks(result: SweepResult, messages: Messages): Check[] {
  const { cells, planned, environments, unpredicted, unfit } = result
  const { checks, sweep } = messages
  const measured = cells.filter(({ isPredicted }) => !isPredicted)
  const left = planned - measured.length
  const atEach = (
    name: string,
    isGood: (how: NonNullable<CellResult['measured']>) => boolean,
    [good, bad]: readonly [good: string, bad: (places: string) => string],
  ): Check => {
    const others = measured.filter(({ measured: how }) => !isGood(how!))
    return others.length === 0
      ? { tone: 'good', name, text: good, detail: 'summary' }
      : { tone: 'bad', name, text: bad(placesOf(placesIn(others), measured.length, messages)), detail: 'summary' }
  }
  const remedy = unfit ? messages.recommendation.remedies(remediesText(unfit.remedies, messages)) : ''
  const withRemedy = (text: (places: string) => string) => (places: string) =>
    remedy === '' ? text(places) : checks.withRemedy(text(places), remedy)
  const note = (name: string, text: string, detail: Check['detail']): Check => ({ tone: 'plain', name, text, detail })
  return [
    atEach(checks.outputName, ({ sameDeliveries }) => sameDeliveries, [sweep.sameOutput, sweep.outputDiffers]),
    atEach(checks.noiseName, ({ aaCheckPassed }) => aaCheckPassed, [sweep.noisePassed, withRemedy(sweep.noiseFailed)]),
    atEach(checks.sensitivityName, ({ sensitivityCheckFound }) => sensitivityCheckFound, [
      sweep.sensitivityFound,
      sweep.sensitivityMissed,
    ]),
    ...troubles(measured, messages).map((text) => note(sweep.notJudgedName, text, 'summary')),
    ...leftOutNotes(result, measured, messages).map((text) => note(sweep.constraintsName, text, 'summary')),
    ...(environments.length > 1
      ? [
          note(
            sweep.environmentsName,
            sweep.environmentsDiffer(messages.clauses(environments.map(sweep.environment))),
            'summary',
          ),
        ]
      : []),
    ...(left > 0 ? [note(sweep.unmeasuredName, sweep.cellsLeft(left, planned), 'summary')] : []),
    { tone: 'good', name: checks.analysisName, text: looksNote(result, measured, messages), detail: 'full' },
    ...predictionNote(result, messages).map((text) => note(sweep.predictionName, text, 'full')),
    ...(unpredicted === undefined
      ? []
      : [note(sweep.predictionName, sweep.unpredicted(unpredictedText(unpredicted, messages)), 'full')]),
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

/** Where variants failed, or could not be judged: those of which the same is to be said at the same places together. */
function troubles(cells: readonly CellResult[], messages: Messages): string[] {
  const names = new Set(cells.flatMap(({ variants }) => variants.map(({ variant }) => variant)))
  const found = [...names].flatMap((name) => {
    const unjudged = cells.flatMap((cell) => {
      const verdict = cell.variants.find(({ variant }) => variant === name)?.verdict
      return verdict && !isComparison(verdict) ? [{ cell, code: verdict.code }] : []
    })
    return Array.from(
      Map.groupBy(unjudged, ({ code }) => code),
      ([code, own]) => ({
        name,
        verdict: formatVerdictCode(code, messages),
        places: placesOf(placesIn(own.map(({ cell }) => cell)), cells.length, messages),
      }),
    )
  })
  return Array.from(
    Map.groupBy(found, ({ verdict, places }) => messages.sweep.unjudgedAtPlaces(verdict, places)),
    ([text, own]) => messages.checks.atSize(messages.beside(own.map(({ name }) => name)), text),
  )
}

function looksNote(
  { quick, comparisons, axes, variants }: SweepResult,
  cells: readonly CellResult[],
  messages: Messages,
): string {
  const alphas = [...new Set(cells.map(({ measured }) => measured!.alpha))].toSorted((a, b) => a - b)
  const early = cells.filter(({ measured }) => !measured!.isLastLook).length
  const counts = messages.beside([
    messages.sweep.alphaShared(
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
