import { globSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OPTIONAL_PACKAGES } from '../../bench/cli/optional-packages.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { aProject, lendPackages, OLDEST_NODE, oldestNode, type Project, ROOT } from '../support/packages.ts'
import { comparedSpans } from '../support/spans.ts'

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string }

/** Too few for any conclusion. */
const FEW = ['--quick', '--set', 'plan.warmUps=1', '--set', 'plan.iterations=3', '--set', 'world.items.count=6']

/** Where a project has utakata. */
const packageIn = ({ folder }: Project) => join(folder, 'node_modules/utakata')

/** All files of the package, by path. */
const filesIn = (project: Project) =>
  globSync('**/*', { cwd: packageIn(project) }).filter((path) => statSync(join(packageIn(project), path)).isFile())

// Breakage: a library that is imported from node_modules and not from vendor/, which an empty project does not have.
test('an empty project installs one package, measures with it, and is as empty as before once it is uninstalled', async () => {
  const project = await aProject()
  const { folder, run } = project
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['utakata'])
  expect(await run('npx', 'utakata', '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })

  const demo = await run('npx', 'utakata', 'bench', 'demo', '--quick', '--output', 'result')
  // How quiet the machine is decides what can be said of speed.
  expect([0, 5], demo.stderr).toContain(demo.code)
  expect(demo.stdout).toContain('all variants sent the same 6 notifications')
  // Not the Git revision of whichever repository the project is in.
  const { trials } = readTrials(join(folder, 'result/trials.jsonl'))
  expect(trials.flatMap(({ faults }) => faults)).toEqual([])
  expect(trials[0]!.environment).toMatchObject({ revision: version, node: process.version })

  expect(await run('npm', 'uninstall', 'utakata')).toMatchObject({ code: 0 })
  expect(readdirSync(folder).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json', 'result'])
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([])
})

/** Loaded before utakata: once it runs, prints what it runs in, and ends it. */
const PROBE = `import { readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { getCompileCacheDir } from 'node:module'
const timer = setInterval(async () => {
  if (process.env.UTAKATA_ENVIRONMENT === undefined) return
  clearInterval(timer)
  await stat('.')
  const threads = readdirSync('/proc/self/task').map((id) => readFileSync('/proc/self/task/' + id + '/comm', 'utf8'))
  const workers = threads.filter((name) => name.startsWith('libuv-worker')).length
  console.log(JSON.stringify({ workers, zone: new Date().getTimezoneOffset(), kept: getCompileCacheDir() !== undefined }))
  process.exit()
})
`

// Breakages: variables that are set after libuv's pool has begun; an installed command in a process of its own.
test(`commands run in the process that was started, as in a clone, on Node ${OLDEST_NODE} too`, async () => {
  for (const node of [undefined, oldestNode()]) {
    const project = await aProject({ 'probe.mjs': PROBE }, node)
    const variables = ['-u', 'UV_THREADPOOL_SIZE', '-u', 'NODE_COMPILE_CACHE', 'TZ=Asia/Tokyo']
    const command = ['node', '--import=./probe.mjs', 'node_modules/utakata/bench/launch.mjs', 'mock']
    const { stdout, stderr } = await project.run('env', ...variables, ...command)
    const told = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')) ?? stderr) as unknown
    expect(told).toEqual({ workers: 64, zone: 0, kept: true })
    expect(readdirSync(join(packageIn(project), 'node_modules/.utakata'))).toHaveLength(1)
  }
})

/** Strategies that need nothing of utakata but its types. */
const IN_TURN = `import type { Outcome, Strategy } from 'utakata'

export const inTurn: Strategy = async ({ job: { feeds }, steps: { fetch, check, notify } }) => {
  const outcomes: Outcome[] = []
  for (const feed of feeds) outcomes.push(await notify(await check(await fetch(feed))))
  return outcomes
}
`
const IN_WAVES = `export const inWaves = async ({ job: { feeds }, steps: { fetch, check, notify }, limits: { concurrency } }) => {
  const outcomes = []
  for (let at = 0; at < feeds.length; at += concurrency) {
    const wave = feeds.slice(at, at + concurrency)
    outcomes.push(...(await Promise.all(wave.map(async (feed) => notify(await check(await fetch(feed)))))))
  }
  return outcomes
}
inWaves.limits = { concurrency: 8 }
`

// Breakage: `using` left as it is, or any call that only a later Node knows: nothing of it begins on the oldest one.
test(`it measures strategies of the project, in TypeScript and JavaScript, on Node ${OLDEST_NODE}`, async () => {
  const { folder, run } = await aProject({ 'in-turn.ts': IN_TURN, 'in-waves.mjs': IN_WAVES }, oldestNode())
  const own = ['--strategy-file', 'in-turn.ts', '--strategy-file', 'in-waves.mjs']
  const given = ['demo', ...FEW, ...own, '--strategies', 'worker-threads', '--output', 'result']
  const measured = await run('npx', 'utakata', 'bench', ...given)
  expect(measured.stderr).not.toMatch(/warning/i)
  expect(measured.stdout, measured.stderr).toMatch(/^[* ] in-waves /m)
  const { trials } = readTrials(join(folder, 'result/trials.jsonl'))
  expect(new Set(trials.map(({ environment: { node } }) => node))).toEqual(new Set([`v${OLDEST_NODE}`]))
  expect(new Set(trials.map(({ strategy }) => strategy))).toEqual(
    new Set(['sequential', 'worker-threads', 'in-turn', 'in-waves']),
  )
  expect(trials.flatMap(({ faults }) => faults)).toEqual([])

  const events = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTART:20260115T091500Z',
    'SUMMARY:stand-up',
    'END:VEVENT',
  ]
  writeFileSync(join(folder, 'team.ics'), [...events, 'END:VCALENDAR'].join('\r\n'))
  for (const [line, printed] of [
    ['due team.ics --now 2026-01-15T09:00Z', 'stand-up'],
    ['report result --lang ja --markdown', '## '],
    ['export result --format csv', 'makespanMs'],
    ['compare result result', 'result'],
    ['predict demo --items 10', 'PREDICTED'],
    ['load demo --rate 20/s --jobs 8 --processes 2 --strategies sequential', 'demo'],
    ['estimate', 'COMPUTED'],
    ['doctor', 'v22'],
    ['init .', ''],
  ] as const) {
    const { code, stdout, stderr } = await run('npx', 'utakata', ...line.split(' '))
    // Of so few runs some say nothing.
    expect([0, 5], `${line}\n${stderr}`).toContain(code)
    expect(stdout, line).toContain(printed)
    expect(stderr, line).not.toMatch(/warning/i)
  }
})

const TYPED_JOB = `import { defineJob } from 'utakata/job'

export default defineJob({
  fetch: async ({ id }, { url, signal }) => ({ id, text: await (await fetch(url, { signal })).text() }),
  check: ({ id, text }) => (text === '' ? [] : [{ id, length: text.length }]),
  // @ts-expect-error What check finds has no such property.
  notify: async (found, { url, signal }) => void (await fetch(url, { method: 'POST', body: found.missing, signal })),
})
`

const TYPED = `import { bench, type BenchOptions, type Result, type Strategy, type Trial } from 'utakata'

type IsAny<T> = 0 extends 1 & T ? true : false
type Verdict = Result['variants'][number]['verdict']
export const any: [IsAny<Trial>, IsAny<Trial['limits']>, IsAny<Verdict>, IsAny<BenchOptions['set']>, IsAny<Strategy>] =
  [false, false, false, false, false]
export const makespanMs = (trial: Trial): number => trial.makespanMs
// @ts-expect-error It is a number.
export const text = (trial: Trial): string => trial.makespanMs
// @ts-expect-error There is no such option.
export const misspelt: BenchOptions = { quik: true }

const { result, trials } = await bench('demo', { set: ['world.items.count=3', 'plan.warmUps=1'], budgetMs: 1 })
console.log(result?.kind, trials.length > 0)
`

// Breakage: a declaration that imports a library which is bundled without its own declarations: all that is made of it is any.
test('a program that is written in TypeScript has its types, and measures without printing anything', async () => {
  const options = { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022'], types: ['node'], noEmit: true }
  const compilerOptions = { ...options, skipLibCheck: false, exactOptionalPropertyTypes: true }
  const project = await aProject({
    'typed.ts': TYPED,
    'in-turn.ts': IN_TURN,
    'job.ts': TYPED_JOB,
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.ts'] }),
  })
  lendPackages(project, ['typescript', '@types/node', 'undici-types'])
  expect(await project.run('node', 'node_modules/typescript/bin/tsc', '-p', '.')).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  })
  expect(await project.run('node', 'typed.ts')).toEqual({ code: 0, stdout: 'comparison true\n', stderr: '' })
})

