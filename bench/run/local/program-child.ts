/** One program of a block: a process that starts it, hands it one job after another and measures each. */
import type { Stopwatch } from '../../../strategies/measure.ts'
import { clockMs } from '../../../strategies/recording.ts'
import { settle } from '../../../strategies/settle.ts'
import { slowedDown } from '../../../strategies/slow-down.ts'
import { monotonicMs } from '../../../mock-server/monotonic.ts'
import type { MeasuredOfProgram, ProgramReply, ProgramRequest, ProgramSetup } from './messages.ts'
import { below } from '../../launcher/end-tree.mjs'
import { createStopwatch } from './stopwatch.ts'
import { createCpuMeter, peakRssBytes, readAccounts, resetPeaks } from './programs/accounts.ts'
import { prepareRun, ProgramError, type RunningProgram, startProgram } from './programs/program.ts'
import type { Reported } from './programs/protocol.ts'

interface Opened {
  readonly setup: ProgramSetup
  readonly program: RunningProgram
  readonly stopwatch: Stopwatch
}

let opened: Opened | undefined
/** Why the program is not asked any more. */
let failed: ProgramError | undefined
let runs = 0

const cpuMeter = createCpuMeter()

/** Ready when the program has answered for the first time: what it takes to start is no part of its first run, as for our own. */
async function open(setup: ProgramSetup): Promise<Opened> {
  const program = await startProgram(setup)
  await program.run(prepareRun(runs++, setup.emptyJob), setup.startTimeoutMs)
  const stopwatch = createStopwatch()
  const { slowedBy = 0 } = setup
  return {
    setup,
    program,
    stopwatch: slowedBy > 0 ? slowedDown(stopwatch, slowedBy, new AbortController().signal) : stopwatch,
  }
}

async function measure(
  { setup, program, stopwatch }: Opened,
  { job, isFollowing = false }: Extract<ProgramRequest, { is: 'run' }>,
): Promise<MeasuredOfProgram> {
  const { runTimeoutMs } = setup
  // Lets the program notice connections that the server closed after the last run.
  if (!isFollowing) await settle()
  const request = prepareRun(runs++, job)
  const before = below(program.pid)
  resetPeaks(before)
  const accounts = readAccounts(before)
  const [beganMs, beganMonotonicMs] = [clockMs(), monotonicMs()]
  let reported: Reported = {}
  const makespanMs = await stopwatch(async () => {
    reported = await program.run(request, runTimeoutMs)
  })
  // Not by its length from its begin: this process may have had to wait between two clocks.
  const endedMonotonicMs = monotonicMs()
  const after = below(program.pid)
  const cpuMs = cpuMeter.runMs(accounts, readAccounts(after))
  const peaks = new Map([...program.peaksSeen(), ...after.map((pid): [number, number] => [pid, peakRssBytes(pid)])])
  const peak = peaks.values().reduce((sum, bytes) => sum + bytes, 0)
  await program.checkTree()
  // What the program lets go of after its answer is no part of the protocol.
  await settle()
  const protocol = prepareRun(runs++, { ...job, items: [] })
  const protocolMs = await createStopwatch()(async () => {
    await program.run(protocol, runTimeoutMs)
  })
  const times = { beganMs, beganMonotonicMs, endedMonotonicMs, makespanMs, protocolMs }
  return { ...times, cpuMs, peakRssBytes: peak, reported, timedOut: false }
}

async function answer(request: ProgramRequest): Promise<ProgramReply> {
  try {
    if (failed) throw failed
    if (request.is === 'open') {
      opened = await open(request.setup)
      return { is: 'opened' }
    }
    return { is: 'ran', ...(await measure(opened!, request)) }
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    failed = error
    return { is: 'failed', failure: error.failure }
  }
}

process.on('message', async (request: ProgramRequest) => {
  const reply = await answer(request)
  // Whoever asked may have gone meanwhile: that is no error, and the disconnect ends this process.
  process.send!(reply, undefined, undefined, () => {})
})
process.on('disconnect', async () => {
  await opened?.program.end()
  process.exit()
})
