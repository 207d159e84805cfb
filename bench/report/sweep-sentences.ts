import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { isNumeric } from '../scenario/axes.ts'
import type { Crossover } from '../judge/sweep/judgement.ts'
import type { Lead } from '../judge/sweep/judgement.ts'
import { formatCoordinates, formatValue, labelOf } from '../scenario/cell-labels.ts'
import { type CellResult, isOfTimeAlone, type SweepResult } from '../judge/sweep/judgement.ts'
import { isComparison } from '../judge/verdict.ts'
import { formatDuration, wordIn } from './format.ts'
import { leftOutNotes } from './sweep-limits.ts'
import { placesOf } from './sweep-places.ts'
import { pickedBy } from './sweep-criteria.ts'
import { extentOf } from '../statistics/extent.ts'

/** A value of an axis as it is spoken of, with its unit. */
function onAxis(axis: string, value: string, { say }: Language): string {
  const told: Readonly<Record<string, string>> = {
    'world.items.count': say`${value} feeds`,
    'world.items.events': say`${value} events a feed`,
    'world.items.descriptionBytes': say`${value} bytes of description an event`,
    'world.fetchDelay.ms': say`a feed delay of ${value} ms`,
    'world.fetchDelay.medianMs': say`a median feed delay of ${value} ms`,
    'world.notifyDelay.ms': say`a Slack delay of ${value} ms`,
    'world.notifyDelay.medianMs': say`a median Slack delay of ${value} ms`,
    'world.dnsDelayMs': say`a lookup of ${value} ms`,
    'limits.concurrency': say`a concurrency of ${value}`,
    'limits.threads': say`${value} threads`,
  }
  return told[axis] ?? `${labelOf(axis)} ${value}`
}

/** One crossover as a sentence. */
export function crossoverSentence(crossover: Crossover, language: Language = ENGLISH): string {
  const { say, beside } = language
  const { axis, where, overtaking, overtaken, at, low, high, kilobytes } = crossover
  const place = say`${onAxis(axis, formatPlace(at), language)} (${formatPlace(low)} to ${formatPlace(high)})`
  const sized = kilobytes === undefined ? place : beside([place, say`about ${formatPlace(kilobytes)} KB a feed`])
  return Object.keys(where).length === 0
    ? say`${overtaking} overtakes ${overtaken} at ${sized}.`
    : say`At ${formatCoordinates(where)}, ${overtaking} overtakes ${overtaken} at ${sized}.`
}

/** Leads as sentences, one for all that begin at a place over one strategy. */
export function leadSentences(leads: readonly Lead[], language: Language = ENGLISH): string[] {
  const { say, all } = language
  const groups = Map.groupBy(leads, ({ axis, where, behind, from }) => JSON.stringify([axis, where, behind, from]))
  return Array.from(groups.values(), (own) => {
    const { axis, where, behind, from } = own[0]!
    const names = all(own.map(({ ahead }) => ahead))
    const value = onAxis(axis, formatValue(from), language)
    const told =
      own.length === 1
        ? say`${value} on, ${names} is surely faster than ${behind} wherever they can be compared.`
        : say`${value} on, ${names} are surely faster than ${behind} wherever they can be compared.`
    return Object.keys(where).length === 0 ? say`From ${told}` : say`At ${formatCoordinates(where)}, from ${told}`
  })
}

/** Three significant digits, without zeros at the end. */
function formatPlace(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(+value.toPrecision(3))
}

/** How much was measured, and where. */
export function measuredSentence({ cells, planned, environments }: SweepResult, language: Language = ENGLISH): string {
  const { say, count } = language
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const blocks = measured.map((how) => how.blocks)
  const [least, most] = extentOf(blocks)
  const iterations = count(
    measured.reduce((sum, how) => sum + how.iterations, 0),
    'round',
  )
  const time = formatDuration(
    measured.reduce((sum, how) => sum + how.elapsedMs, 0),
    language,
  )
  const where = environmentText(environments[0]!, language)
  const done = `${measured.length}`
  return least === most
    ? say`${done} of ${planned} cells, ${least} forks each, ${iterations}, ${time}; on this machine, ${where}`
    : say`${done} of ${planned} cells, ${least} to ${most} forks each, ${iterations}, ${time}; on this machine, ${where}`
}

