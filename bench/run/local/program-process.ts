import { randomUUID } from 'node:crypto'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { UserError } from '../../io/user-error.ts'
import { compileCacheVariables } from '../../launcher/compile-cache.mjs'
import type { Program, Variant } from '../../plan/schedule.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { PeerError } from '../peer-error.ts'
import { programJobOf } from './jobs.ts'
import type { ProgramReply, ProgramRequest, VariantProcess, VariantSurroundings } from './messages.ts'
import { COMPILES_ANEW, PeerTimeout, startPeer } from './process.ts'
import { variablesToReach } from './world.ts'
import { digestOfProgram } from './programs/digest.ts'
import { endAtOnce } from './programs/program.ts'

/** Starts a fresh process that runs a program and measures it from outside. */
export function startProgramOf(
  scenario: Scenario,
  variant: Pick<Variant, 'name' | 'slowedBy'>,
  program: Program,
  { world, patience, compilesAnew = false }: VariantSurroundings,
): VariantProcess {
  const { name: called, slowedBy } = variant
  const { command, cwd, digest } = program
  const { descriptors, runTimeoutMs } = scenario.client
  const id = randomUUID()
  const peer = startPeer<ProgramRequest, ProgramReply>(moduleBeside('./program-child', import.meta.url), {
    called,
    tree: id,
  })
  const ask = async (request: ProgramRequest, withinMs: number) => {
    const reply = await peer.ask(request, { withinMs })
    if (reply.is !== 'failed') return reply
    const { failure } = reply
    throw failure.code === 'killed'
      ? new PeerTimeout(called, failure.withinMs, failure.stderr)
      : new PeerError(called, failure)
  }
  return {
    async open() {
      if (digest !== undefined && digestOfProgram(program) !== digest)
        throw new UserError('program-changed', { program: called })
      const env = {
        ...process.env,
        TZ: 'UTC',
        // For a program that is Node's: as for strategies.
        ...(compilesAnew ? COMPILES_ANEW : compileCacheVariables()),
        ...variablesToReach(world),
        ...certificateFile(world.caFile()),
      }
      const { startMs: startTimeoutMs, graceMs } = patience
      const emptyJob = { ...programJobOf(scenario, 'f1/w1', { origin: world.origin(), ca: world.ca() }), items: [] }
      const setup = { command, cwd, env, id, descriptors, slowedBy, emptyJob, startTimeoutMs, runTimeoutMs }
      await ask({ is: 'open', setup }, startTimeoutMs + graceMs)
    },
    async run(place, options) {
      const job = programJobOf(scenario, place, { origin: world.origin(), ca: world.ca() })
      try {
        return (await ask({ is: 'run', job, ...options }, 2 * runTimeoutMs + patience.graceMs)) as ProgramReply & {
          is: 'ran'
        }
      } catch (error) {
        return error as Error
      }
    },
    async stop(patienceMs) {
      await peer.stop(patienceMs)
      // A killed process has ended nothing that it started.
      endAtOnce(id)
    },
  }
}

/** The variable that OpenSSL and Go read. */
function certificateFile(file: string | undefined): Readonly<Record<string, string>> {
  return file === undefined ? {} : { SSL_CERT_FILE: file }
}
