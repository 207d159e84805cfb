import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { XRayClient } from '@aws-sdk/client-xray'
import { createTarget } from '../../bench/run/aws/target.ts'
import { createInvokeClient } from '../../bench/run/aws/invoke.ts'
import { onInterrupt } from '../../bench/cli/interrupt.ts'
import { type Comparison, runComparison } from '../../bench/commands/functions/run-comparison.ts'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { anAbPlan, anAnswer, documentsOf } from './comparisons.ts'
import { fakeLambdaControl } from './fake-lambda-control.ts'
import { aFakeXRay, type StoredTrace } from './fake-xray.ts'
import { aFolder } from './folders.ts'
import { A_TRIAL } from './trials.ts'
import { answering } from './wire.ts'
import { anIo } from './in-process.ts'

export const VARIABLES = { STRATEGY: 'as deployed', TOKEN: '5ecret' }
/** Of two blocks of three variants: a cold and a warm invocation each. */
export const INVOCATIONS = 12

export const PUT_BACK = [VARIABLES, VARIABLES]

/** Two functions that Lambda's API, X-Ray's and a folder stand for; a new container after each change of variables. */
export async function aWorld() {
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
    const { block, iteration } = JSON.parse(body) as { block: number; iteration: number }
    const container = `${name} ${control.functionOf(name!).variables!.UTAKATA_TOUCHED}`
    const isCold = !containers.has(container)
    containers.add(container)
    const strategy = name === 'function-pipelined' ? ('pipelined' as const) : ('sequential' as const)
    const makespanMs = strategy === 'pipelined' ? 50 : 100
    const [, id] = /^Root=(1-[\da-f]{8}-[\da-f]{24});Sampled=1$/.exec(String(headers['x-amzn-trace-id']))!
    const details = { strategy, makespanMs, isCold, container }
    traces.push({ id: id!, documents: documentsOf({ ...details, block, iteration: iteration + 1, sent: 6 }) })
    response.end(JSON.stringify(anAnswer(details)))
  })
  const folder = aFolder()
  const journalFile = join(folder, 'journal', 'journal.jsonl')
  const phases: string[] = []
  const io = anIo()
  const client = createInvokeClient({
    endpoint: lambda.origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: '5ecret' },
  })
  const { scenario, ...plan } = anAbPlan({ environments: 2, warm: 1 })
  const judged = { ...plan, scenario: { ...scenario, looks: [{ blocks: 2, alpha: 0.05 }] } }
  const folderOf = (name: string) => join(folder, name)
  const run = async (changes: Partial<Comparison> & { readonly xray?: XRayClient | undefined } = {}) => {
    const interrupt = onInterrupt('Stopping.', io)
    try {
      return await runWith({ interrupt, ...changes })
    } finally {
      interrupt.dispose()
    }
  }
  const runWith = (
    changes: Partial<Comparison> & Pick<Comparison, 'interrupt'> & { readonly xray?: XRayClient | undefined },
  ) =>
    runComparison({
      io,
      plan: judged,
      folder: { path: folder },
      journalFile,
      control: control.clientFor(),
      xray: xray.client,
      patienceMs: 1,
      hasRuns: true,
      around: async (phase) =>
        void phases.push(`${phase} after ${control.updates().length} updates, ${lambda.seen.length} invocations`),
      renewalMode: 'latest',
      targetFor: (renewal) =>
        createTarget({
          plan: judged,
          target: 'aws',
          client,
          renewal,
          eventFor: ({ block, iteration }) => ({ block, iteration }),
          environment: A_TRIAL.environment,
        }),
      ...changes,
    })
  return {
    run,
    plan: judged,
    control,
    lambda,
    xray,
    traces,
    folder,
    folderOf,
    journalFile,
    phases,
    /** What was printed so far. */
    printed: io.printed,
    pressCtrlC: () => void io.signals.emit('SIGINT', 'SIGINT'),
    onInvocation: (watcher: typeof watch) => void (watch = watcher),
    variables: () => ['function-sequential', 'function-pipelined'].map((name) => control.functionOf(name).variables),
    report: () => JSON.parse(readFileSync(folderOf('report.json'), 'utf8')) as Result,
    async [Symbol.asyncDispose]() {
      await Promise.all([control, lambda, xray].map((wire) => wire[Symbol.asyncDispose]()))
    },
  }
}
