import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { XRayClient } from '@aws-sdk/client-xray'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createGround } from '../../../bench/aws/ground.ts'
import { createInvokeClient } from '../../../bench/aws/invoke.ts'
import { openJournal } from '../../../bench/aws/configuration/journal.ts'
import type { Result } from '../../../bench/report/result.ts'
import { readFolder } from '../../../bench/commands/report.ts'
import { runComparison, type Comparison } from '../../../bench/commands/run-comparison.ts'
import { readTrials } from '../../../bench/trial.ts'
import { UsageError } from '../../../bench/usage-error.ts'
import { anAbPlan, anAnswer, documentsOf, trialAt } from '../../support/comparisons.ts'
import { eventually } from '../../support/eventually.ts'
import { fakeLambdaControl } from '../../support/fake-lambda-control.ts'
import { aFakeXRay, clientOf, type StoredTrace } from '../../support/fake-xray.ts'
import { aFolder } from '../../support/folders.ts'
import { errorOf } from '../../support/reconfiguring.ts'
import { answering, nobodyListens } from '../../support/wire.ts'
import { A_TRIAL } from '../../support/trials.ts'

const VARIABLES = { STRATEGY: 'as deployed', TOKEN: '5ecret' }
/** Of two forks of three arms: a cold and a warm invocation each. */
const INVOCATIONS = 12

/** Everything that is printed, from now on to the end of the test. */
function listening() {
  const [out, err]: [string[], string[]] = [[], []]
  const into = (said: string[]) => (chunk: unknown) => (said.push(String(chunk)), true)
  vi.spyOn(process.stderr, 'write').mockImplementation(into(err))
  vi.spyOn(process.stdout, 'write').mockImplementation(into(out))
  vi.spyOn(console, 'log').mockImplementation(into(out))
  vi.spyOn(console, 'error').mockImplementation(into(err))
  onTestFinished(() => void vi.restoreAllMocks())
  return { out: () => out.join('\n'), err: () => err.join('\n') }
}

/** Ctrl-C as whoever listens now hears it. */
function interrupting() {
  const events = ['SIGINT', 'SIGTERM', 'beforeExit'] as const
  const before = new Map(events.map((event) => [event, new Set(process.listeners(event as 'SIGINT'))]))
  const added = (event: (typeof events)[number]) =>
    process.listeners(event as 'SIGINT').filter((listener) => !before.get(event)!.has(listener))
  onTestFinished(() => {
    for (const event of events) for (const listener of added(event)) process.off(event, listener)
  })
  return () => added('SIGINT').at(-1)!('SIGINT')
}

/** Two functions that Lambda's API, X-Ray's and a folder stand for; a new container after each change of variables. */
async function aWorld() {
  const control = await fakeLambdaControl({
    'function-sequential': { variables: VARIABLES },
    'function-pipelined': { variables: VARIABLES },
  })
  const traces: StoredTrace[] = []
  const xray = await aFakeXRay(traces)
  const containers = new Set<string>()
  let watch: (nth: number) => void | readonly [status: number, type: string] = () => {}
  const lambda = await answering((response, { path, body, headers }, nth) => {
    const [, name] = /functions\/([^/]+)\/invocations/.exec(path)!
    const refused = watch(nth)
    if (refused) {
      response.writeHead(refused[0], { 'x-amzn-errortype': refused[1] })
      response.end('{"Message":"no, because no policy allows it"}')
      return
    }
    const { fork, round } = JSON.parse(body) as { fork: number; round: number }
    const container = `${name} ${control.functionOf(name!).variables!.UTAKATA_TOUCHED}`
    const isCold = !containers.has(container)
    containers.add(container)
    const strategy = name === 'function-pipelined' ? ('pipelined' as const) : ('sequential' as const)
    const makespanMs = strategy === 'pipelined' ? 50 : 100
    const [, id] = /^Root=(1-[\da-f]{8}-[\da-f]{24});Sampled=1$/.exec(String(headers['x-amzn-trace-id']))!
    const told = { strategy, makespanMs, isCold, container }
    traces.push({ id: id!, documents: documentsOf({ ...told, fork, round: round + 1, sent: 6 }) })
    response.end(JSON.stringify(anAnswer(told)))
  })
  const folder = aFolder()
  const journalFile = join(folder, 'journal', 'journal.jsonl')
  const phases: string[] = []
  const client = createInvokeClient({
    endpoint: lambda.origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: '5ecret' },
  })
  const { scenario, ...plan } = anAbPlan({ environments: 2, warm: 1 })
  const judged = { ...plan, scenario: { ...scenario, looks: [{ forks: 2, alpha: 0.05 }] } }
  const folderOf = (name: string) => join(folder, name)
  const run = (changes: Partial<Comparison> & { readonly xray?: XRayClient | undefined } = {}) =>
    runComparison({
      plan: judged,
      folder,
      journalFile,
      control: control.clientFor(),
      xray: xray.client,
      patienceMs: 1,
      hasRuns: true,
      around: async (phase) =>
        void phases.push(`${phase} after ${control.updates().length} updates, ${lambda.seen.length} invocations`),
      groundFor: (reconfigurer) =>
        createGround({
          plan: judged,
          place: 'aws',
          client,
          reconfigurer,
          eventFor: ({ fork, round }) => ({ fork, round }),
          environment: A_TRIAL.environment,
          architecture: 'arm64',
        }),
      ...changes,
    })
  return {
    run,
    control,
    lambda,
    xray,
    traces,
    folder,
    folderOf,
    journalFile,
    phases,
    onInvocation: (told: typeof watch) => void (watch = told),
    variables: () => ['function-sequential', 'function-pipelined'].map((name) => control.functionOf(name).variables),
    report: () => JSON.parse(readFileSync(folderOf('report.json'), 'utf8')) as Result,
    async [Symbol.asyncDispose]() {
      await Promise.all([control, lambda, xray].map((wire) => wire[Symbol.asyncDispose]()))
    },
  }
}

