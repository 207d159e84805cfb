/** The code a thread of a run runs: it makes its own steps from the run's seed and takes them when asked to. */
import { Buffer } from 'node:buffer'
import { parentPort } from 'node:worker_threads'
import { uncloned } from './failure.ts'
import type { Job, Steps, Work } from './job.ts'
import { takeShare } from './lanes.ts'
import { observeNothing } from './observe.ts'
import { observeInto } from './recording.ts'
import { createSteps } from './steps.ts'
import type { Reply, Request, RunSeed } from './threads.ts'

interface OpenRun {
  readonly job: Job
  readonly steps: Steps
  readonly work: Work
  readonly controller: AbortController
}

interface ThreadModule {
  readonly createWork: (job: Job, options: unknown) => Work | Promise<Work>
}

const port = parentPort!
const runs = new Map<number, Promise<OpenRun>>()
const reply = (message: Reply) => port.postMessage(message)

async function open({ job, workModule, workOptions, recording }: RunSeed): Promise<OpenRun> {
  const { createWork }: ThreadModule = await import(workModule)
  const work = await createWork(job, workOptions)
  const controller = new AbortController()
  const observe = recording ? observeInto(recording) : observeNothing
  return { job, work, controller, steps: createSteps(job, work, observe, controller.signal) }
}

port.on('message', async (request: Request) => {
  if (request.is === 'open') {
    runs.set(request.run, open(request.seed))
    return
  }
  const { job, steps, work, controller } = await runs.get(request.run)!
  switch (request.is) {
    case 'work':
      await takeShare(job, steps, request, (feedIndex, outcome) => {
        reply({ is: 'outcome', call: request.call, feedIndex, outcome })
      })
      return reply({ is: 'done', call: request.call })
    case 'check': {
      const feed = job.feeds[request.feedIndex]!
      const body = request.isBuffer ? Buffer.from(request.body.buffer) : request.body
      const checked = await steps.check({ feed, body, failures: [] })
      try {
        return reply({ is: 'done', call: request.call, checked })
      } catch (error) {
        const failures = [...checked.failures, uncloned('what check found', error as Error)]
        return reply({ is: 'done', call: request.call, checked: { feed, due: [], failures } })
      }
    }
    case 'abort':
      return controller.abort(new Error(request.reason))
    case 'close':
      runs.delete(request.run)
      await work.close()
      return reply({ is: 'done', call: request.call })
  }
})
