import type { AwsFacts, CredentialSource, Finding, FindingCode, Findings, Mark, Unmeasured } from '../../io/findings.ts'
import { isPackage } from '../../io/installation.ts'
import { formatNumber } from './formats.ts'
import { problemText } from './problems.ts'

/** A finding as people read it; whatever is not ok has an advice. */
export interface FindingText {
  readonly of: string
  readonly mark: Mark
  readonly found: string
  readonly advice?: string
}

export function findingText<Code extends FindingCode>({ code, mark, parameters }: Finding<Code>): FindingText {
  const { of, found, advice } = TEXTS[code]
  const text = { of, mark, found: found(parameters) }
  return mark === 'ok' ? text : { ...text, advice: advice(parameters, mark) }
}

/** Why the noise is not known, as a clause. */
export function unmeasuredText(why: Unmeasured): string {
  switch (why.code) {
    case 'no-iteration':
      return 'no iteration was finished'
    case 'mock-server-late':
      return 'the mock server was too late for its answers to count'
    case 'run-failed':
      return problemText({ code: 'run-failed', parameters: { fault: why.fault } })
    case 'too-few-blocks':
      return `it takes ${why.needed} whole processes of each copy`
    case 'broken-off':
      return `the benchmark broke off: ${problemText(why.problem)}`
  }
}

export const CREDENTIAL_SOURCES: Readonly<Record<CredentialSource, string>> = {
  environment: 'the environment',
  'web-identity': 'a web identity',
  'container-role': 'the role of this container',
  'credentials-file': 'the shared credentials file',
}

export const HOW_MARGIN_WAS_FOUND = `How the margin was found: two copies of sequential were measured in 6 fresh processes each, 6 iterations of demo in each; \
the interval is at the level of a default run's first interim analysis (alpha 0.01). Fit for a margin means that about three in four such \
A/A checks would lie wholly within it. It rests on 6 processes: expect it to differ by a third from time to time.`

interface TextsOf<Parameters> {
  readonly of: string
  readonly found: (parameters: Parameters) => string
  readonly advice: (parameters: Parameters, mark: Mark) => string
}

/** How the bundled Node is compared with that of Node's own project; nothing that it would have to run itself. */
const VERIFY = 'sh bench/doctor/verify-node.sh'
const NEEDED_BY = 'only by utakata ab, utakata xray and utakata cdk'
const PERHAPS = 'perhaps by the shared config file, which is not read here'
const FIX = 'fix what is not ok above'