const PUT_BACK = [VARIABLES, VARIABLES]

test('a comparison ends in trials, traces and a report, with everything as it was', async () => {
  await using world = await aWorld()
  const said = listening()
  expect(await world.run()).toBe(0)
  const { trials } = readTrials(world.folderOf('trials.jsonl'))
  expect(trials).toHaveLength(INVOCATIONS)
  expect(trials.filter(({ phase }) => phase === 'cold')).toHaveLength(6)
  expect(trials.every(({ traced, untraced, faults }) => !traced && !untraced && faults.length === 0)).toBe(true)
  const traced = readTrials(world.folderOf('traces.jsonl')).trials
  expect(traced.map(({ traced: told, ...others }) => [told?.makespanMs, JSON.stringify(others)])).toEqual(
    trials.map((trial) => [trial.makespanMs, JSON.stringify(trial)]),
  )
  expect(readFolder(world.folder).trials).toEqual(traced)
  expect(world.report().arms.map(({ arm, verdict }) => [arm, verdict?.word])).toEqual([
    ['sequential', undefined],
    ['pipelined', 'faster'],
    ['A/A', 'equivalent'],
  ])
  expect(existsSync(world.folderOf('report.md'))).toBe(true)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(said.err()).toContain('function-sequential: UTAKATA_TOUCHED taken away')
  expect(said.out()).toContain('traces.jsonl')
})

// Breakage: a command that sets something up finds the functions changed already, or one that tears it down still in use.
test('what runs before meets functions as they were, and what runs after meets them put back', async () => {
  await using world = await aWorld()
  listening()
  await world.run({ xray: undefined })
  // Six times new containers, and two functions put back.
  expect(world.phases).toEqual([
    'pre after 0 updates, 0 invocations',
    `post after 8 updates, ${INVOCATIONS} invocations`,
  ])
})

test('without traces asked for there are none, nor a file of them', async () => {
  await using world = await aWorld()
  const said = listening()
  expect(await world.run({ xray: undefined })).toBe(0)
  expect(existsSync(world.folderOf('traces.jsonl'))).toBe(false)
  expect(world.xray.seen).toEqual([])
  expect(said.out()).not.toContain('traces.jsonl')
})

test('where nobody wants to read what was put back nothing is said of it', async () => {
  await using world = await aWorld()
  const said = listening()
  await world.run({ xray: undefined, isPlain: true })
  expect(said.err()).not.toContain('UTAKATA_TOUCHED')
  expect(world.variables()).toEqual(PUT_BACK)
})

test('a container that is not new, twice, is told of', async () => {
  await using world = await aWorld()
  const said = listening()
  await world.run({
    xray: undefined,
    groundFor: () => ({
      renew: async () => {},
      take: async (turn) =>
        trialAt(turn, turn.arm.name === 'A/A' && turn.fork === 1 && turn.round === 0 ? { phase: 'warmup' } : {}),
    }),
  })
  expect(said.err()).toContain(
    'container 1 of A/A: a container of function-sequential that was there before has answered; it is made up for, a few times',
  )
})

