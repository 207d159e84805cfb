import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { onTestFinished } from 'vitest'
import { createInvokeClient } from '../../bench/run/aws/invoke.ts'
import { type Lab, type LabOptions, startLab } from '../../bench/run/lab/lab.ts'
import type { FaultInjection } from '../../bench/run/lab/xray/fault-injection.ts'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import type { StrategyName } from '../../strategies/index.ts'
import { type Ended, start, type Started, utakata } from './command-line.ts'
import { eventually } from './eventually.ts'
import { aFolder } from './folders.ts'
import { type Process, processesOf } from './processes.ts'
import { type Served, serve } from '../../bench/run/contract/running.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'

/** Debian's; another one may come before it on the path. */
const AWS = '/usr/bin/aws'

/** Where a lab's three APIs are, as the SDKs and the command line of AWS look for them. */
export type LabEnvironment = Readonly<Record<string, string>>

export function environmentOf({
  lambdaEndpoint,
  xrayEndpoint,
  logsEndpoint,
  key,
}: Pick<Lab, 'lambdaEndpoint' | 'xrayEndpoint' | 'logsEndpoint' | 'key'>): LabEnvironment {
  return {
    AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint,
    AWS_ENDPOINT_URL_XRAY: xrayEndpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logsEndpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

/** A lab in this process, whose X-Ray fails as it is configured to. */
export function aLab(
  strategies: readonly StrategyName[],
  faults: Partial<FaultInjection> = {},
  more: Partial<LabOptions> = {},
): Promise<Lab> {
  return startLab({ strategies, memoryMb: [1769], faults, ...more })
}

/** So small a world that a container's start takes longest; a run of sequential takes 4 times as long as one of pipelined. */
export function aSmallWorld(): Promise<Served> {
  return serve(aWorld({ items: { ...aWorld().items, count: 6 }, fetchDelay: constant(5), notifyDelay: constant(3) }))
}

/** What `ab` has to know of a lab in this process. */
export function placeOf(lab: Lab, world: Served): Pick<KeptLab, 'environment' | 'outputs' | 'mock'> {
  return { environment: environmentOf(lab), outputs: lab.outputsFile, mock: world.origin }
}

/** `utakata lab --keep` as somebody has it in another terminal, for `await using`. */
export interface KeptLab extends Started, AsyncDisposable {
  readonly environment: LabEnvironment
  readonly mock: string
  readonly outputs: string
  /** A file with the event that it says to try. */
  readonly event: string
  /** By which its functions and its temporary files differ from those of other labs. */
  readonly folder: string
  /** Everything that it has started and that has not ended, itself first. */
  readonly processes: () => Process[]
}

export async function aKeptLab(args: readonly string[] = []): Promise<KeptLab> {
  const out = join(aFolder(), 'kept')
  const started = start(['lab', '--keep', '--output', out, ...args])
  const isThere = eventually('the lab was there', () => started.saidSoFar().includes('Ctrl-C ends it.'), 60_000)
  const tooEarly = started.end.then(({ code }) => {
    throw new Error(`expected a lab that is kept, got its end with ${code}: ${started.saidSoFar()}`)
  })
  await Promise.race([isThere, tooEarly])
  const said = (what: RegExp) => what.exec(started.saidSoFar())![1]!
  const outputs = said(/^Outputs +(\S+)/m)
  const folder = dirname(outputs)
  // What a lab that was killed could not take away itself.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    ...started,
    environment: environmentOf({
      lambdaEndpoint: said(/AWS_ENDPOINT_URL_LAMBDA=(\S+)/),
      xrayEndpoint: said(/AWS_ENDPOINT_URL_XRAY=(\S+)/),
      logsEndpoint: said(/AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=(\S+)/),
      key: {
        accessKeyId: said(/AWS_ACCESS_KEY_ID=(\S+)/),
        secretAccessKey: said(/AWS_SECRET_ACCESS_KEY=(\S+)/),
      },
    }),
    mock: said(/^Mock +(\S+)/m),
    outputs,
    event: join(out, 'event.json'),
    folder,
    processes: () => processesOf(started.pid),
    async [Symbol.asyncDispose]() {
      started.interrupt()
      await started.end
    },
  }
}

/** The control groups that a process has made and not taken away. */
export function cpuGroupsOf(processes: readonly Process[]): string[] {
  const own = new RegExp(`^utakata-lab-(${processes.map(({ pid }) => pid).join('|')})-`)
  return ['/sys/fs/cgroup', '/sys/fs/cgroup/cpu', '/sys/fs/cgroup/unified'].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).filter((name) => own.test(name)) : [],
  )
}

/** Whether Debian's awscli is there. */
export function awsIsInstalled(): boolean {
  return existsSync(AWS)
}

/** The command line of AWS against a lab, as somebody without any profile has it. */
export async function aws(
  { environment, cwd }: Pick<KeptLab, 'environment'> & { readonly cwd?: string },
  ...args: readonly string[]
): Promise<Ended> {
  const child = spawn(AWS, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', HOME: aFolder(), AWS_PAGER: '', LC_ALL: 'C.UTF-8', ...environment },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** The same, its answer read; an error with what it said where there is none. */
export async function awsJson<T>(lab: Pick<KeptLab, 'environment'>, ...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await aws(lab, ...args)
  if (code !== 0) throw new Error(`expected aws ${args.join(' ')} to end with 0, got ${code}: ${stderr}`)
  return JSON.parse(stdout) as T
}

/** A client of the lab's Lambda, which tries once; to be destroyed. */
export function lambdaClientOf({ environment }: Pick<KeptLab, 'environment'>): LambdaClient {
  return createInvokeClient({
    region: environment.AWS_REGION!,
    endpoint: environment.AWS_ENDPOINT_URL_LAMBDA!,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID!,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY!,
    },
  })
}

/** Invokes a function of a lab, and gives what it answers; rejects where the lab ends meanwhile. */
export async function invokeWith(lab: Pick<KeptLab, 'environment'>, name: string, event: object): Promise<unknown> {
  const client = lambdaClientOf(lab)
  try {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }))
    return JSON.parse(Buffer.from(Payload!).toString()) as unknown
  } finally {
    client.destroy()
  }
}

/** A comparison that has ended. */
export interface Compared extends Ended {
  readonly out: string
  /** As `ab` calls it, and its traces. */
  readonly run: string
  /** Absent where nothing could be reported. */
  readonly result: Result | undefined
}

/** `utakata ab` on the functions of a lab, in a folder whose journal is its own. */
export async function ab(
  { environment, outputs, mock }: Pick<KeptLab, 'environment' | 'outputs' | 'mock'>,
  args: readonly string[],
  cwd = aFolder(),
): Promise<Compared> {
  const out = join(aFolder(), 'ab')
  const ended = await utakata(['ab', '--outputs', outputs, '--mock', mock, '--output', out, ...args], {
    env: environment,
    cwd,
  })
  return { ...ended, out, run: /Run (ab-[\w-]+):/.exec(ended.stderr)?.[1] ?? '', result: resultIn(out) }
}

export function resultIn(folder: string): Result | undefined {
  const file = join(folder, 'report.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined
}