const TEXTS: { readonly [Code in FindingCode]: TextsOf<Findings[Code]> } = {
  node: {
    of: 'Node',
    found: ({ version, platform, arch, origin, bundledVersion }) => {
      const which = origin === 'bundled' ? 'bundled' : "this machine's own"
      const beside = origin === 'host' && bundledVersion !== undefined ? `; bundled: ${bundledVersion}` : ''
      return `${version} (${which}${beside}), ${platform} ${arch}`
    },
    advice: ({ line, bundledVersion }) => {
      if (isPackage) return `Lambda runs Node ${line}: nvm install ${line}`
      return bundledVersion === undefined
        ? `Lambda runs Node ${line}: nvm install ${line}, or on Linux npm ci without --omit=optional`
        : `Lambda runs Node ${line}: set UTAKATA_NODE=bundled to use the bundled one`
    },
  },
  'node-binary': {
    of: 'Node binary',
    found: ({ sha256, bundledVersion, platform, arch }) => {
      if (sha256 === undefined) return "this machine's own, not a copy from npm"
      const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`
      return `${bundledVersion} as a third party publishes it (npm: ${name}), not verified here; sha256 ${sha256}`
    },
    advice: () => `verify it: ${VERIFY}, once for each version (docs/supply-chain.md)`,
  },
  cores: {
    of: 'cores',
    found: ({ cores, model, quota, throttledShare = 0 }) => {
      const many = cores === 1 ? '1 core' : `${cores} cores`
      const throttled = throttledShare > 0 ? `, used up in ${percent(throttledShare, 1)} of its periods` : ''
      const limit = quota === undefined ? '' : `, a quota of ${formatNumber(quota)}${throttled}`
      return `${many}${limit} (${model})`
    },
    advice: ({ isFew }) =>
      isFew
        ? 'the mock server and the strategy share them: expect "server-bound"; give it 2, or use longer delays'
        : 'give this container a larger quota of processors, or none',
  },
  load: {
    of: 'load',
    found: ({ load, share }) =>
      load === undefined || share === undefined
        ? unknown('this system reports none')
        : `${load.toFixed(2)} in the last minute, ${percent(share, 0)} of the processors`,
    advice: ({ load }) =>
      load === undefined
        ? 'see that nothing else runs'
        : 'close what else runs; what has just ended is forgotten in a few minutes',
  },
  memory: {
    of: 'memory',
    found: ({ availableBytes, totalBytes }) => `${gigabytes(availableBytes)} of ${gigabytes(totalBytes)} GB available`,
    advice: () => 'the process of a variant takes up to 0.2 GB: close what else runs, or measure fewer --strategies',
  },
  frequency: {
    of: 'CPU governor',
    found: ({ governors, isTurbo, heatThrottles = 0 }) => {
      const turbo = isTurbo === undefined ? '' : `, turbo ${isTurbo ? 'on' : 'off'}`
      const heat = heatThrottles > 0 ? `, slowed by heat ${heatThrottles} times since boot` : ''
      const which =
        governors.length === 0 ? unknown('not reported here, as in most virtual machines') : governors.join(', ')
      return which + turbo + heat
    },
    advice: ({ governors, isSteady }) => {
      if (governors.length === 0) return 'nothing: whatever it does is in the A/A interval'
      return isSteady
        ? 'let it cool down, and keep it on mains'
        : 'while you measure: sudo cpupower frequency-set -g performance'
    },
  },
  steal: {
    of: 'steal',
    found: ({ share }) =>
      share === undefined
        ? unknown('this system does not report it')
        : `${percent(share, 2)} of processor time since boot`,
    advice: ({ share }) =>
      share === undefined
        ? 'nothing: what is stolen is in the A/A interval'
        : 'others on this host take it: use a larger or dedicated instance, or another hour',
  },
  timer: {
    of: 'timer',
    found: ({ medianLateMs, worstLateMs, timers }) =>
      `${formatNumber(medianLateMs)} ms late, ${formatNumber(worstLateMs)} at worst (${timers} of 1 ms)`,
    advice: () => 'the mock server answers that late: quieten the machine, or use longer delays',
  },
  clock: {
    of: 'clock',
    found: ({ stepMs, source }) =>
      `steps of ${grouped(Math.max(1, Math.round(stepMs * 1e6)))} ns${source === undefined ? '' : ` (${source})`}`,
    advice: ({ isSlow, source }) =>
      isSlow
        ? `reading ${source} is slow: see in the kernel's log why it does not trust tsc`
        : 'use longer delays, so that a run has many of them',
  },
  descriptors: {
    of: 'descriptors',
    found: ({ soft, hard }) => {
      if (soft === undefined || hard === undefined) return unknown('this system does not report the limit')
      const open = `${grouped(soft)} open files`
      return soft === hard ? open : `${open} (hard limit ${grouped(hard)})`
    },
    // Node has raised the soft limit to the hard one already.
    advice: ({ soft }) =>
      soft === undefined
        ? 'see that ulimit -n says 1100 or more'
        : 'promise-all in wide needs 1,100: raise the hard limit (nofile in /etc/security/limits.conf)',
  },
  'thread-pool': {
    of: 'thread pool',
    found: ({ threads }) =>
      threads === undefined ? "4 threads, Node's own default" : `${threads} threads (UV_THREADPOOL_SIZE)`,
    advice: ({ threads, wanted }) =>
      `lookups of many hosts wait for each other: ${threads === undefined ? 'start it as npx utakata' : 'unset UV_THREADPOOL_SIZE'}, for ${wanted}`,
  },
  udp: {
    of: 'UDP buffer',
    found: ({ grantedBytes, usualBytes, mostBytes, wantedBytes }) => {
      if (grantedBytes === undefined) return unknown('no socket could be opened')
      const setting = [
        ...(usualBytes === undefined ? [] : [`default ${mebibytes(usualBytes)}`]),
        ...(mostBytes === undefined ? [] : [`most ${mebibytes(mostBytes)}`]),
      ]
      const settings = setting.length > 0 ? ` (${setting.join(', ')})` : ''
      return `${mebibytes(grantedBytes)} MiB granted of ${mebibytes(wantedBytes)}${settings}`
    },
    advice: ({ grantedBytes, mostBytes, wantedBytes }) => {
      if (grantedBytes === undefined) return 'only utakata lab needs one, on 127.0.0.1'
      const how =
        mostBytes === undefined
          ? "raise the system's limit to 4 MiB"
          : `sudo sysctl -w net.core.rmem_max=${wantedBytes}`
      return `utakata lab may lose traces in bursts: ${how}`
    },
  },
  priority: {
    of: 'priority',
    found: ({ mayRaise }) =>
      mayRaise ? 'the mock server may go first' : 'the mock server may not go before the strategies',
    advice: () => 'reports show how late it was; allow it with nice -10 in /etc/security/limits.conf, or run as root',
  },
  'cpu-groups': {
    of: 'CPU shares',
    found: ({ mayLimit }) =>
      mayLimit ? 'control groups can be made for the lab' : 'no control groups can be made here',
    advice: () =>
      'only in utakata lab, where memory sizes are mere labels then: systemd-run --user --scope -p Delegate=yes npx utakata lab',
  },
  credentials: {
    of: 'AWS credentials',
    found: ({ credentials, hasConfigFile }) => {
      if (credentials.length > 0)
        return `present, from ${credentials.map((source) => CREDENTIAL_SOURCES[source]).join(', ')}`
      return hasConfigFile ? PERHAPS : 'none found; a role of the machine is not asked for'
    },
    advice: ({ hasConfigFile }) =>
      `needed ${NEEDED_BY}: ${hasConfigFile ? 'see aws configure list' : 'aws configure, or aws configure sso'}`,
  },
  region: {
    of: 'AWS region',
    found: ({ hasRegion, hasConfigFile }: AwsFacts) =>
      hasRegion ? 'present, from the environment' : hasConfigFile ? PERHAPS : 'none found',
    advice: () => `needed ${NEEDED_BY}: set AWS_REGION, or a region in the profile`,
  },
  webhook: {
    of: 'Slack webhook',
    found: ({ webhook }) =>
      webhook === 'absent'
        ? 'SLACK_WEBHOOK_URL is not set'
        : `SLACK_WEBHOOK_URL is set${webhook === 'an address' ? '' : ', but to no http: or https: address'}`,
    advice: () => 'only utakata notify needs it, and not with --dry-run',
  },
  margin: {
    of: 'margin',
    found: (margin) => {
      if ('unmeasured' in margin) return `not known: ${unmeasuredText(margin.unmeasured)}`
      const { low, high, isDifferent, widest } = margin
      const interval = `A/A interval ${signed(low)} to ${signed(high)}${isDifferent ? ', measurably different' : ''}`
      const [first, ...further] = margin.steps.map((step) => `${percent(step.margin, 0)} at ${step.blocks} processes`)
      if (first === undefined) return `fit for no margin up to ${percent(widest, 0)} (${interval})`
      return [`fit for a margin of ${first} (${interval})`, ...further].join('; ')
    },
    advice: (margin, mark) => {
      if ('unmeasured' in margin) return `${FIX} and run this again`
      const [fit] = margin.steps
      const option = fit && `--margin ${(fit.margin * 100).toFixed(0)}%`
      if (mark === 'bad')
        return `${FIX} and run this again${option ? `, or judge by the margin that was just measured: ${option}` : ''}`
      return margin.isDifferent
        ? 'copies of one strategy should not differ: run this again, and if it stays so npx utakata calibrate'
        : `for ${percent(margin.usual, 0)}, leave out --quick: more processes are run where they are needed; with --quick, use ${option}`
    },
  },
}

/** Of what this system does not give. */
const unknown = (why: string) => `unknown: ${why}`
/** A share as people read it, such as `0.4%`. */
const percent = (share: number, digits: number) => `${(share * 100).toFixed(digits)}%`
/** A ratio as what it is more or less than 1. */
const signed = (ratio: number) => `${ratio < 1 ? '' : '+'}${percent(ratio - 1, 1)}`
const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1)
const mebibytes = (bytes: number) => +(bytes / 1024 / 1024).toFixed(1)
const grouped = (figure: number | 'unlimited') => (figure === 'unlimited' ? figure : figure.toLocaleString('en-US'))
