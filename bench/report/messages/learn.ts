import type { ExchangeOverhead } from '../../scenario/learn/exchange-overhead.ts'
import type { Omission } from '../../scenario/learn/observations.ts'
import type { TwoSampleTest } from '../../statistics/kolmogorov-smirnov.ts'
import { counted } from './formats.ts'

/** Of `utakata record` and `notify --record`. */
export const recordTexts = {
  recorded: (exchanges: number, file: string) => `Recorded: ${counted(exchanges, 'exchange')} in ${file}`,
  gone: (file: string) => `The recording ${file} cannot be read any more: it was moved, removed or replaced.`,
  nothing:
    'Nothing was recorded: no Node program sent an HTTP/1.1 request, by fetch, undici or node:http, while it ran.',
  next: (command: string, file: string) =>
    `Next: ${command} learn ${file}   (a scenario that answers as your servers did)`,
}

/** Of `utakata learn`. */
export const learnTexts = {
  about: ({
    exchanges,
    sources,
    overhead,
  }: {
    readonly exchanges: number
    readonly sources: readonly string[]
    readonly overhead: ExchangeOverhead | undefined
  }) => {
    const text = `Learned from ${counted(exchanges, 'exchange')} (${sources.join(', ')})`
    return overhead ? `${text}, less the overhead of the machine: ${overheadText(overhead)}.` : `${text}, as observed.`
  },
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
  omission: ({ why, count, first, file }: Omission) =>
    `Left out ${count}: ${OMISSIONS[why]}; the first is number ${first} of ${file}.`,
  otherVersion: (file: string) =>
    `${file} says that it is of another HAR version than 1.1 or 1.2, and was read as if it were one of these: check what was learned.`,
  noSizes: 'No sizes were observed, so bodies have 10 KB: set world.items.bytes to what yours have.',
  measuringOverhead: 'Measuring the overhead of an exchange on this machine; this takes a few seconds.',
  overhead: (overhead: ExchangeOverhead) =>
    `Subtracted the overhead of this machine, which a benchmark adds again: ${overheadText(overhead)}.`,
  instant: (share: number) =>
    `${(share * 100).toFixed(1)}% of the answers took less than the overhead of this machine, and are served without a delay`,
  noNames: 'No names were written: no host that is served has one. Recordings never do.',
  busy: (share: number, isMet: boolean) =>
    isMet
      ? `the recorded program was busy for ${(share * 100).toFixed(0)}% of the time that requests were under way`
      : `the recorded program was busy for ${(share * 100).toFixed(0)}% of the time that requests were under way, so that delays include waiting for it; record it with fewer requests at a time`,
  failedPosts: (count: number) =>
    `${counted(count, 'post')} failed or ${count === 1 ? 'was' : 'were'} refused. This world accepts every post: add world.notifyFaults or notifyRate if yours does not.`,
  lonelyHosts: (hosts: number) =>
    `${counted(hosts, 'host')} ${hosts === 1 ? 'was' : 'were'} met once, too seldom to learn from, and are taken together as one.`,
  learnedHalf: (exchanges: number) => `learned from one half (${counted(exchanges, 'exchange')})`,
  drawn: (draws: number) => `drawn from what was learned (${counted(draws, 'draw')})`,
  otherHalf: 'the other half',
  faithful: (isMet: boolean) =>
    isMet
      ? 'draws are within 2% of what was learned from at p50 and p90, and within 5% at p99, give or take one exchange'
      : 'draws differ from what was learned from by more than 2% at p50 or p90, or 5% at p99; learn from more exchanges',
  likeOther: ({ isRejected, distance, critical }: TwoSampleTest) =>
    `the other half ${isRejected ? 'differs more' : 'does not differ more'} from the draws than chance explains (Kolmogorov-Smirnov, 1%: ${distance.toFixed(3)} ${isRejected ? 'of at most' : 'within'} ${critical.toFixed(3)})`,
  toldApart: ({ isRejected, distance, critical }: TwoSampleTest) =>
    isRejected
      ? `had the other half been 30% slower, that would have been noticed (${distance.toFixed(3)} over ${critical.toFixed(3)})`
      : `had the other half been 30% slower, that would not have been noticed (${distance.toFixed(3)} within ${critical.toFixed(3)}); record for longer`,
}

function overheadText({ answerMs, bodyMs, connectMs, postMs }: ExchangeOverhead): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  return `${ms(answerMs)} per answer, ${ms(bodyMs)} per body, ${ms(connectMs)} per new connection, ${ms(postMs)} per post`
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
