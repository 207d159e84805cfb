import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Ended, start } from './command-line.ts'
import type { Emulator } from './aws-emulator.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A function as the emulated Lambda has it. */
export interface DeployedFunction {
  readonly FunctionName: string
  readonly Handler: string
  readonly Runtime: string
  readonly MemorySize: number
  /** In seconds. */
  readonly Timeout: number
  readonly CodeSha256: string
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> }
}

/** `utakata cdk` against an emulator. */
export async function cdk({ environment }: Emulator, ...args: readonly string[]): Promise<Ended> {
  return start(['cdk', ...args], { cwd: ROOT, env: environment as Record<string, string> }).end
}

/** `npx cdk` in the checkout, as in any other project of the CDK; with an emulator, or without any account. */
export function npxCdk(args: readonly string[], emulator?: Emulator): Ended & { readonly code: number } {
  const {
    status: code,
    stdout,
    stderr,
  } = spawnSync('npx', ['cdk', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true', ...(emulator?.environment as Record<string, string> | undefined) },
  })
  return { code: code!, stdout, stderr }
}

export async function deployedFunctions(emulator: Emulator): Promise<readonly DeployedFunction[]> {
  const response = await ask(emulator, 'lambda', '/2015-03-31/functions/')
  return ((await response.json()) as { readonly Functions: readonly DeployedFunction[] }).Functions
}

/** The archive of a function as it lies in the bucket of the bootstrap. */
export async function archiveOf(emulator: Emulator, { FunctionName }: DeployedFunction): Promise<Buffer> {
  const answer = await ask(emulator, 'lambda', `/2015-03-31/functions/${FunctionName}`)
  const { Code } = (await answer.json()) as { readonly Code: { readonly Location: string } }
  const archive = await ask(
    emulator,
    's3',
    `/cdk-hnb659fds-assets-123456789012-eu-central-1${new URL(Code.Location).pathname}`,
  )
  return Buffer.from(await archive.arrayBuffer())
}

/** The definition of a state machine, with everything that AWS fills in. */
export async function deployedDefinition(emulator: Emulator, stateMachineArn: string): Promise<unknown> {
  const answer = await ask(emulator, 'states', '/', {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.DescribeStateMachine', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ stateMachineArn }),
  })
  return JSON.parse(((await answer.json()) as { readonly definition: string }).definition) as unknown
}

/** The emulator checks no signature, but finds the service in it. */
async function ask(
  { endpoint }: Emulator,
  service: string,
  path: string,
  { headers = {}, ...request }: { method?: string; headers?: Readonly<Record<string, string>>; body?: string } = {},
): Promise<Response> {
  const credential = `emulated/20260101/eu-central-1/${service}/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`
  const response = await fetch(endpoint + path, { ...request, headers: { ...headers, authorization } })
  if (!response.ok) throw new Error(`expected an answer of ${service} to ${path}, got ${response.status}`)
  return response
}

/** Unpacks an archive as Lambda does. */
export function unpack(archive: Buffer, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const file = `${folder}.zip`
  writeFileSync(file, archive)
  execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-e', file, folder])
  return folder
}

/** The files of a folder by name, each with the digest of its bytes. */
export function digestsIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(folder, name)).isFile()).sort()
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)), 'hex')]))
}

export function sha256(bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding)
}
