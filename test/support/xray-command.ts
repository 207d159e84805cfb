import type { LabKey } from '../../bench/run/lab/access/access-key.ts'
import { type Collector, startCollector } from '../../bench/run/lab/xray/collector.ts'
import { withEnv } from './env.ts'
import { traceIdAt } from './fake-xray.ts'
import { run } from './in-process.ts'
import { lambdaSegments, runDocuments } from './lambda-segments.ts'
import { aTracedRun, BEGAN_MS } from './traced-runs.ts'

/** The hour in which all traces of these tests began. */
export const SPAN = ['--from', '2026-01-15T08:30:00Z', '--until', '2026-01-15T09:30:00Z']

/** A local X-Ray whose clock stands at the end of that hour. */
export const aCollector = () => startCollector({ now: () => BEGAN_MS + 30 * 60_000 })

const MADE_UP: LabKey = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }

/** Runs `utakata xray`: the SDK's own settings lead to an X-Ray of the test, and never beyond this machine. */
export function xray(
  { endpoint, key = MADE_UP }: { readonly endpoint: string; readonly key?: LabKey },
  args: readonly string[],
) {
  const variables = {
    AWS_ENDPOINT_URL_XRAY: endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  }
  for (const [name, value] of Object.entries(variables)) withEnv(name, value)
  return run(['xray', ...args])
}

export function put(collector: Collector, id: string, documents: readonly object[]): void {
  for (const document of documents) collector.put({ ...document, trace_id: id })
}

/**
 * What a comparison of `sequential` with `promise-all` leaves: two containers of the reference a block, each cold and then warm. Of the
 * documents of each invocation, by its number, all come unless `come` says which.
 */
export function putComparison(
  collector: Collector,
  run: string,
  {
    containers = 12,
    come = (documents) => documents,
  }: { containers?: number; come?: (documents: readonly object[], number: number) => readonly object[] } = {},
): string[] {
  const ids: string[] = []
  for (let block = 1; block <= containers; block++)
    for (const [strategy, inFlight, which] of [
      ['sequential', 1, 'one'],
      ['promise-all', 4, 'one'],
      ['sequential', 1, 'other'],
    ] as const)
      for (const iteration of [1, 2]) {
        const id = traceIdAt(BEGAN_MS, 1 + ids.length)
        ids.push(id)
        const isCold = iteration === 1
        const container = `${strategy} ${block} ${which}`
        const annotations = { run, block, iteration, cold: isCold, container, memory_mb: 1769 }
        const documents = runDocuments({ ...aTracedRun(4, { inFlight }), strategy, annotations })
        const beganMs = BEGAN_MS + ids.length
        const all = [...lambdaSegments({ name: `utakata-${strategy}`, isCold, beganMs }), ...documents]
        put(collector, id, come(all, ids.length))
      }
  return ids
}
