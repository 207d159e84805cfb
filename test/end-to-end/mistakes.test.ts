import { cpSync, existsSync, readdirSync, utimesSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { strategies } from '../../strategies/index.ts'
import { type Ended, type Surroundings, utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'

const NAMES = Object.keys(strategies).join(', ')
const FEED = 'https://calendar.test/FEED-SECRET.ics'
const HOOK = 'https://hooks.test/services/HOOK-SECRET'
const SECRETS = ['FEED-SECRET', 'HOOK-SECRET']

/** Checks a command that is refused: exit 1, nothing on standard output, one mistake as a sentence, no secret, nothing written. */
async function refused(
  args: readonly string[],
  env: Record<string, string> = {},
  by: (args: readonly string[], surroundings: Surroundings) => Promise<Ended> = run,
): Promise<string> {
  const cwd = aFolder()
  const ended = await by(args, { cwd, env })
  expect(ended, args.join(' ')).toMatchObject({ code: 1, stdout: '' })
  expect(ended.stderr).toMatch(/^utakata: /)
  expect(ended.stderr).not.toMatch(/\n +at |utakata: internal error/)
  for (const secret of SECRETS) expect(ended.stderr).not.toContain(secret)
  expect(readdirSync(cwd)).toEqual([])
  return ended.stderr
}

test('a list that is missing or empty', async () => {
  const folder = aFolder({ 'empty.txt': '# nothing yet\n' })
  expect(await refused(['notify', '--feeds', `${folder}/none.txt`, '--dry-run'])).toBe(
    `utakata: --feeds: expected a file with one address a line, got "${folder}/none.txt", which is not there; an address itself goes without --feeds\n`,
  )
  expect(await refused(['notify', '--feeds', `${folder}/empty.txt`, '--dry-run'])).toBe(
    `utakata: ${folder}/empty.txt: expected one address a line, got an empty list (a line that begins with # is none)\n`,
  )
  expect(await refused(['notify', '--dry-run'])).toContain('expected feeds, got none')
})

// Breakage: a typing mistake that leaves the webhook or a private calendar in a log.
test('an address in the wrong place, of which nothing but the host is shown', async () => {
  for (const args of [
    ['notify', `--slak=${HOOK}`],
    ['notify', FEED, '--dry-run', `--strategy=${HOOK}`],
    ['notify', '--feeds', 'https://calendar.test/private-FEED-SECRET/basic.ics'],
    ['due', FEED],
    ['bench', FEED],
    ['bench', 'demo', '--strategies', FEED],
    ['mock', 'demo', '--set', FEED],
    ['report', FEED],
    [FEED],
    ['notify', 'x', '--within', FEED],
    ['notify', 'x', '--zone', FEED],
    // Without the slashes or the scheme.
    ['notify', `--slak=${HOOK.replace('https://', '')}`],
    ['due', FEED.replace('//', '')],
    ['bench', FEED.replace('https:', '')],
    ['notify', 'ftp:calendar.test/FEED-SECRET', '--dry-run'],
    ['notify', 'FEED-SECRET:x@calendar.test', '--dry-run'],
    ['bench', 'demo', '--strategies', encodeURIComponent(HOOK)],
  ])
    expect(await refused(args)).not.toContain('SECRET')
})

test('a line of a list that is no address', async () => {
  const folder = aFolder({ 'feeds.txt': `A = ${FEED}\nB = ftp://calendar.test/FEED-SECRET\n` })
  expect(await refused(['notify', '--feeds', `${folder}/feeds.txt`, '--dry-run'])).toBe(
    `utakata: ${folder}/feeds.txt:2: expected an http:, https: or webcal: address, got an address with the scheme ftp:\n`,
  )
})

test('a strategy that does not exist, answered with those that do', async () => {
  expect(await refused(['notify', FEED, '--dry-run', '--strategy', 'parallel'])).toContain(
    `option '--strategy <name>' argument 'parallel' is invalid. Allowed choices are ${NAMES}.`,
  )
  expect(await refused(['bench', 'demo', '--strategies', 'sequential,parallel'])).toBe(
    `utakata: --strategies: expected one of ${NAMES}, got "parallel"\n`,
  )
  expect(await refused(['bench', 'demo', '--reference', 'parallel'])).toMatch(
    /^utakata: --reference: expected one of sequential, /,
  )
  expect(await refused(['bench', 'demo', '--seed', 'lucky'])).toBe(
    'utakata: --seed: expected a whole number of at least 0, got "lucky"\n',
  )
})

test('a duration, an instant, a zone or a number that is none', async () => {
  expect(await refused(['notify', FEED, '--dry-run', '--within', 'soon'])).toBe(
    'utakata: --within: expected a duration such as 500ms, 90s, 30m, 2h or 1d, more than 0 and at most 36500d, got "soon"\n',
  )
  expect(await refused(['bench', 'demo', '--budget', '60'])).toContain('--budget: expected a duration such as')
  expect(await refused(['notify', FEED, '--dry-run', '--now', 'today'])).toContain('--now: expected an instant such as')
  expect(await refused(['notify', FEED, '--dry-run', '--zone', 'Mars/Olympus'])).toMatch(
    /^utakata: --zone: expected .*Mars/,
  )
  expect(await refused(['notify', FEED, '--dry-run', '--concurrency', '0'])).toBe(
    'utakata: --concurrency: expected a whole number of at least 1, got "0"\n',
  )
})

test('a limit that means nothing to the strategy', async () => {
  expect(await refused(['notify', FEED, '--dry-run', '--strategy', 'sequential', '--threads', '4'])).toMatch(
    /^utakata: --threads: expected a strategy that has it \(worker-threads, check-threads\b.*\), got sequential, which has none\n$/,
  )
})

test('a webhook that is missing or no address, of which only the length is shown', async () => {
  expect(await refused(['notify', FEED])).toMatch(/got none; --dry-run shows what would be sent without one\n$/)
  const wanted = 'expected the https address of an incoming webhook (of hooks.slack.com)'
  const bare = HOOK.replace('https://', '')
  expect(await refused(['notify', FEED], { SLACK_WEBHOOK_URL: bare })).toBe(
    `utakata: SLACK_WEBHOOK_URL: ${wanted}, got ${bare.length} characters that are not an http: or https: address\n`,
  )
  expect(await refused(['notify', FEED, '--slack', bare])).toContain(`--slack: ${wanted}`)
})

test('a scenario with an unknown key, an unknown scenario, and a setting that makes no sense', async () => {
  const folder = aFolder({ 'mine.yaml': 'name: mine\nspeed: 9\n' })
  expect(await refused(['bench', `${folder}/mine.yaml`])).toContain(
    `${folder}/mine.yaml:2:1: speed: expected one of name, about, job, deliveries, world, variants, reference, limits, check, checkCpuMs, client, plan, got the unknown key "speed"\n`,
  )
  expect(await refused(['bench', 'dmeo'])).toContain('got "dmeo", which is neither')
  expect(await refused(['bench', 'demo', '--set', 'world.items.count'])).toContain('--set: expected KEY=VALUE')
  expect(await refused(['mock', 'demo', '--set', 'name.first=1'])).toContain('--set: expected a key of the scenario')
})

// Breakage: measuring for half a minute and then having nowhere to put it.
test('a folder that cannot be written to, before anything is run', async () => {
  const folder = aFolder({ file: '' })
  expect(await refused(['bench', 'demo', '--output', `${folder}/file/below`])).toBe(
    `utakata: --output: expected a folder that can be written to, got "${folder}/file/below" (ENOTDIR); name another one\n`,
  )
  expect(readdirSync(folder)).toEqual(['file'])
})

test('a port that is in use or none, and a certificate that cannot be written', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  try {
    expect(await refused(['mock', 'demo', '--port', String(port)])).toBe(
      `utakata: --port: expected a free port, got ${port}, which cannot be used (EADDRINUSE); leave out --port to take a free one\n`,
    )
  } finally {
    taken.close()
  }
  expect(await refused(['mock', 'demo', '--port', '70000'])).toBe(
    'utakata: --port: expected a port of at most 65535, got "70000"; leave out --port to take a free one\n',
  )
  const folder = aFolder({ file: '' })
  expect(await refused(['mock', 'demo', '--https', '--ca-file', `${folder}/file/ca.pem`])).toMatch(
    /^utakata: --ca-file: expected a file that can be written/,
  )
})

test('a folder without trials, and one whose trials are not whole', async () => {
  const folder = aFolder({ 'trials.jsonl': 'hello\n' })
  expect(await refused(['report', folder])).toBe(
    `utakata: ${folder}/trials.jsonl:1: expected a trial as JSON, got "hello"\n`,
  )
  expect(await refused(['report', `${folder}/none`])).toContain('which is not there\n')
  expect(await refused(['report', `${folder}/trials.jsonl`])).toContain(
    'which is none; name the folder that it is in\n',
  )
  // Breakage: the folder of all results, and no list of those that exist.
  const around = aFolder()
  for (const name of ['newest', 'older']) cpSync(folder, `${around}/${name}`, { recursive: true })
  utimesSync(`${around}/older/trials.jsonl`, 1, 1)
  expect(await refused(['report', around])).toContain(
    `which is not there; it holds 2 results, the newest in ${around}/newest\n`,
  )
  expect(existsSync(`${folder}/report.json`)).toBe(false)
})

test('a command that was misspelt is answered with the one that was meant', async () => {
  const meant = async (...args: string[]) => /; did you mean (\S+)\?\n/.exec(await refused(args))?.[1]
  expect(await meant('bnech', 'demo')).toBe('bench')
  expect(await meant('bench', 'demo', '--quik')).toBe('--quick')
  expect(await meant('bench', 'typcal')).toBe('typical')
  expect(await meant('bench', 'demo', '--set', 'world.itms.count=1')).toBe('items')
  expect(await meant('bench', 'demo', '--sweep', 'plan.iteratoins=1,2')).toBe('iterations')
  expect(await meant('bench', 'demo', '--strategies', 'sequential,pipelned')).toBe('pipelined')
  expect(await meant('notify', FEED, '--dry-run', '--strategy', 'look-ahed')).toBe('look-ahead')
  expect(await meant('bench', 'demo', '--optimize', 'sped')).toBe('speed')
  expect(await meant('bench', 'zzz')).toBeUndefined()
})

// Breakage: the help of utakata and exit code 0, as commander has it, for a script that calls what was renamed.
test('an unknown command is a mistake with --help, too', async () => {
  for (const args of [
    ['typo', '--help'],
    ['typo', '-h'],
    ['help', 'typo'],
    ['bnech', '--help', 'demo'],
  ]) {
    const text = await refused(args)
    expect(text).toContain('unknown command')
    expect(text).not.toContain('EXIT STATUS')
  }
  for (const args of [['help'], ['help', 'bench'], ['-V'], ['bench', '-h']]) expect((await run(args)).code).toBe(0)
})

test('numbers of processes and iterations, and how a value is swept over, are refused with what is possible', async () => {
  const refusedFor = async (...args: string[]) =>
    /^utakata: (--[\w-]+): /.exec(await refused(['bench', 'demo', ...args]))?.[1]
  expect(await refusedFor('--processes', '5')).toBe('--processes')
  expect(await refusedFor('--iterations', '101')).toBe('--iterations')
  expect(await refusedFor('-w', '0')).toBe('--warmup')
  expect(await refusedFor('--margin', '0.05')).toBe('--margin')
  expect(await refusedFor('--sweep', 'world.items.count')).toBe('--sweep')
  expect(await refusedFor('--sweep', 'variants=sequential,pipelined')).toBe('--sweep')
  expect(await refusedFor('--set', 'world.items.count=[1, 3]')).toBe('--set')
  expect(await refusedFor('--set', 'world={ items: { count: [1, 3] } }')).toBe('--set')
  expect(await refused(['bench', 'demo', '--processes', '9000'])).toContain('(--processes)')
  for (const other of [['--quick'], ['--budget', '1s'], ['--precision', '3%']])
    expect(await refused(['bench', 'demo', '--processes', '8', ...other])).toContain('leave out one of them')
})

test('options that exclude each other are named, with what to do', async () => {
  const remedy = "cannot be used with option '--markdown'; leave out one of them\n"
  expect(await refused(['report', '/tmp', '--json', '--markdown'])).toContain(remedy)
})

test('a lab that cannot be set up, before anything is built', async () => {
  expect(await refused(['lab', '--strategies', 'sequential,parallel'])).toBe(
    `utakata: --strategies: expected one of ${NAMES}, got "parallel"\n`,
  )
  expect(await refused(['lab', '--strategies', 'sequential', '--reference', 'pipelined'])).toBe(
    'utakata: --reference: expected one of sequential, got "pipelined"\n',
  )
  for (const size of ['64', 'big', '512,', '20000'])
    expect(await refused(['lab', '--memory', size])).toMatch(
      /^utakata: --memory: expected whole numbers of MB from 128 to 10240, such as 512,1769, got "/,
    )
  expect(await refused(['lab', '--containers', '0'])).toBe(
    'utakata: --containers: expected a whole number of at least 1, got "0"\n',
  )
  expect(await refused(['lab', '--warm-invocations', '0'])).toBe(
    'utakata: --warm-invocations: expected a whole number of at least 1, got "0"\n',
  )
  expect(await refused(['lab', '--seed', 'lucky'])).toContain('--seed: expected a whole number of at least 0, got')
  expect(await refused(['lab', '--trace', 'all'])).toContain('Allowed choices are off, summary, exemplars, sdk.')
  expect(await refused(['lab', 'lba'])).toContain('got "lba", which is neither')
})

test('a comparison on AWS that nothing is deployed for, or that names its functions twice', async () => {
  expect(await refused(['ab'])).toBe(
    'utakata: expected cdk-outputs.json, which npx utakata cdk deploy writes, or --outputs FILE, or --functions NAME,NAME; without an account, try npx utakata lab\n',
  )
  const folder = aFolder({ 'empty.json': '{}', 'payload.json': 'hello' })
  expect(await refused(['ab', '--outputs', `${folder}/none.json`])).toContain(
    'which is not there: run `npx utakata cdk deploy`',
  )
  expect(await refused(['ab', '--outputs', `${folder}/empty.json`])).toContain(
    'expected outputs that begin with Function',
  )
  expect(await refused(['ab', '--functions', 'alone'])).toBe(
    'utakata: --functions: expected two names or more, separated by commas, got "alone"\n',
  )
  expect(await refused(['ab', '--functions', 'a,b', '--strategies', 'sequential'])).toMatch(
    /^utakata: --functions: expected no --outputs and no --strategies beside it/,
  )
  expect(await refused(['ab', '--functions', 'a,b', '--memory', '1'])).toMatch(
    /^utakata: --memory: expected whole numbers/,
  )
  expect(await refused(['ab', '--functions', 'a,b', '--mock', 'https://a', '--mock-ca', `${folder}/empty.json`])).toBe(
    `utakata: --mock-ca: expected a certificate authority as PEM in "${folder}/empty.json", which has none\n`,
  )
  for (const file of ['none.json', 'payload.json'])
    expect(await refused(['ab', '--functions', 'a,b', '--payload', `${folder}/${file}`])).toMatch(
      /^utakata: --payload: expected /,
    )
})

test('traces that are not named, or in two ways at once', async () => {
  const folder = aFolder({ 'trials.jsonl': 'hello\n' })
  expect(await refused(['xray'])).toMatch(
    /^utakata: expected the folder of a comparison, --trace ID, or a span of time/,
  )
  expect(await refused(['xray', '--trace', '12'])).toBe(
    'utakata: --trace: expected an id such as 1-58406520-a006649127e371903a2de979, the 32 hexadecimal digits of a W3C trace id, or a traceparent header, got "12"\n',
  )
  expect(await refused(['xray', '--run', 'a run', '--last', '1h'])).toMatch(
    /^utakata: --run: expected the name of a run, such as ab-20260115-090000-1a2b3c4d, got "a run"\n$/,
  )
  expect(await refused(['xray', '--last', '31d'])).toMatch(/^utakata: expected a span of at most 30 days/)
  expect(await refused(['xray', '--last', 'soon'])).toMatch(/^utakata: --last: expected a duration such as/)
  expect(await refused(['xray', '--from', '2026-01-15T09:00:00Z', '--until', '2026-01-15T08:00:00Z'])).toBe(
    'utakata: --from: expected an instant before --until, got "2026-01-15T09:00:00Z"\n',
  )
  expect(await refused(['xray', '--last', '1h', '--from', '2026-01-15'])).toBe(
    'utakata: --last: expected no --from beside it, since both say when the span of time begins; leave out one of them\n',
  )
  const id = '1-58406520-a006649127e371903a2de979'
  expect(await refused(['xray', '--trace', id, '--last', '1h'])).toBe(
    'utakata: --trace: expected no --last beside it, since it names traces by itself; leave out one of them\n',
  )
  for (const beside of [
    ['--last', '1h'],
    ['--trace', id],
    ['--reference', 'sequential'],
    ['--output', 'elsewhere'],
  ])
    expect(await refused(['xray', folder, ...beside])).toContain(`expected no ${beside[0]} beside it`)
  expect(await refused(['xray', folder])).toContain('trials.jsonl:1: expected a trial as JSON, got "hello"')
  expect(await refused(['xray', `${folder}/none`])).toContain('which is not there')
})

// Breakage: two minutes of waiting for traces, and then a complaint about the margin.
test('what is wrong with a report of traces is said before any trace is requested', async () => {
  const nowhere = { AWS_ENDPOINT_URL_XRAY: 'http://127.0.0.1:9', AWS_REGION: 'eu-central-1' }
  expect(await refused(['xray', '--last', '1h', '--margin', '0'], nowhere)).toBe(
    'utakata: --margin: expected a percentage from 0.1% to 100%, such as 5%, got "0"\n',
  )
  expect(await refused(['xray', '--last', '1h', '--patience', 'long'], nowhere)).toMatch(
    /^utakata: --patience: expected/,
  )
  const folder = aFolder({ file: '' })
  expect(await refused(['xray', '--last', '1h', '--output', `${folder}/file/below`], nowhere)).toMatch(
    /^utakata: --output: expected a folder that can be written to/,
  )
})

// Breakage: an alias, an ARN of elsewhere or half of a span is asked of AWS, which knows nothing of it.
test('logs that are not named, or in two ways at once, before any is asked for', async () => {
  const logs = (...args: readonly string[]) =>
    refused(['logs', ...args], { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:9', AWS_REGION: 'eu-central-1' })
  const arn = (region: string, name: string) => `arn:aws:lambda:${region}:123456789012:function:${name}`
  expect(await logs()).toMatch(/missing required argument 'functions'/)
  expect(await logs('two words')).toBe(
    'utakata: expected the name of a function, NAME:VERSION or an ARN, got "two words"\n',
  )
  expect(await logs('orders:prod')).toMatch(
    /^utakata: orders:prod: expected a version, since logs do not name aliases; give the version .* --name prod /,
  )
  expect(await logs(arn('eu-west-1', 'a'), arn('us-east-1', 'b'))).toMatch(
    /^utakata: expected functions of one region, got those of eu-west-1 and us-east-1/,
  )
  for (const twice of [
    ['orders', 'orders'],
    ['orders', 'orders:12'],
    ['orders:12', 'orders:12'],
  ])
    expect(await logs(...twice)).toMatch(/^utakata: expected each function or version once, got orders twice/)
  expect(await logs('orders', '--log-group', 'a group')).toMatch(/^utakata: --log-group: expected the name or the ARN/)
  const instant = '2026-01-15T09:00Z'
  for (const [option, beside, ...args] of [
    ['--last', '--from', '--last', '1h', '--from', instant],
    ['--split', '--against-from', '--split', instant, '--against-from', instant],
    ['--reference', '--split', '--reference', 'orders', '--split', instant],
    ['--reference', '--against-from', '--reference', 'orders', '--against-from', instant],
  ])
    expect(await logs('orders', ...args)).toBe(
      `utakata: ${option}: expected no ${beside} beside it; leave out one of them\n`,
    )
  expect(await logs('orders', '--against-to', instant)).toBe(
    'utakata: --against-to: expected --against-from beside it\n',
  )
  expect(await logs('orders', '--against-from', instant)).toBe(
    'utakata: --against-from: expected --against-to beside it\n',
  )
  expect(await logs('a', 'b', '--split', instant, '--from', '2026-01-15')).toMatch(
    /^utakata: --split: expected one function, of which two spans of time are compared, got 2/,
  )
  const hour = ['--from', instant, '--to', '2026-01-15T10:00Z']
  for (const split of [instant, '2026-01-15T08:00Z', '2026-01-15T10:00Z'])
    expect(await logs('orders', ...hour, '--split', split)).toMatch(
      /^utakata: --split: expected an instant within the span of time, 2026-01-15T09:00:00.000Z to /,
    )
  for (const reversed of [
    ['--from', instant, '--to', instant],
    ['--from', '2100-01-15'],
  ])
    expect(await logs('orders', ...reversed)).toMatch(
      /^utakata: --from: expected an instant before --to, and before now/,
    )
  const against = ['--against-from', '2026-01-15T08:00Z', '--against-to']
  expect(await logs('orders', ...hour, ...against, '2026-01-15T09:00:01Z')).toMatch(
    /^utakata: --against-from: expected a span of time that does not overlap/,
  )
  expect(await logs('orders', ...hour, ...against, '2026-01-15T07:00Z')).toMatch(
    /^utakata: --against-from: expected an instant before --against-to/,
  )
  expect(await logs('orders', '--last', 'soon')).toMatch(/^utakata: --last: expected a duration such as/)
  expect(await logs('orders', '--margin', '0')).toMatch(/^utakata: --margin: expected/)
  expect(await logs('orders', '--patience', 'long')).toMatch(/^utakata: --patience: expected/)
})

// The AWS SDK reads the variables of the process itself.
test('a region that is none', async () => {
  const keys = { AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up' }
  expect(await refused(['xray', '--last', '1h'], { ...keys, AWS_REGION: 'no region' }, utakata)).toBe(
    'utakata: expected a region of AWS such as eu-central-1, got "no region"; set AWS_REGION or a region in the profile\n',
  )
})

test('a result that cannot be compared', async () => {
  const folder = aFolder({ 'trials.jsonl': 'hello\n' })
  expect(await refused(['compare', folder])).toMatch(/^utakata: missing required argument 'other'/)
  expect(await refused(['compare', folder, folder])).toContain('expected a trial as JSON, got "hello"')
  expect(await refused(['compare', `${folder}/none`, folder])).toContain('which is not there')
  expect(await refused(['compare', FEED, folder])).not.toContain('SECRET')
})
