/**
 * The built-in job in one of our own strategies, as a program: `node program.ts pipelined`. It must take the time and the CPU that the same
 * strategy takes inside a benchmark, which is the proof that measuring from outside measures the same.
 */
import { createInterface } from 'node:readline'
import { strategies, type StrategyName } from '../../strategies/index.ts'
import type { CalendarJob, Limits } from '../../strategies/job.ts'
import { createPause } from '../../strategies/pause.ts'
import { readyRun } from '../../strategies/run.ts'
import { createWork, type WorkOptions } from '../../strategies/work.ts'

/** What a line of standard input holds; docs/programs.md describes it. */
interface Request {
  readonly run: number
  readonly items: readonly { readonly id: string; readonly url: string; readonly sink: string }[]
  readonly window?: { readonly from: string; readonly until: string }
  readonly limits: Partial<Limits>
  readonly timeouts: { readonly headersMs: number; readonly bodyMs: number }
  readonly ca?: string
}

const strategy = strategies[(process.argv[2] ?? 'pipelined') as StrategyName]

for await (const line of createInterface({ input: process.stdin })) {
  await perform(JSON.parse(line) as Request)
}

function answer(run: number, figures: object = {}): void {
  console.log(JSON.stringify({ run, done: true, ...figures }))
}

async function perform({ run: number, items, window, limits, timeouts, ca }: Request): Promise<void> {
  const [first] = items
  if (!first || !window) return answer(number)
  const job: CalendarJob = {
    feeds: items.map(({ id, url }) => ({ id, url })),
    window: { fromMs: Date.parse(window.from), untilMs: Date.parse(window.until) },
    slackUrl: first.sink,
  }
  const options: WorkOptions = {
    pause: createPause(),
    ca,
    check: { mode: 'prefilter' },
    fetch: { headersTimeoutMs: timeouts.headersMs, bodyTimeoutMs: timeouts.bodyMs },
  }
  const module = new URL('../../strategies/work.ts', import.meta.url).href
  const run = readyRun(strategy, job, { createWork, module, options }, { limits })
  try {
    const outcomes = await run.start()
    const failures: Record<string, number> = {}
    for (const { step, kind } of outcomes.flatMap((outcome) => outcome.failures))
      failures[`${step} ${kind}`] = (failures[`${step} ${kind}`] ?? 0) + 1
    answer(number, { items: outcomes.length, failures })
  } finally {
    await run.close()
  }
}
