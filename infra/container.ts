import { randomUUID } from 'node:crypto'
import { ONE_VCPU_MB } from './deadline.ts'

/** The execution environment that this process is. */
export interface Container {
  readonly id: string
  /** Whether this is its first invocation. */
  readonly isCold: boolean
  /** Counts from 1. */
  readonly invocation: number
  /** From the start of the process until it was ready for the first invocation. */
  readonly initMs: number
  /** `on-demand`, `provisioned-concurrency` or `snap-start`, as Lambda reports; `local` elsewhere. */
  readonly initialization: string
  readonly memoryMb: number
}

const id = randomUUID()
let initMs = 0
let invocations = 0

/** To be called once, when the module of the function has been loaded. */
export function endInit(): void {
  initMs = performance.now()
}

/** To be called once an invocation. */
export function enterContainer({
  AWS_LAMBDA_INITIALIZATION_TYPE,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
}: NodeJS.ProcessEnv): Container {
  invocations++
  return {
    id,
    isCold: invocations === 1,
    invocation: invocations,
    initMs,
    initialization: AWS_LAMBDA_INITIALIZATION_TYPE || 'local',
    memoryMb: Number(AWS_LAMBDA_FUNCTION_MEMORY_SIZE) || ONE_VCPU_MB,
  }
}
