import type { Timeline } from '../../trial/timelines.ts'

interface Middle {
  readonly arm: string
  readonly makespanMs: { readonly median: number }
}

/**
 * The timelines of one round, in which every strategy met the same delays: the one in which the arms were closest to their medians, by
 * the sum of their distances in logarithms. Arms of which nothing was kept are left out; none where no round has all the others.
 */
export function typicalRound(timelines: readonly Timeline[], arms: readonly Middle[]): Timeline[] {
  const kept = arms.filter(({ arm }) => timelines.some((one) => one.arm === arm))
  if (kept.length === 0) return []
  const rounds = [...Map.groupBy(timelines, ({ fork, round }) => `${fork} ${round}`).values()]
  const whole = rounds.flatMap((own) => {
    const found = kept.map(({ arm }) => own.find((one) => one.arm === arm))
    return found.every((one) => one !== undefined) ? [found] : []
  })
  const distanceOf = (round: readonly Timeline[]) =>
    round.reduce((sum, one, index) => sum + Math.abs(Math.log(endOf(one) / kept[index]!.makespanMs.median)), 0)
  return whole.toSorted((a, b) => distanceOf(a) - distanceOf(b))[0] ?? []
}

/** When the last step of a run ended, in milliseconds from its begin. */
export function endOf({ feeds }: Timeline): number {
  return feeds.reduce(
    (last, { fetch, check, notify }) => Math.max(last, fetch?.[1] ?? 0, check?.[1] ?? 0, notify?.[1] ?? 0),
    0,
  )
}