/** What the words and crossovers rest on, and whatever is odd. */
export function sweepNotes(result: SweepResult, language: Language = ENGLISH): string[] {
  const { say } = language
  const { cells, planned, environments, unpredicted } = result
  const measured = cells.filter(({ isPredicted }) => !isPredicted)
  const left = planned - measured.length
  const at = (isGood: (how: NonNullable<CellResult['measured']>) => boolean) => {
    const others = measured.filter(({ measured: how }) => !isGood(how!))
    return others.length === 0 ? undefined : placesOf(others, measured, language)
  }
  const [other, failed, missed] = [
    at(({ sameDeliveries }) => sameDeliveries),
    at(({ aaCheckPassed }) => aaCheckPassed),
    at(({ sensitivityCheckFound }) => sensitivityCheckFound),
  ]
  return [
    other === undefined
      ? say`Ledger: in every cell every strategy told people exactly the same.`
      : say`Ledger: the strategies did NOT tell people the same ${other}.`,
    failed === undefined
      ? say`A/A guard: passed in every cell.`
      : say`A/A guard: failed, so that only what lies wholly beyond the margin is said, ${failed}.`,
    missed === undefined
      ? say`Planted arm: found in every cell.`
      : say`Planted arm: missed, so that only what lies wholly beyond the margin is said, ${missed}.`,
    ...troubles(measured, language),
    ...leftOutNotes(result, measured, language),
    looksNote(result, measured, language),
    ...predictionNote(result, language),
    ...(unpredicted === undefined
      ? []
      : [say`Not predicted between the measured cells: ${unpredictedText(unpredicted, language)}.`]),
    ...(environments.length > 1
      ? [
          say`Not measured alike, so that cells need not agree: ${environments.map((one) => environmentText(one, language)).join('; ')}.`,
        ]
      : []),
    ...(left > 0
      ? [
          say`${left} of ${planned} cells are not measured yet: the same command, with the same --out, goes on with them.`,
        ]
      : []),
  ]
}

function predictionNote(result: SweepResult, language: Language): string[] {
  const { say, sentences } = language
  const { predictionErrors } = result
  if (!predictionErrors) return []
  const { cells, medianRatio, low, high } = predictionErrors
  const range = say`${low.toFixed(2)} to ${high.toFixed(2)}`
  return [
    sentences([
      say`~: predicted, not measured, and without a word. Costs are those of the sequential runs; at the ${cells} measured cells predicted times of the other strategies were ${medianRatio.toFixed(2)} of the measured ones (${range}).`,
      isOfTimeAlone(result) ? '' : say`Of them only times are predicted, and no best${pickedBy(result, language)}, is.`,
    ]),
  ]
}

/** Where strategies failed, or could not be judged. */
function troubles(cells: readonly CellResult[], language: Language): string[] {
  const found = cells.flatMap((cell) =>
    cell.variants.flatMap(({ variant, verdict }) =>
      verdict && !isComparison(verdict) ? [{ cell, told: `${variant}: ${wordIn(verdict.code, language)}` }] : [],
    ),
  )
  return Map.groupBy(found, ({ told }) => told)
    .entries()
    .map(([told, where]) => {
      const places = placesOf(
        where.map(({ cell }) => cell),
        cells,
        language,
      )
      return language.say`${told} ${places}.`
    })
    .toArray()
}

function looksNote(
  { quick, comparisons, axes, variants }: SweepResult,
  cells: readonly CellResult[],
  language: Language,
): string {
  const { say, either, beside, count, sentences } = language
  const alphas = [...new Set(cells.map(({ measured }) => measured!.alpha))].toSorted((a, b) => a - b)
  const early = cells.filter(({ measured }) => !measured!.isLastLook).length
  const told = beside([
    say`alpha ${either(alphas.map(String))} shared by ${count(Math.max(1, variants.length - 1), 'comparison')}`,
    ...(quick ? [say`quick`] : []),
    ...(early > 0 ? [say`${early} before the last look`] : []),
  ])
  const judged = say`Each cell is judged by itself: ${told}.`
  if (!axes.some(isNumeric) || variants.length < 2) return judged
  return sentences([
    judged,
    say`Crossovers, and who is surely faster from where on: ${comparisons} intervals, of every two strategies in every cell, each at the alpha of its cell over ${comparisons}, so that they hold together at 95 % whichever looks cells end at; from cell to cell the log of the ratio is taken for straight, over the log of the value where all are above 0.`,
  ])
}

/** A machine that cells were measured on. */
export function environmentText(
  { cpu, cores, node, revision }: SweepResult['environments'][number],
  { say }: Language = ENGLISH,
): string {
  return say`${cores} cores of ${cpu}, Node ${node}, revision ${revision}`
}

function unpredictedText({ code, cells, of }: NonNullable<SweepResult['unpredicted']>, { say }: Language): string {
  return code === 'too-many'
    ? say`${cells} lie there, more than ${of}`
    : say`${cells} of ${of}, whose steps no run of sequential without failures tells of`
}
