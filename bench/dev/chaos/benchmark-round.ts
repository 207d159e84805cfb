import { existsSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { strategies } from '../../../strategies/index.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { kill, type RunningCommand, startCommand } from './command.ts'
import { type Draws, expectEnd, expectNoDefect, type Round, type Tally } from './round.ts'

/** Longest that a run of the scenario below may take; a process that is stopped is given up after that and a grace. */
const RUN_TIMEOUT_MS = 1000
/** Far beyond six blocks with a few processes that had to be given up. */
const STUCK_MS = 180_000
/** Where there is time to report, this is far more than it takes. */
const MAX_STOPPING_MS = 15_000

/** What is done to a benchmark while it runs. Each says what it did. */
const DISTURBANCES: Readonly<Record<string, (command: RunningCommand, out: string, draws: Draws) => void>> = {
  'left alone': () => {},
  SIGINT: ({ pid }) => kill(pid, 'SIGINT'),
  SIGTERM: ({ pid }) => kill(pid, 'SIGTERM'),
  SIGHUP: ({ pid }) => kill(pid, 'SIGHUP'),
  SIGKILL: ({ pid }) => kill(pid, 'SIGKILL'),
  'a variant killed': (command, _out, draws) => signalOne(command, 'local/child.ts', 'SIGKILL', draws),
  'a variant stopped': (command, _out, draws) => signalOne(command, 'local/child.ts', 'SIGSTOP', draws),
  'mock server killed': (command, _out, draws) => signalOne(command, 'mock-server/main.ts', 'SIGKILL', draws),
  'mock server stopped': (command, _out, draws) => signalOne(command, 'mock-server/main.ts', 'SIGSTOP', draws),
  'folder removed': (_command, out) => rmSync(out, { recursive: true, force: true }),
  'folder replaced': (_command, out) => {
    if (!existsSync(out)) return
    renameSync(out, `${out}-moved`)
    mkdirSync(out)
  },
}
const STOPPING: ReadonlySet<string> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP'])

/** What measures into a folder, small; `scenario` is a file. */
const COMMANDS: Readonly<Record<string, (scenario: string) => readonly string[]>> = {
  bench: (scenario) => ['bench', scenario, '--quick'],
  sweep: (scenario) => ['bench', scenario, '--quick', '--sweep', 'world.items.count=2,4'],
  load: (scenario) => ['load', scenario, '--jobs', '10', '--every', '20ms', '--processes', '3'],
  lab: () => ['lab', 'lab', '--strategies', 'sequential,pipelined', '--containers', '3', '--warm-invocations', '1'],
}

/** A small benchmark that is disturbed, while it starts or while it measures, and its report made again from what it left. */
export async function benchmarkRound({ draws, folder, tally }: Round): Promise<void> {
  const scenario = join(folder, 'scenario.yaml')
  writeFileSync(scenario, aScenario(draws))
  const out = join(folder, 'out')
  const kind = draws.chance(0.5) ? 'bench' : draws.pick(Object.keys(COMMANDS))
  const args = [...COMMANDS[kind]!(scenario), '--output', 'out']
  const name = draws.pick(Object.keys(DISTURBANCES))
  const isLaunched = draws.chance(0.3)
  const isEarly = draws.chance(0.3)
  const afterMs = draws.between(0, isEarly ? 3000 : 8000)
  const maxFileKiB = draws.chance(0.15) ? draws.pick([4, 64, 256]) : undefined
  const what = `${kind}, ${name}${isLaunched ? ', through the launcher' : ''}${maxFileKiB === undefined ? '' : ', a full disk'}, after ${afterMs} ms${isEarly ? ' from its start' : ''}`
  const command = startCommand(args, { cwd: folder, isLaunched, maxFileKiB, limitMs: STUCK_MS })
  tally.count(`benchmark: ${kind}`)
  if (maxFileKiB !== undefined) tally.count('benchmark: a full disk')
  while (!isEarly && !command.hasEnded() && !hasTrials(out)) await sleep(20)
  await Promise.race([command.end, sleep(afterMs)])
  const isDisturbed = !command.hasEnded()
  const disturbedMs = performance.now()
  const wasReported = existsSync(join(out, 'report.json'))
  if (isDisturbed) {
    DISTURBANCES[name]!(command, out, draws)
    tally.count(`benchmark: ${name}${isEarly ? ' while it starts' : ''}`)
    // A sweep that has ended may be taken up by a second one.
    if (draws.chance(0.3) && !isEarly && kind !== 'sweep') await secondInTheSameFolder(args, folder, name, tally)
  } else tally.count('benchmark: over before it was disturbed')
  const ended = await command.end

  expectEnd(ended, what, tally)
  const isSignalled = isDisturbed && STOPPING.has(name)
  if (isSignalled) {
    tally.took('benchmark ended after a signal', ended.endedMs - disturbedMs)
    if (ended.endedMs - disturbedMs > MAX_STOPPING_MS)
      tally.violation(`${what}: ended ${Math.round(ended.endedMs - disturbedMs)} ms later`)
  }
  expectNoDefect(ended, what, tally)
  const wasKilled = isDisturbed && name === 'SIGKILL'
  // Before it listens, a signal ends it as it would any program.
  const mayDie = wasKilled || (isSignalled && isEarly)
  if (!mayDie && (ended.code === undefined || ended.code > EXIT.interrupted))
    tally.violation(`${what}: ended by a signal (exit code ${ended.code})`)
  // Once all is measured, a signal changes nothing: the exit code is that of the report.
  const wasOver = wasReported || ended.stderr.includes('The report is being written')
  if (isSignalled && !isEarly && !wasOver && ended.code !== EXIT.interrupted)
    tally.violation(`${what}: exit code ${ended.code}; ${ended.stderr.slice(-300)}`)
  if (!wasKilled) expectTidy(out, what, tally)
  if (!hasTrials(out)) return
  const again = await startCommand(['report', 'out'], { cwd: folder, limitMs: STUCK_MS }).end
  tally.count('reports made again')
  expectNoDefect(again, `${what}: its report`, tally)
  if (again.code === undefined || (again.code !== EXIT.done && again.stderr.trim() === ''))
    tally.violation(`${what}: its report ended with ${again.code} and no word`)
}

function aScenario(draws: Draws): string {
  const names = Object.keys(strategies).filter((name) => name !== 'sequential')
  return [
    'name: chaos',
    'world:',
    '  items: { count: 4, events: 4, dueShare: 0.5 }',
    '  fetchDelay: { model: constant, ms: 2 }',
    '  notifyDelay: { model: constant, ms: 1 }',
    `variants: [sequential, ${draws.pick(names)}]`,
    `client: { runTimeoutMs: ${RUN_TIMEOUT_MS} }`,
    'plan: { warmUps: 1, iterations: 1 }',
    '',
  ].join('\n')
}

/** Those of a sweep lie in the folders of its cells. */
function hasTrials(out: string): boolean {
  return globSync('{.,cells/*}/trials.jsonl', { cwd: out }).length > 0
}

/** Whatever ended it, a command leaves no lock and no part of a file. */
function expectTidy(out: string, what: string, tally: Tally): void {
  const left = globSync(['**/utakata.lock', '**/utakata.pid', '**/.utakata-*'], { cwd: out })
  if (left.length > 0) tally.violation(`${what}: left ${left.join(', ')} in its folder`)
}

/** A folder that a run writes into is refused to a second one; one that was taken away may be made anew. */
async function secondInTheSameFolder(
  args: readonly string[],
  folder: string,
  name: string,
  tally: Tally,
): Promise<void> {
  if (!['left alone', 'a variant stopped', 'mock server stopped'].includes(name)) return
  const second = await startCommand(args, { cwd: folder, limitMs: STUCK_MS }).end
  tally.count('benchmark: a second one in the same folder')
  if (second.code !== EXIT.usage)
    tally.violation(`a second benchmark in the same folder: exit code ${second.code}; ${second.stderr.slice(0, 300)}`)
}

function signalOne(command: RunningCommand, part: string, signal: NodeJS.Signals, draws: Draws): void {
  const found = command.descendants().filter((one) => one.command.includes(part))
  if (found.length > 0) kill(draws.pick(found).pid, signal)
}
