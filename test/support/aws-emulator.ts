import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Debian's own interpreter: its packages are out of sight for any other. */
const PYTHON = '/usr/bin/python3'
const EMULATOR = fileURLToPath(new URL('./aws-emulator.py', import.meta.url))
const REGION = 'eu-central-1'

export interface Emulator {
  /** Origin of every service. */
  readonly endpoint: string
  /** What makes the AWS SDK, its CLI and the CDK talk to the emulator and to nobody else. */
  readonly environment: NodeJS.ProcessEnv
  /** What it warned of so far, such as resource types that it leaves out. */
  readonly warnings: () => string
  readonly stop: () => Promise<void>
}

/** Whether Debian's python3-moto, python3-flask and python3-flask-cors are there. */
export function emulatorIsInstalled(): boolean {
  return spawnSync(PYTHON, ['-c', 'import moto, flask, flask_cors']).status === 0
}

/** An empty AWS account on a free port of loopback: moto, which forgets everything at its end. */
export async function startEmulator(): Promise<Emulator> {
  const child = spawn(PYTHON, [EMULATOR], { stdio: 'pipe' })
  let warnings = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (warnings += text))
  const closed = once(child, 'close')
  const ended = closed.then(
    ([code]) => `its end with code ${code}`,
    (error: Error) => error.message,
  )
  const port = await Promise.race([firstLineOf(child), ended])
  if (!/^\d+$/.test(port)) {
    child.kill('SIGKILL')
    throw new Error(
      `expected the port of the emulator as the first line of ${PYTHON} ${EMULATOR}, got ${port}; ` +
        `are python3-moto, python3-flask and python3-flask-cors installed? It said: ${warnings}`,
    )
  }
  const endpoint = `http://127.0.0.1:${port}`
  const home = mkdtempSync(join(tmpdir(), 'utakata-cdk-'))
  return {
    endpoint,
    environment: environmentFor(endpoint, home),
    warnings: () => warnings,
    async stop() {
      // It ends with its stdin, which also closes when this process is killed.
      child.stdin.end()
      await closed
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface(stdout!), 'line')) as [string]
  return line
}

function environmentFor(endpoint: string, home: string): NodeJS.ProcessEnv {
  // No profile and no real key of the person who runs this may reach the emulator, nor the other way round.
  const rest = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'))
  return {
    ...Object.fromEntries(rest),
    AWS_ACCESS_KEY_ID: 'emulated',
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The CDK's library and its CLI keep their caches there, and the SDK looks for profiles.
    HOME: home,
    CDK_HOME: home,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  }
}
