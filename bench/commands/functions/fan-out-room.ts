import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createControlClient } from '../../run/aws/configuration/lambda-client.ts'
import { readAwsError } from '../../run/aws/client/aws-error.ts'
import { explainAwsError } from '../../run/aws/client/explain-aws-error.ts'
import { type AccountLimits, readAccountLimits } from '../../run/aws/preflight.ts'
import { deployTexts } from '../../report/messages/commands.ts'
import { errorText } from '../../report/messages/problems.ts'

/** Of infra/settings.ts, which nothing here may import; a test compares them. */
export const DEFAULT_BATCHES = 100

/**
 * What to know before a fan-out is deployed, given the arguments of the CDK's `deploy`: whether the account has room for its concurrent batches.
 * Undefined where it has, where no fan-out is deployed, and where its functions have concurrency of their own (`reserved`). Never rejects.
 */
export async function noteOnFanOut(
  given: readonly string[],
  { folder, env }: { /** With the cdk.json. */ readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const settings = { ...contextIn(folder), ...contextOf(given) }
  const batches = Number(settings.batches ?? DEFAULT_BATCHES)
  // What is no number is refused by whoever deploys.
  if (settings.fanout !== 'on' || (settings.reserved ?? '') !== '' || !Number.isInteger(batches)) return undefined
  try {
    const limits = await ask(valueOf(given, '--profile'), env)
    if (limits === undefined) return deployTexts.roomUnknown(batches, deployTexts.notAllowedToAsk)
    const { unreservedConcurrentExecutions: free, concurrentExecutions: all } = limits
    return batches > free ? deployTexts.roomTooSmall(batches, { free, all }) : undefined
  } catch (error) {
    const explained = explainAwsError(error, { service: 'Lambda', action: 'GetAccountSettings' })
    // Of any other error only its name: its message may repeat what was sent.
    const reason = explained ? errorText(explained) : [...readAwsError(error).names].join(', ')
    return deployTexts.roomUnknown(batches, reason)
  }
}

async function ask(profile: string | undefined, env: NodeJS.ProcessEnv): Promise<AccountLimits | undefined> {
  // The second one is the CDK's own, which the SDK does not read.
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION
  const client = createControlClient({
    maxAttempts: 2,
    ...(profile !== undefined && { profile }),
    ...(profile === undefined && region && { region }),
  })
  try {
    return await readAccountLimits(client)
  } finally {
    client.destroy()
  }
}

type Context = Readonly<Record<string, unknown>>

/** Of the cdk.json there; what cannot be read the CDK reports itself. */
function contextIn(folder: string): Context {
  try {
    const { context } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { readonly context?: Context }
    return context ?? {}
  } catch {
    return {}
  }
}

/** The settings of a command line, in every form in which the CDK takes them. */
function contextOf(given: readonly string[]): Context {
  const pairs = given.flatMap((arg, index) => {
    const attached = /^(?:--context=|-c=?)(.+)$/s.exec(arg)?.[1]
    const setting = attached ?? (arg === '-c' || arg === '--context' ? given[index + 1] : undefined)
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting ?? '') ?? []
    return key === undefined ? [] : [[key, value!.trim()] as const]
  })
  return Object.fromEntries(pairs)
}

function valueOf(given: readonly string[], option: string): string | undefined {
  const index = given.indexOf(option)
  const attached = given.find((arg) => arg.startsWith(`${option}=`))?.slice(option.length + 1)
  return attached ?? (index === -1 ? undefined : given[index + 1])
}