test('it holds neither tests nor tools, and no path of the machine that built it; it names the licence of every library', async () => {
  const project = await aProject()
  const files = filesIn(project)
  expect(files.filter((path) => /\.test\.|^bench\/dev|(?<!\.d)\.ts$|\.map$/.test(path))).toEqual([])
  const texts = files.map((path) => [path, readFileSync(join(packageIn(project), path), 'utf8')] as const)
  expect(texts.flatMap(([path, text]) => (text.includes(ROOT) ? path : []))).toEqual([])
  const licences = readFileSync(join(packageIn(project), 'vendor/LICENSES.md'), 'utf8')
  const named = [...licences.matchAll(/^## (\S+) \d+\.\d+\.\d+: \S/gm)].map(([, name]) => name)
  expect(named).toEqual(
    expect.arrayContaining(['undici', 'node-ical', 'zod', 'hono', '@observablehq/plot', 'd3-scale']),
  )
})

// Breakage: a name by which the module is one of CommonJS in a project as `npm init` makes it.
test('the job that init writes is measured in a project of CommonJS', async () => {
  const { run } = await aProject({ 'package.json': '{ "name": "orders", "private": true, "type": "commonjs" }' })
  for (const [option, folder] of [
    ['--job', 'typed'],
    ['--js', 'plain'],
  ] as const) {
    expect(await run('npx', 'utakata', 'init', option, folder)).toMatchObject({ code: 0 })
    const few = ['--quick', '--iterations', '1', '--warmup', '1', '--set', 'world.items.count=6']
    const measured = await run(
      'npx',
      'utakata',
      'bench',
      `${folder}/utakata.yaml`,
      ...few,
      '--strategies',
      'worker-threads',
    )
    expect(measured.stdout, measured.stderr).toContain('all variants made the same 6 posts')
    expect(measured.stderr).not.toMatch(/warning/i)
  }
})

test('what an installed package cannot do is refused in one sentence that says what to do', async () => {
  const { run } = await aProject()
  const old = await run('npx', 'utakata', 'bench', 'demo', '--baseline-ref', 'HEAD')
  expect(old).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^utakata: --baseline-ref: expected a clone of utakata/),
  })
  for (const command of [
    ['lab'],
    ['ab', '--dry-run'],
    ['xray', '--last', '1h'],
    ['logs', 'orders'],
    ['cdk', 'synth'],
  ]) {
    const { code, stderr } = await run('npx', 'utakata', ...command)
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^utakata: \w+ needs packages that are not part of utakata; .*:\n {2}npm i (?:-D|--no-save) --ignore-scripts \S+@\d/,
    )
  }
})

