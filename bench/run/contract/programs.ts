import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Taken } from '../../../mock-server/main.ts'
import { atExit } from '../../io/at-exit.ts'
import type { ProgramBreach } from '../../io/program-breach.ts'
import { userEnvironment } from '../../io/user-environment.ts'
import { UserError } from '../../io/user-error.ts'
import { type Variant, variantsOf } from '../../plan/schedule.ts'
import { programsOf, type Scenario, type ScenarioProgram } from '../../scenario/scenario.ts'
import { processFailureOf } from '../peer-error.ts'
import { PATIENCE } from '../local/patience.ts'
import { startVariant } from '../local/variant-process.ts'
import { startWorld, type WorldProcess } from '../local/world.ts'
import { digestOfProgram } from '../local/programs/digest.ts'
import { programFaults } from '../local/program-figures.ts'
import { isOfProgram } from '../local/messages.ts'

/** Enough to see what a program does with its items. */
const MAX_ITEMS = 30

const BUILD_TIMEOUT_MS = 600_000

/** What is kept of what a build writes, of its end. */
const MAX_OUTPUT_BYTES = 2000

export interface PrepareOptions {
  readonly signal?: AbortSignal | undefined
  /** A program is being built, or tried. */
  readonly beginning?: (is: 'building' | 'trying', program: string) => void
}

/**
 * Builds the programs of a scenario and tries each of them on a few items, without delays or faults: what it sends has to be what a strategy of
 * the scenario sends, or the reference if all are programs. Gives their digests, by name; throws a UserError that says what is wrong with one.
 */
export async function preparePrograms(
  scenario: Scenario,
  { signal, beginning }: PrepareOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const programs = programsOf(scenario)
  const digests = new Map<string, string>()
  for (const program of programs) {
    const { name, build, command, cwd = '.' } = program
    signal?.throwIfAborted()
    if (build !== undefined) {
      beginning?.('building', name)
      await buildProgram(program, build, signal)
    }
    digests.set(name, digestOfProgram({ command, cwd }))
  }
  if (programs.length > 0) await tryPrograms(scenario, digests, { signal, beginning })
  return digests
}

/** By the system's shell, as a line in a terminal. */
async function buildProgram({ name, cwd }: ScenarioProgram, build: string, signal?: AbortSignal): Promise<void> {
  // In a group of its own, which ends as a whole: a compiler would outlive its shell.
  const child = spawn('/bin/sh', ['-c', build], {
    cwd,
    env: userEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const kill = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  using undo = new DisposableStack()
  undo.defer(atExit(kill))
  undo.adopt(setTimeout(kill, BUILD_TIMEOUT_MS), clearTimeout)
  signal?.addEventListener('abort', kill, { once: true })
  undo.defer(() => signal?.removeEventListener('abort', kill))
  let output = Buffer.alloc(0)
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = Buffer.concat([output, chunk]).subarray(-MAX_OUTPUT_BYTES)
    })
  const [exitCode, killedBy] = (await once(child, 'close')) as [number | null, string | null]
  signal?.throwIfAborted()
  if (exitCode === 0) return
  throw unfit(name, { code: 'build-failed', exitCode: exitCode ?? String(killedBy), output: output.toString().trim() })
}

async function tryPrograms(
  scenario: Scenario,
  digests: ReadonlyMap<string, string>,
  { signal, beginning }: PrepareOptions,
): Promise<void> {
  const { world, deliveries: compares } = scenario
  const count = Math.min(world.items.count, MAX_ITEMS)
  const tried: Scenario = { ...scenario, world: { ...world, items: { ...world.items, count }, dnsDelayMs: 0 } }
  const server = await startWorld(tried.world, { compares, keepsBodies: true, ...(signal && { signal }) })
  try {
    const variants = variantsOf(tried, [], digests).filter(({ role }) => role === 'reference' || role === 'candidate')
    const run = async (variant: Variant) => {
      signal?.throwIfAborted()
      if (variant.program) beginning?.('trying', variant.name)
      return runOnce(tried, variant, server)
    }
    // Of programs alone, the reference is right.
    const model = variants.find(({ program }) => !program) ?? variants.find(({ role }) => role === 'reference')!
    const expected = await run(model)
    for (const variant of variants.filter(({ program, name }) => program && name !== model.name)) {
      const ran = await run(variant)
      if (ran.digest === expected.digest) continue
      const { posts, accepted } = ran
      const differing = firstDifferent(expected.bodies ?? [], ran.bodies ?? [])
      const breach = { code: 'other-posts', items: count, posts, accepted, model: model.name } as const
      throw unfit(variant.name, { ...breach, expected: expected.accepted, ...differing })
    }
  } finally {
    await server.stop()
  }
}

/** The first post of each that the other has not made. */
function firstDifferent(expected: readonly string[], got: readonly string[]) {
  const missing = expected.find((body) => !got.includes(body))
  const surplus = got.find((body) => !expected.includes(body))
  return { ...(missing !== undefined && { missing }), ...(surplus !== undefined && { surplus }) }
}

/** What one run of a variant in a fresh process was to the mock server. */
async function runOnce(scenario: Scenario, variant: Variant, world: WorldProcess): Promise<Taken> {
  const running = startVariant(scenario, variant, { world, patience: PATIENCE })
  try {
    await running.open()
    await world.reset()
    const measured = await running.run('f1/w1')
    if (measured instanceof Error) throw measured
    const taken = await world.take()
    if (taken instanceof Error) throw taken
    if (!isOfProgram(measured)) return taken
    const [fault] = programFaults(measured, taken, { scenario, isSeries: false, plain: false })
    if (fault) throw unfit(variant.name, { code: 'fault', fault })
    return taken
  } catch (error) {
    if (error instanceof UserError || !variant.program) throw error
    throw unfit(variant.name, { code: 'no-result', failure: processFailureOf(error as Error) })
  } finally {
    await running.stop()
  }
}

function unfit(program: string, breach: ProgramBreach): UserError {
  return new UserError('program-unfit', { program, breach })
}