// Breakage: functions stay changed, or what was measured is lost, since the account has no rights to go on.
test('when Lambda refuses in the middle, everything is put back, what there is is kept and the reason is said', async () => {
  await using world = await aWorld()
  const said = listening()
  world.onInvocation((nth) => (nth === 9 ? [403, 'AccessDeniedException'] : undefined))
  expect(await world.run()).toBe(5)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(said.err()).toContain('utakata: the comparison broke off: ')
  expect(said.err()).toContain('not allowed lambda:InvokeFunction')
  expect(readTrials(world.folderOf('trials.jsonl')).trials).toHaveLength(8)
  expect(readTrials(world.folderOf('traces.jsonl')).trials).toHaveLength(8)
  expect(world.report().roundsCounted).toBe(1)
})

test('when Lambda refuses at once there is no report, and that is said', async () => {
  await using world = await aWorld()
  const said = listening()
  world.onInvocation(() => [403, 'AccessDeniedException'])
  expect(await world.run()).toBe(5)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(said.err()).toContain('No round was finished, so there is no report.')
  expect(existsSync(world.folderOf('report.md'))).toBe(false)
  // Nobody is asked for traces of nothing.
  expect(world.xray.seen).toEqual([])
})

test('a Ctrl-C puts everything back, reports what is finished and ends in 130', async () => {
  await using world = await aWorld()
  const said = listening()
  const press = interrupting()
  world.onInvocation((nth) => (nth === 8 ? press() : undefined))
  expect(await world.run()).toBe(130)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(readTrials(world.folderOf('trials.jsonl')).trials).toHaveLength(7)
  expect(world.report().roundsCounted).toBe(1)
  expect(said.err()).not.toContain('broke off')
  expect(world.lambda.seen).toHaveLength(8)
})

// Breakage: a verdict without the check that nobody has waived.
test('a Ctrl-C while traces are waited for gives up the traces and not the report, which then has no verdict', async () => {
  await using world = await aWorld()
  await using xray = await aFakeXRay([])
  const said = listening()
  const press = interrupting()
  const running = world.run({ xray: xray.client, patienceMs: 3_600_000 })
  await eventually('traces were asked for', () => xray.batches.length > 0)
  press()
  expect(await running).toBe(5)
  expect(said.err()).toContain(`utakata xray ${world.folder} asks for them again`)
  expect(world.report().roundsCounted).toBe(2)
  expect(world.report().arms.map(({ verdict }) => verdict?.word)).toEqual([undefined, 'untraced', 'untraced'])
  const { trials } = readTrials(world.folderOf('traces.jsonl'))
  expect(new Set(trials.map(({ untraced }) => untraced))).toEqual(new Set(['the waiting for traces was interrupted']))
})

// Breakage: an error of the file system in place of the functions put back and of the report on the screen.
test('when the folder is gone in the middle, everything is put back and the report is shown', async () => {
  await using world = await aWorld()
  const said = listening()
  const folder = aFolder()
  world.onInvocation((nth) => (nth === 8 ? rmSync(folder, { recursive: true }) : undefined))
  expect(await world.run({ folder })).toBe(5)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(said.err()).toMatch(/broke off: ENOENT/)
  expect(said.err()).toContain(`what the traces tell could not be written to "${folder}" (ENOENT)`)
  expect(said.err()).toContain(`the report could not be written to "${folder}" (ENOENT)`)
  expect(said.out()).toContain('pipelined')
})

test('when what runs before fails nothing is invoked or changed, and what runs after runs', async () => {
  await using world = await aWorld()
  const said = listening()
  const around = async (phase: 'pre' | 'post') => {
    world.phases.push(phase)
    if (phase === 'pre') throw new Error('--pre: expected the command to end well, it ended with 7')
  }
  expect(await world.run({ around })).toBe(5)
  expect(world.phases).toEqual(['pre', 'post'])
  expect(world.control.seen).toEqual([])
  expect(world.lambda.seen).toEqual([])
  expect(said.err()).toContain('broke off: --pre: expected the command to end well, it ended with 7')
})

