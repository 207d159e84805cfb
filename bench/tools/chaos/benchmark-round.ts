import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { strategies } from '../../../strategies/index.ts'
import { EXIT } from '../../exit-code.ts'
import { type EndedCommand, kill, type RunningCommand, startCommand } from './command.ts'
import type { Draws } from './draws.ts'
import type { Tally } from './tally.ts'

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
const STOPPING = new Set(['SIGINT', 'SIGTERM', 'SIGHUP'])

/** A small benchmark that is disturbed, and its report made again from what it left. */
export async function benchmarkRound(draws: Draws, folder: string, tally: Tally): Promise<void> {
  const names = Object.keys(strategies).filter((name) => name !== 'sequential')
  const scenario = join(folder, 'scenario.yaml')
  writeFileSync(
    scenario,
    [
      'name: chaos',
      'world:',
      '  feeds: { count: 4, events: 4, dueShare: 0.5 }',
      '  feedDelay: { model: constant, ms: 2 }',
      '  slackDelay: { model: constant, ms: 1 }',
      `strategies: [sequential, ${draws.pick(names)}]`,
      `client: { runTimeoutMs: ${RUN_TIMEOUT_MS} }`,
      'plan: { warmUps: 1, rounds: 1 }',
      '',
    ].join('\n'),
  )
  const isLaunched = draws.chance(0.3)
  const out = join(folder, 'out')
  const args = ['bench', scenario, '--quick', '--out', 'out']
  const name = draws.pick(Object.keys(DISTURBANCES))
  const what = `benchmark, ${name}${isLaunched ? ', through the launcher' : ''}`
  const afterMs = draws.between(0, 8000)
  const command = startCommand(args, { cwd: folder, isLaunched, limitMs: STUCK_MS })
  while (!command.hasEnded() && !existsSync(join(out, 'trials.jsonl'))) await sleep(20)
  await Promise.race([command.end, sleep(afterMs)])
  const isDisturbed = !command.hasEnded()
  const disturbedMs = performance.now()
  if (isDisturbed) {
    DISTURBANCES[name]!(command, out, draws)
    tally.count(`benchmark: ${name}`)
    if (draws.chance(0.3)) await secondInTheSameFolder(args, folder, name, tally)
  } else tally.count('benchmark: over before it was disturbed')
  const ended = await command.end

  if (ended.isStuck) tally.violation(`${what}: never ended; ${ended.stderr.slice(-300)}`)
  for (const left of ended.left) tally.violation(`${what}: left behind ${left}`)
  if (isDisturbed && STOPPING.has(name)) {
    tally.took('benchmark ended after a signal', ended.endedMs - disturbedMs)
    if (ended.endedMs - disturbedMs > MAX_STOPPING_MS)
      tally.violation(`${what}: ended ${Math.round(ended.endedMs - disturbedMs)} ms later`)
  }
  expectNoMistake(ended, what, tally)
  const wasKilled = isDisturbed && name === 'SIGKILL'
  if (!wasKilled && ended.code === undefined) tally.violation(`${what}: ended by a signal`)
  if (isDisturbed && STOPPING.has(name) && ended.code !== EXIT.interrupted)
    tally.violation(`${what}: exit code ${ended.code}; ${ended.stderr.slice(-300)}`)
  if (!existsSync(join(out, 'trials.jsonl'))) return
  const again = await startCommand(['report', 'out'], { cwd: folder, limitMs: STUCK_MS }).end
  tally.count('reports made again')
  expectNoMistake(again, `${what}: its report`, tally)
  if (again.code === undefined || (again.code !== EXIT.done && again.stderr.trim() === ''))
    tally.violation(`${what}: its report ended with ${again.code} and no word`)
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

function expectNoMistake({ code, stderr, stdout }: EndedCommand, what: string, tally: Tally): void {
  if (code === EXIT.internal || /a mistake in utakata|^\s+at .*\.ts:\d+/m.test(stderr + stdout))
    tally.violation(`${what}: exit code ${code}; ${stderr.slice(0, 400)}`)
}
