import { type StrategyName, strategies } from '../strategies/index.ts'
import { readDuration } from './duration.ts'
import { Refusal, kindOf, quotedText } from './refusal.ts'
import { DEFAULT_TRACE_MODE, TRACE_MODES, type TraceMode } from './trace.ts'

/** The file of a user's own job, beside the functions. */
export const OWN_JOB = 'own-job.mjs'

/** How a function is set up, by the stack; all functions but for `strategy` alike. */
export interface Environment {
  readonly strategy: StrategyName
  readonly traceMode: TraceMode
  /** Where the list of feeds is, `ssm:NAME` or `s3://BUCKET/KEY`; of the event that brings no feeds. */
  readonly feeds: string | undefined
  /** The name of the secret that holds the webhook. */
  readonly webhookSecret: string | undefined
  readonly withinMs: number
  /** The table of what was sent; the notifier's alone. */
  readonly claimsTable: string | undefined
  /** The digest of the code, as the stack's outputs have it. */
  readonly bundleDigest: string | undefined
}

export const SECRET_NAME =
  'the name of a secret in Secrets Manager (letters, digits and /_+=.@-), never the webhook itself'

/**
 * Whether a text can be a secret's name, and is no webhook, with or without `https://`. Source: AWS Secrets Manager API Reference,
 * "CreateSecret".
 */
export function isSecretName(text: string): boolean {
  const isWebhook = /\/\/|hooks\.slack(-gov)?\.com/i.test(text) || /(^|\/)T[A-Z\d]{5,}\/B[A-Z\d]{5,}\//.test(text)
  return /^[\w/+=.@-]{1,512}$/.test(text) && !isWebhook
}

/** Reads the variables of a function. Throws a Refusal that names the variable. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  return {
    strategy: oneOf('STRATEGY', variables.STRATEGY, Object.keys(strategies) as StrategyName[]),
    traceMode: oneOf('TRACE', variables.TRACE || DEFAULT_TRACE_MODE, TRACE_MODES),
    feeds: variables.FEEDS || undefined,
    webhookSecret: secretName('WEBHOOK_SECRET', variables.WEBHOOK_SECRET || undefined),
    withinMs: readDuration('WITHIN', variables.WITHIN || '30m'),
    claimsTable: variables.CLAIMS_TABLE || undefined,
    bundleDigest: variables.BUNDLE_DIGEST || undefined,
  }
}

function oneOf<T extends string>(key: string, given: string | undefined, all: readonly T[]): T {
  const found = all.find((one) => one === given)
  if (found !== undefined) return found
  throw new Refusal({
    key,
    expected: `one of ${all.join(', ')}`,
    got: given === undefined || given === '' ? 'nothing' : quotedText(given),
  })
}

function secretName(key: string, given: string | undefined): string | undefined {
  if (given === undefined || isSecretName(given)) return given
  throw new Refusal({ key, expected: SECRET_NAME, got: kindOf(given) })
}
