import { didYouMean } from './did-you-mean.ts'
import type { ProblemTexts } from './problem-texts.ts'

/** What is wrong with the value of an option. */
export const optionsProblems = {
  'not-a-duration': ({ option, given }) =>
    `${option}: expected a duration such as 500ms, 90s, 30m, 2h or 1d, more than 0 and at most 36500d, got "${given}"`,
  'not-a-size': ({ option, given }) => `${option}: expected a size such as 256MB or 1.5GB, more than 0, got "${given}"`,
  'not-an-instant': ({ option, given }) =>
    `${option}: expected an instant such as 2026-01-15T09:00:00Z, got "${given}"`,
  'not-a-zone': ({ given }) => `--zone: expected an IANA time zone such as Asia/Tokyo, got "${given}"`,
  'not-a-count': ({ option, least, most, given }) =>
    most === undefined
      ? `${option}: expected a whole number of at least ${least}, got "${given}"`
      : `${option}: expected a whole number from ${least} to ${most}, got "${given}"`,
  'not-a-port': ({ most, given }) =>
    `--port: expected a port of at most ${most}, got "${given}"; leave out --port to take a free one`,
  'not-a-strategy': ({ option, known, given }) =>
    `${option}: expected one of ${known.join(', ')}, got "${given}"${didYouMean(given, known)}`,
  'not-a-memory': ({ option, given }) =>
    `${option}: expected whole numbers of MB from 128 to 10240, such as 512,1769, got "${given}"`,
  'not-an-amount': ({ option, given }) => `${option}: expected a number above 0, such as 0.5, got "${given}"`,
  'not-a-margin': ({ given }) => `--margin: expected a percentage from 0.1% to 100%, such as 5%, got "${given}"`,
  'not-a-percentage': ({ option, given }) =>
    `${option}: expected a percentage such as 3%, more than 0% and at most 100%, got "${given}"`,
  'not-a-language': ({ given }) => `--lang: expected en or ja, got "${given}"`,
  'not-an-objective': ({ known, given }) =>
    `--optimize: expected one of ${known.join(', ')}, got "${given}"${didYouMean(given, known)}`,
  'not-a-speed-weight': ({ given }) =>
    `--speed-weight: expected a number from 0 (cost alone) to 1 (speed alone), such as 0.7, got "${given}"`,
  'speed-weight-without-balanced': ({ objective }) =>
    `--speed-weight: expected with --optimize balanced, got it with ${objective}; leave it out or choose balanced`,
  'not-a-condition': ({ metrics, mostPercent, given }) =>
    `--fail-if: expected METRIC > +N%, such as "time > +10%", where METRIC is one of ${metrics.join(', ')} and N more than 0 and at most ${mostPercent}, with STRATEGY: before it where it is for one strategy alone, got "${given}"`,
  'too-many-values': ({ option, most, given }) =>
    `${option}: expected at most ${most} values, got ${given}; try a range, such as 1..1000`,
  'not-a-range': ({ option, given }) =>
    `${option}: expected a range from the lower to the higher value, got "${given}"`,
  'not-an-item-size': ({ option, given }) =>
    `${option}: expected a size such as 900B, 3KB or 1.5MB, more than 0 and at most 10MB, got "${given}"`,
  'too-many-threads': ({ option, most, given }) => `${option}: expected at most ${most} threads, got "${given}"`,
  'not-a-post-rate': ({ option, given }) =>
    `${option}: expected posts in a time, such as 1/s or 30/m, more than 0, got "${given}"`,
  'traffic-decides': ({ axis }) =>
    `--${axis}: expected a scenario without world.traffic, since what is in the traffic is served; remove world.traffic, and its distributions are used`,
  'size-too-small': ({ leastBytes, bytes }) =>
    `--size: expected at least ${leastBytes}B, which a feed of one event has here, got "${bytes}B"`,
  'not-a-reference': ({ known, given }) =>
    `--reference: expected one of ${known.join(', ')}, got "${given}"${didYouMean(given, known)}`,
  'not-a-job-rate': ({ given }) =>
    `--rate: expected jobs a second, minute or hour, such as 10/s, 600/m or 5/h, more than 0, got "${given}"`,
  'not-a-schedule': ({ option, given }) =>
    `--${option}: expected a job every 1ms to 1h, got "${given}"; choose another one`,
  'schedule-twice': ({ every, rate }) => `expected --every or --rate, got both (${every} and ${rate}); leave one out`,
  'too-many-runs': ({ most, variants, runs }) =>
    `expected at most ${most} runs of all ${variants} variants together, warm-ups included, got ${runs}; ask for fewer processes (--processes), or for fewer iterations or jobs in each (--iterations, --jobs)`,
  'foreign-limit': ({ option, takers, strategy }) =>
    `--${option}: expected a strategy that has it (${takers.join(', ')}), got ${strategy}, which has none`,
  'port-without-serve': () => '--port: expected with --serve, whose port it is, got it without',
  'port-taken': ({ port, system }) =>
    `--port: expected a free port, got ${port}, which cannot be used (${system}); leave out --port to take a free one`,
  'loopback-port-taken': ({ port, system }) =>
    `--port: expected a free port of this machine, got ${port}, which cannot be had (${system}); leave out --port to take a free one`,
  'selection-of-schedule': ({ folder }) =>
    `expected --optimize speed and no --max- option, since jobs on a schedule are judged by their latency alone, as those in "${folder}" were; leave them out`,
  'nothing-to-explain': ({ given }) =>
    `--explain: expected a UID, part of a title or a line such as "line 12" of an event, got ${given === undefined ? 'nothing' : `"${given}", which names none`}`,
  'webhook-missing': () =>
    'expected the https address of an incoming webhook (of hooks.slack.com) in SLACK_WEBHOOK_URL or --slack, got none; --dry-run shows what would be sent without one',
  'not-a-webhook': ({ from, length }) =>
    `${from}: expected the https address of an incoming webhook (of hooks.slack.com), got ${length} characters that are not an http: or https: address`,
  'estimate-concurrency': ({ most, given }) =>
    `--concurrency: expected at most ${most}, the children that a Distributed Map runs at the same time, got "${given}"; spread the feeds over several runs`,
  'estimate-batch': ({ most, itemBytes, given }) =>
    `--batch: expected at most ${most}, since a payload holds 256 KiB and a feed takes about ${itemBytes} bytes, got "${given}"`,
  'estimate-makespan-twice': ({ scenario }) =>
    `--makespan cannot be combined with a scenario (${scenario}), which predicts it; leave out one of them`,
  'estimate-without-scenario': ({ option }) =>
    `${option}: expected a scenario, from which the duration of a batch is predicted; name one, as in: utakata estimate demo`,
  'estimate-batch-too-long': ({ feeds, makespanMs }) =>
    `--batch: expected batches that are done within the 15 minutes of a function, got ${feeds} feeds, which are predicted to take ${(makespanMs / 60_000).toFixed(0)} minutes; take fewer, or another --strategy`,
  'estimate-makespan': ({ given }) =>
    `--makespan: expected at most 15m, the longest that a Lambda function may run, got "${given}"; try a smaller --batch, which takes less`,
  'estimate-memory': ({ leastMb, mostMb, given }) =>
    `--memory: expected ${leastMb} to ${mostMb} MB, what a Lambda function may have, got "${given}"; 1769 is one vCPU`,
  'not-a-bench-option': ({ path, expectation }) => [...(path === '' ? [] : [path]), expectation].join(': '),
} satisfies Partial<ProblemTexts>
