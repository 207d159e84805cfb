import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { UserError } from '../../io/user-error.ts'
import { isNotAllowed, readAwsError } from './client/aws-error.ts'
import type { AbPlan } from './ab-plan.ts'
import type { DeployedFunction } from './deployed.ts'
import type { KnownFunction } from './read-functions.ts'
import type { RenewalMode } from './renewal.ts'

/** Invocations at the same time that an account may have; undefined where the credentials may not ask. */
export interface AccountLimits {
  readonly concurrentExecutions: number
  /** Of these, what no function has reserved. */
  readonly unreservedConcurrentExecutions: number
}

/** What to know before anything is changed or paid for. */
export type PreflightNote =
  | { readonly code: 'limits-unknown' }
  /** New accounts are said to have no more than 3,008 MB. */
  | { readonly code: 'large-memory'; readonly memoryMb: number; readonly concurrentExecutions: number }
  | { readonly code: 'in-vpc' | 'snap-start' | 'unreported'; readonly functions: readonly string[] }
  | { readonly code: RenewalMode }

/** Of accounts that are not new. */
const USUAL_CONCURRENCY = 1000
/** Source: users' reports; AWS documents 10,240 MB for every account. */
const NEW_ACCOUNTS_MB = 3008

/** Undefined where a policy stands against asking. Rejects with what else AWS answers. */
export async function readAccountLimits(client: LambdaClient): Promise<AccountLimits | undefined> {
  try {
    const { AccountLimit = {} } = await client.send(new GetAccountSettingsCommand({}))
    const { ConcurrentExecutions = 0, UnreservedConcurrentExecutions = ConcurrentExecutions } = AccountLimit
    return {
      concurrentExecutions: ConcurrentExecutions,
      unreservedConcurrentExecutions: UnreservedConcurrentExecutions,
    }
  } catch (error) {
    if (isNotAllowed(readAwsError(error))) return undefined
    throw error
  }
}

interface Preflight {
  readonly functions: readonly (DeployedFunction | KnownFunction)[]
  readonly mode: RenewalMode
  /** Absent where nobody has asked, as for a plan without a request. */
  readonly limits?: AccountLimits | 'unknown' | undefined
}

/** Throws a UserError for what AWS would refuse, or could not be judged, once it is paid for; gives what else is to be known. */
export function preflight(plan: AbPlan, { functions, mode, limits }: Preflight): PreflightNote[] {
  const { variants, scenario, isParallel } = plan
  if (isParallel && mode === 'latest') throw new UserError('parallel-latest', {})
  const compared = new Set(variants.map((variant) => variant.function))
  const known = functions.flatMap((one) => ('isTraced' in one && compared.has(one.name) ? one : []))
  const named = (wanted: (one: KnownFunction) => boolean) => known.filter(wanted).map(({ name }) => name)
  checkConcurrency(plan, known, limits)
  const unreported = named(({ isReported, isOurs }) => !isReported && !isOurs)
  if (mode === 'latest' && unreported.length > 0) throw new UserError('cold-unrecognizable', { functions: unreported })
  const unreportedAll = named(({ isReported }) => !isReported)
  if (scenario.isOnlyCold && unreportedAll.length > 0)
    throw new UserError('init-unreported', { functions: unreportedAll })
  const largestMb = Math.max(...variants.map(({ memoryMb }) => memoryMb))
  const isNewAccount = typeof limits === 'object' && limits.concurrentExecutions < USUAL_CONCURRENCY
  const listed = (code: 'in-vpc' | 'snap-start' | 'unreported', names: readonly string[]): PreflightNote[] =>
    names.length > 0 ? [{ code, functions: names }] : []
  return [
    { code: mode },
    ...(limits === 'unknown' ? [{ code: 'limits-unknown' } as const] : []),
    ...(isNewAccount && largestMb > NEW_ACCOUNTS_MB
      ? [{ code: 'large-memory', memoryMb: largestMb, concurrentExecutions: limits.concurrentExecutions } as const]
      : []),
    ...listed(
      'in-vpc',
      named(({ isInVpc }) => isInVpc),
    ),
    ...listed('snap-start', mode === 'versions' ? named(({ hasSnapStart }) => hasSnapStart) : []),
    ...listed('unreported', unreportedAll),
  ]
}

/** Of each function as many invocations are made at the same time as `--concurrency` says, with `--parallel` for each of its variants. */
function checkConcurrency(
  { variants, concurrency, isParallel }: AbPlan,
  known: readonly KnownFunction[],
  limits: Preflight['limits'],
): void {
  const wantedOf = (name: string) =>
    isParallel ? concurrency * variants.filter((variant) => variant.function === name).length : concurrency
  for (const { name, reservedConcurrency: reserved } of known)
    if (reserved !== undefined && reserved < wantedOf(name))
      throw new UserError('concurrency-reserved', { name, reserved, wanted: wantedOf(name) })
  if (typeof limits !== 'object') return
  const unreserved = known.flatMap((one) => (one.reservedConcurrency === undefined ? wantedOf(one.name) : []))
  const wanted = isParallel ? unreserved.reduce((sum, one) => sum + one, 0) : Math.max(0, ...unreserved)
  const { unreservedConcurrentExecutions: free, concurrentExecutions: all } = limits
  if (free < wanted) throw new UserError('concurrency-beyond-account', { free, all, wanted })
}
