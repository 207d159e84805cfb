import type { Timeline } from '../../trial/timelines.ts'

interface Middle {
  readonly variant: string
  readonly makespanMs: { readonly median: number }
}

/**
 * The timelines of one iteration, in which every strategy met the same delays: the one in which the variants were closest to their medians, by
 * the sum of their distances in logarithms. Variants of which nothing was kept are left out; none where no iteration has all the others.
 */
export function typicalIteration(timelines: readonly Timeline[], variants: readonly Middle[]): Timeline[] {
  const kept = variants.filter(({ variant }) => timelines.some((one) => one.variant === variant))
  if (kept.length === 0) return []
  const iterations = [...Map.groupBy(timelines, ({ block, iteration }) => `${block} ${iteration}`).values()]
  const whole = iterations.flatMap((own) => {
    const found = kept.map(({ variant }) => own.find((one) => one.variant === variant))
    return found.every((one) => one !== undefined) ? [found] : []
  })
  const distanceOf = (iteration: readonly Timeline[]) =>
    iteration.reduce((sum, one, index) => sum + Math.abs(Math.log(endOf(one) / kept[index]!.makespanMs.median)), 0)
  return whole.toSorted((a, b) => distanceOf(a) - distanceOf(b))[0] ?? []
}

/** When the last step of a run ended, in milliseconds from its begin. */
export function endOf({ feeds }: Timeline): number {
  return feeds.reduce(
    (last, { fetch, check, notify }) => Math.max(last, fetch?.[1] ?? 0, check?.[1] ?? 0, notify?.[1] ?? 0),
    0,
  )
}
