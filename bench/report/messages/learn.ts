import type { Omission } from '../../scenario/learn/observations.ts'
import type { TwoSampleTest } from '../../statistics/kolmogorov-smirnov.ts'
import { counted } from './formats.ts'

/** Of `utakata learn`. */
export const learnTexts = {
  about: (exchanges: number, sources: readonly string[]) =>
    `Learned from ${counted(exchanges, 'exchange')} (${sources.join(', ')}).`,
  yamlHead: [
    'A world that answers as servers were observed to. What is under traffic decides: each item meets the exchanges of a host, or of a few',
    'that are alike. The distributions describe all of them together; to edit them, remove traffic. The file has no addresses and no names.',
    'Change items.count to your number of items. With a job of your own: add job: ./job.mts, and items: { count, bodies: samples/*.json }.',
  ],
  source: (file: string, kind: string) => `${file}: ${kind}`,
  learned: ({
    exchanges,
    hosts,
    fetches,
    notifies,
    files,
  }: {
    readonly exchanges: number
    readonly hosts: number
    readonly fetches: number
    readonly notifies: number
    readonly files: readonly string[]
  }) =>
    `Learned from ${counted(exchanges, 'exchange')} with ${counted(hosts, 'host')}: ${counted(fetches, 'request')} and ${counted(notifies, 'post')} (${files.join(', ')}).`,
  omission: ({ why, count, first }: Omission) => `Left out ${count}: ${OMISSIONS[why]}; the first is number ${first}.`,
  lonelyHosts: (hosts: number) =>
    `${counted(hosts, 'host')} ${hosts === 1 ? 'was' : 'were'} met once, too seldom to learn from, and are taken together as one.`,
  learnedHalf: (exchanges: number) => `learned from one half (${counted(exchanges, 'exchange')})`,
  drawn: (draws: number) => `drawn from what was learned (${counted(draws, 'draw')})`,
  otherHalf: 'the other half',
  faithful: (isMet: boolean) =>
    isMet
      ? 'draws are within 2% of what was learned from at p50 and p90, and within 5% at p99'
      : 'draws differ from what was learned from by more than 2% at p50 or p90, or 5% at p99',
  likeOther: ({ isRejected, distance, critical }: TwoSampleTest) =>
    `the other half ${isRejected ? 'differs more' : 'does not differ more'} from the draws than chance explains (Kolmogorov-Smirnov, 1%: ${distance.toFixed(3)} ${isRejected ? 'of at most' : 'within'} ${critical.toFixed(3)})`,
  toldApart: ({ isRejected, distance, critical }: TwoSampleTest) =>
    isRejected
      ? `had the other half been 30% slower, that would have been noticed (${distance.toFixed(3)} over ${critical.toFixed(3)})`
      : `had the other half been 30% slower, that would not have been noticed (${distance.toFixed(3)} within ${critical.toFixed(3)}); record for longer`,
}

/** Why something is left out. */
const OMISSIONS: Readonly<Record<Omission['why'], string>> = {
  torn: 'cut off, or not readable',
  negative: 'a duration below zero',
  absurd: 'a duration of more than a day, or one that is no number',
  backwards: 'an end before its begin',
  unfinished: 'no duration, or no status',
  redirect: 'redirects, whose targets are exchanges of their own',
  cached: 'answers from a cache',
  other: 'no HTTP requests',
}