// Breakage: `xray` asks for a package of AWS before it knows that files are to be read, or imports one.
test('it reads spans in files without any package of AWS, and writes its own runs as such', async () => {
  const { folder, run } = await aProject()
  const [read, written] = [join(folder, 'spans.json'), join(folder, 'out')]
  writeFileSync(read, comparedSpans())
  const { code, stdout, stderr } = await run('npx', 'utakata', 'xray', '--spans', read, '--output', written)
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('48 invocations of Lambda functions'),
  })
  expect(stdout).toContain('orders-new')
  const exported = await run('npx', 'utakata', 'export', written, '--format', 'otlp')
  expect(exported).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(exported.stdout)).toHaveProperty('resourceSpans')
})

// Breakage: a module of the functions is named as it is in a checkout; nothing can then be bundled.
test('with the packages that it names it runs and synthesizes functions as a checkout does', async () => {
  const project = await aProject({ 'cdk.json': JSON.stringify({ app: 'false', context: { stage: 'dev' } }) })
  const { folder, run } = project
  lendPackages(project, [...OPTIONAL_PACKAGES.lab, ...OPTIONAL_PACKAGES.cdk])
  const few = ['--containers', '2', '--warm-invocations', '1', '--strategies', 'sequential,worker-threads']
  const lab = await run('npx', 'utakata', 'lab', ...few, '--output', 'result')
  expect([0, 5], lab.stdout + lab.stderr).toContain(lab.code)
  const { trials } = readTrials(join(folder, 'result/trials.jsonl'))
  expect(trials.map(({ faults }) => faults)).toEqual(Array.from({ length: 2 * 4 * 2 }, () => []))
  expect(await run('npx', 'utakata', 'init', '--job', 'orders')).toMatchObject({ code: 0 })
  const fewer = ['--containers', '1', '--warm-invocations', '1', '--strategies', 'worker-threads']
  const own = await run('npx', 'utakata', 'lab', 'orders/utakata.yaml', ...fewer, '--output', 'own')
  expect([0, 5], own.stdout + own.stderr).toContain(own.code)
  for (const { faults, scenario } of readTrials(join(folder, 'own/trials.jsonl')).trials)
    expect({ faults, check: scenario.check }).toEqual({ faults: [], check: 'own' })
  const synth = await run('npx', 'utakata', 'cdk', 'synth', '-c', 'memory=512', '-c', 'job=orders/job.mts')
  expect(synth, synth.stderr).toMatchObject({ code: 0 })
  expect(readdirSync(join(folder, 'cdk.out'))).toContain('utakata.template.json')
})
