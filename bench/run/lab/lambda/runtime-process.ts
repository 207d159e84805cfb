import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LAB_REGION, type VersionSettings } from './function-settings.ts'

const RUNTIME = fileURLToPath(new URL('./runtime.mjs', import.meta.url))

/** Which client aws-lambda-ric asks for its invocations with: the one compiled from its own sources, or our stand-in for it. */
export type RuntimeClient = 'native' | 'stand-in'

export function runtimeClient(): RuntimeClient {
  return existsSync(new URL('./rapid-client.node', import.meta.resolve('aws-lambda-ric'))) ? 'native' : 'stand-in'
}

export interface RuntimeAddresses {
  readonly runtimeApi: string
  /** Of an X-Ray daemon; to none where it is undefined. */
  readonly daemon?: string | undefined
}

/** Nobody listens on port 9 (discard, RFC 863). */
const NO_DAEMON = '127.0.0.1:9'

/**
 * Starts a container's process, with Lambda's variables and the function's, and none of this process's: whoever runs the lab has
 * credentials among them. Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
 */
export function startRuntime(settings: VersionSettings, logStream: string, at: RuntimeAddresses): ChildProcess {
  const { name, folder, handler, memoryMb, variables, logFormat, version } = settings
  // As the managed runtime starts Node: its heap ends a little before the container's memory does.
  const flags = [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`]
  return spawn(process.execPath, [...flags, RUNTIME], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: what a terminal sends to ours, such as Ctrl-C, does not end it before we decide. What it starts is in it.
    detached: true,
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      ...variables,
      AWS_REGION: LAB_REGION,
      AWS_DEFAULT_REGION: LAB_REGION,
      AWS_ACCESS_KEY_ID: 'lab',
      AWS_SECRET_ACCESS_KEY: 'lab',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: logFormat,
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      AWS_LAMBDA_RUNTIME_API: at.runtimeApi,
      AWS_XRAY_DAEMON_ADDRESS: at.daemon ?? NO_DAEMON,
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
    },
  })
}

/** Sends a signal to a container's process and to what it has started, also where it has ended itself. */
export function signalRuntime(child: ChildProcess, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    // Windows has no groups of processes.
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // Nothing of it is left.
  }
}
