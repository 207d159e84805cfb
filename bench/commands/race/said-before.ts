import { basename, extname } from 'node:path'
import { calledIn, quoted } from '../../cli/called.ts'
import { isSelectable, type Variant } from '../../plan/schedule.ts'
import { isStrategy, programsOf, type Scenario, strategiesOf } from '../../scenario/scenario.ts'
import { announcementTexts } from '../../report/messages/commands.ts'
import type { PlanOptions } from './bench-plan.ts'

/** A run of the benchmark as it was requested. */
export interface Requested {
  readonly name: string
  readonly options: PlanOptions
  readonly cwd: string
}

/** That the reference is measured although neither --strategies nor the scenario lists it. */
export function addedReference({ reference, variants }: Pick<Scenario, 'reference' | 'variants'>): string[] {
  return isStrategy(reference) && !variants.includes(reference) ? [announcementTexts.addedReference(reference)] : []
}

/** A run for whose end nobody waits without another look at what it does. */
const LONG_MS = 10 * 60_000

/** About how long each variant takes of a run. */
export interface VariantTime {
  readonly variant: Variant
  readonly ms: number
}

/**
 * Of a run that takes long the strategy that takes longer than all others together, and the command without it. The reference is judged
 * by one of its copies, since whatever takes its place has copies too.
 */
export function costliestStrategy(
  times: readonly VariantTime[],
  {
    longestMs,
    scenario,
    requested,
  }: { readonly longestMs: number; readonly scenario: Scenario; readonly requested: Requested },
): string[] {
  const isOnce = ({ variant }: VariantTime) => isSelectable(variant.role)
  const sum = (some: readonly VariantTime[]) => some.reduce((total, { ms }) => total + ms, 0)
  const onceMs = sum(times.filter(isOnce))
  const byStrategy = Map.groupBy(times, ({ variant }) => variant.strategy)
  const found = [...byStrategy].find(([, own]) => sum(own.filter(isOnce)) > onceMs / 2)
  if (longestMs <= LONG_MS || !found) return []
  const [strategy, own] = found
  const msOf = (name: string) => sum((byStrategy.get(name) ?? []).filter(isOnce))
  return [
    announcementTexts.costliestStrategy({
      strategy,
      hasCopies: strategy === scenario.reference,
      share: sum(own) / sum(times),
      command: byStrategy.size > 2 ? commandWithout(strategy, { scenario, requested, msOf }) : undefined,
    }),
  ]
}

/** Undefined where no strategy of ours is left to be the reference. */
function commandWithout(
  strategy: string,
  {
    scenario,
    requested: { name, options, cwd },
    msOf,
  }: { readonly scenario: Scenario; readonly requested: Requested; readonly msOf: (strategy: string) => number },
): string | undefined {
  const { set = [], sweep = [], strategyFile = [], variant = [], reference: named, quick = false, ...rest } = options
  const { reference } = scenario
  // A program of the scenario stays whatever strategies are chosen.
  if (programsOf(scenario).some((program) => program.name === strategy)) return undefined
  const others = strategiesOf(scenario).filter((one) => one !== strategy)
  // The reference is measured three times.
  const [quickest] = others.toSorted((a, b) => msOf(a) - msOf(b))
  if (quickest === undefined) return undefined
  const files = strategyFile.filter((file) => basename(file, extname(file)) !== strategy)
  const option = (flag: string, ...values: (string | undefined)[]) =>
    values.flatMap((value) => (value === undefined ? [] : [flag, quoted(value)]))
  return [
    calledIn(cwd),
    'bench',
    quoted(name),
    ...option('--set', ...set),
    ...option('--sweep', ...sweep),
    '--strategies',
    others.join(','),
    ...option('--reference', reference === strategy ? quickest : named),
    ...option('--variant', ...variant),
    ...option('--strategy-file', ...files),
    ...(['seed', 'margin', 'warmup', 'iterations', 'processes', 'budget'] as const).flatMap((name) =>
      option(`--${name}`, rest[name]),
    ),
    ...(quick ? ['--quick'] : []),
    ...(rest.allowNet ? ['--allow-net'] : []),
  ].join(' ')
}
