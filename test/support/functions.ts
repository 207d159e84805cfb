import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Served } from '../../bench/run/contract/running.ts'
import type { Answer, ErrorAnswer } from '../../infra/answer.ts'
import { type Bundle, buildBundle } from '../../infra/bundle.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'
import { HEADER } from './traced-runs.ts'

const HOST = fileURLToPath(new URL('./fixtures/function-host.mjs', import.meta.url))

let building: Promise<Bundle> | undefined

/** The bundle that would be uploaded, built once in a process of tests and taken away with it. */
export function theBundle(): Promise<Bundle> {
  if (building !== undefined) return building
  const folder = mkdtempSync(join(tmpdir(), 'utakata-bundle-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return (building = buildBundle(folder))
}

interface Invocation {
  /** What is left of the function's time. */
  readonly remainingMs?: number
  /** Set before the invocation, as the runtime sets the trace's header. */
  readonly variables?: Readonly<Record<string, string>>
}

/** A container of a function, for `await using`. */
export interface Container extends AsyncDisposable {
  readonly pid: number
  /** What it answers; rejects with what it throws. */
  readonly invoke: (event?: unknown, how?: Invocation) => Promise<Answer & ErrorAnswer>
  readonly log: () => string
}

/** Starts a function of the bundle in a process of its own, with Lambda's variables and no others of AWS. */
export async function startFunction(
  { folder }: Pick<Bundle, 'folder'>,
  {
    entry = 'handler',
    variables = {},
  }: { readonly entry?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<Container> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|NODE)_/.test(name))
  const child = fork(HOST, [join(folder, `${entry}.mjs`)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: {
      ...Object.fromEntries(inherited),
      STRATEGY: 'pipelined',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'a-key',
      AWS_SECRET_ACCESS_KEY: 'a-secret',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      LAMBDA_TASK_ROOT: folder,
      // Port 9, to which nobody listens.
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9',
      ...variables,
    },
  })
  let log = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text))
  await messageOf(child, () => log)
  return {
    pid: child.pid!,
    async invoke(event, { remainingMs = 30_000, variables: changed = {} } = {}) {
      child.send({ event, remainingMs, variables: { _X_AMZN_TRACE_ID: HEADER, ...changed } })
      // As the platform does when a function's time is up.
      const timer = setTimeout(() => child.kill('SIGKILL'), remainingMs)
      const { answer, thrown } = await messageOf(child, () => log).finally(() => clearTimeout(timer))
      if (thrown) throw Object.assign(new Error(thrown.message), thrown)
      return answer!
    },
    log: () => log,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

interface Message {
  readonly answer?: Answer & ErrorAnswer
  readonly thrown?: { readonly name: string; readonly message: string; readonly stack: string }
}

async function messageOf(child: ChildProcess, log: () => string): Promise<Message> {
  const waiting = new AbortController()
  const ended = once(child, 'exit', waiting).then(([code]) => {
    throw new Error(`the function's process ended with ${code}: ${log()}`)
  })
  const received = once(child, 'message', waiting).then(([message]) => message as Message)
  return Promise.race([received, ended]).finally(() => waiting.abort())
}

/** The event that requests the job of a mock world. */
export function worldEvent({ origin, ca }: Pick<Served, 'origin' | 'ca'>, place = 'f0/r1') {
  const feedsUrl = `${origin}/${place}/feeds.txt`
  return {
    world: { feedsUrl, slackUrl: `${origin}/${place}/slack`, window: WORLD_WINDOW, ...(ca !== undefined && { ca }) },
  }
}