// Breakage: a command that ends by the same Ctrl-C is told as what has gone wrong.
test('a Ctrl-C while what runs before is under way ends in 130, and nothing is invoked', async () => {
  await using world = await aWorld()
  const said = listening()
  const press = interrupting()
  const around = async (phase: 'pre' | 'post') => {
    world.phases.push(phase)
    if (phase === 'post') return
    press()
    throw new Error('--pre: expected the command to end well, it ended with SIGINT')
  }
  expect(await world.run({ around })).toBe(130)
  expect(world.phases).toEqual(['pre', 'post'])
  expect(world.lambda.seen).toEqual([])
  expect(said.err()).not.toContain('broke off')
})

test('when what runs after fails there is a report all the same, and no success', async () => {
  await using world = await aWorld()
  const said = listening()
  const around = async (phase: 'pre' | 'post') => {
    if (phase === 'post') throw new Error('--post: expected the command to end well, it ended with 7')
  }
  expect(await world.run({ around })).toBe(5)
  expect(said.err()).toContain('utakata: --post: expected the command to end well, it ended with 7')
  expect(world.report().roundsCounted).toBe(2)
  expect(world.variables()).toEqual(PUT_BACK)
})

// Breakage: a "mistake in utakata itself", without a report and without a word on how to put the rest back.
test('when a function cannot be put back, how to go on is said, what runs after runs, and there is a report', async () => {
  await using world = await aWorld()
  const said = listening()
  world.onInvocation((nth) => {
    if (nth === INVOCATIONS) world.control.refuse('function-pipelined', [403, 'AccessDeniedException', 'no'])
  })
  expect(await world.run()).toBe(5)
  expect(said.err()).toMatch(/^utakata: function-pipelined: .* could not be put back: no$/m)
  expect(said.err()).toMatch(/^utakata: To put back what is left, run `npx utakata ab --restore`\.$/m)
  expect(world.variables()[0]).toEqual(VARIABLES)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(world.report().roundsCounted).toBe(2)
  expect(() => openJournal(world.journalFile)).toThrow('function-pipelined')
})

// Breakage: a verdict without the check that nobody has waived.
test('when X-Ray cannot be reached that is one sentence with what waives it, and there is no verdict', async () => {
  await using world = await aWorld()
  const said = listening()
  expect(await world.run({ xray: clientOf(await nobodyListens()) })).toBe(5)
  expect(said.err()).toMatch(
    /^utakata: X-Ray could not be asked: X-Ray cannot be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\).*; without traces there is no verdict: ask for them again with utakata xray .*, or waive them with --no-traces/m,
  )
  expect(said.err()).not.toContain('    at ')
  expect(world.report().arms.map(({ verdict }) => verdict?.word)).toEqual([undefined, 'untraced', 'untraced'])
  const { trials } = readTrials(world.folderOf('traces.jsonl'))
  expect(trials).toHaveLength(INVOCATIONS)
  for (const { untraced } of trials) expect(untraced).toMatch(/^X-Ray could not be asked: X-Ray cannot be reached/)
})

test('when X-Ray may not be asked there is no verdict either', async () => {
  await using world = await aWorld()
  await using xray = await aFakeXRay([], { refusal: [403, 'AccessDeniedException', 'no'] })
  const said = listening()
  expect(await world.run({ xray: xray.client })).toBe(5)
  expect(said.err()).toContain('utakata: X-Ray could not be asked: the credentials for AWS are not allowed xray:')
  expect(world.report().arms.map(({ verdict }) => verdict?.word)).toEqual([undefined, 'untraced', 'untraced'])
})

test('traces that never come are told of one by one, in the trials and in the report', async () => {
  await using world = await aWorld()
  await using xray = await aFakeXRay([])
  listening()
  expect(await world.run({ xray: xray.client })).toBe(5)
  const { trials } = readTrials(world.folderOf('traces.jsonl'))
  expect(new Set(trials.map(({ untraced }) => untraced))).toEqual(new Set(['its trace never came']))
  expect(world.report().arms.map(({ verdict }) => verdict?.word)).toEqual([undefined, 'untraced', 'untraced'])
})

test('while another run holds the journal nothing is begun, and nothing runs before or after', async () => {
  await using world = await aWorld()
  listening()
  using held = openJournal(world.journalFile)
  const before = process.listenerCount('SIGINT')
  expect(held.open()).toEqual([])
  expect(await errorOf(world.run())).toBeInstanceOf(UsageError)
  expect(world.phases).toEqual([])
  expect(world.control.seen).toEqual([])
  expect(process.listenerCount('SIGINT')).toBe(before)
})
