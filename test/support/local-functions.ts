import type { FunctionError } from '../../bench/run/lab/lambda/function-error.ts'
import type { FunctionSettings } from '../../bench/run/lab/lambda/function-settings.ts'
import {
  type Invocation,
  type InvocationResult,
  type LambdaOptions,
  LocalLambda,
} from '../../bench/run/lab/lambda/local-lambda.ts'
import { aFolder } from './folders.ts'

/** A function whose `index.mjs` is this. */
export function aFunction(source: string, settings: Partial<FunctionSettings> = {}): FunctionSettings {
  return {
    name: 'a-function',
    folder: aFolder({ 'index.mjs': source }),
    handler: 'index.handler',
    memoryMb: 512,
    timeoutMs: 30_000,
    variables: {},
    logFormat: 'Text',
    ...settings,
  }
}

/** A local Lambda with these functions, for `await using`; their share of the processors is not limited by default. */
export function aLambda(
  functions: FunctionSettings | readonly FunctionSettings[],
  options: Omit<LambdaOptions, 'functions'> = {},
): LocalLambda {
  return new LocalLambda({ functions: [functions].flat(), limitsCpu: false, ...options })
}

export interface Invoked extends InvocationResult {
  readonly body: unknown
  readonly error: FunctionError | undefined
  readonly tail: string
}

/** Invokes the function with an event, and reads its answer. */
export async function invoke(
  lambda: LocalLambda,
  event: unknown = {},
  { name = 'a-function', ...more }: Partial<Invocation> & { readonly name?: string } = {},
): Promise<Invoked> {
  const result = await lambda.invoke(name, { payload: Buffer.from(JSON.stringify(event)), ...more })
  const { payload, error, tail } = result.answer
  return { ...result, body: JSON.parse(payload.toString()), error, tail: tail.toString() }
}

/** A handler with this body, of `event` and `context`. */
export function handling(body: string): string {
  return `export const handler = async (event, context) => { ${body} }`
}
