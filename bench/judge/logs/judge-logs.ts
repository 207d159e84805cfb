import type { LoggedInvocation, LogOddities } from '../../run/aws/logs/logged-invocations.ts'
import { UserError } from '../../io/user-error.ts'
import { JUDGEMENT_SCHEMA } from '../comparison/judgement.ts'
import { compareLogged, type Logged } from './compare.ts'
import type { LoggedPart, LogsJudgement } from './judgement.ts'
import { summarizeVariant } from './variant.ts'

/** What was asked for: a function in a span of time, of all its versions or of one, and what was found of it. */
export interface LoggedSubject {
  readonly functionName: string
  readonly version?: string | undefined
  readonly part?: LoggedPart | undefined
  /** Epoch milliseconds; the end is no part of it. */
  readonly fromMs: number
  readonly untilMs: number
  readonly invocations: readonly LoggedInvocation[]
  readonly failedStarts: number
}

export interface LogsOptions {
  readonly target: LogsJudgement['target']
  readonly margin: number
  /** A function, with its version where it has one, or the name of a variant; the first that was asked for unless given. */
  readonly reference?: string | undefined
  readonly oddities: LogOddities
}

/** More versions in one span are the work of a pipeline or of a comparison, and too many to be read one by one. */
const MAX_VERSIONS_APART = 8

/**
 * Sums up what the logs have of each subject, and compares all with the reference. Versions that a function had in the span, and memory sizes,
 * are variants of their own; many published versions are put together by size. Throws a UserError for a reference that is none of them.
 */
export function judgeLogs(
  subjects: readonly LoggedSubject[],
  { target, margin, reference, oddities }: LogsOptions,
): LogsJudgement {
  const logged = subjects.flatMap((subject) => variantsOf(subject, subjects))
  const chosen = referenceAmong(logged, reference)
  const others = logged.filter((one) => one !== chosen)
  const comparisons = chosen && others.length > 0 ? compareLogged(chosen, others, margin) : []
  const missing = subjects.filter(({ invocations }) => invocations.length === 0)
  const isJudged = comparisons.some(({ warm }) => warm.code === 'judged')
  const isWanted = subjects.length > 1 || logged.length > 1
  const name = chosen?.variant.name
  return {
    schema: JUDGEMENT_SCHEMA,
    kind: 'logs',
    source: 'log',
    target,
    margin,
    variants: logged.map(({ variant }) => variant),
    missing: missing.map((subject) => ({
      name: subjectName(subject),
      ...(subject.part && { part: subject.part }),
    })),
    ...(name !== undefined &&
      comparisons.length > 0 && {
        reference: { variant: name, ...(chosen?.variant.part && { part: chosen.variant.part }) },
      }),
    comparisons,
    oddities: { ...oddities },
    exitCode: logged.length === 0 || (isWanted && !isJudged) ? 5 : 0,
  }
}

function subjectName({ functionName, version }: Pick<LoggedSubject, 'functionName' | 'version'>): string {
  return version === undefined ? functionName : `${functionName}:${version}`
}

function variantsOf(subject: LoggedSubject, all: readonly LoggedSubject[]): Logged[] {
  const { functionName, part, fromMs, untilMs, invocations, failedStarts } = subject
  const span = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() }
  const alike = all.filter((one) => one.functionName === functionName && one.version === subject.version)
  // Two spans of one function name their variants alike.
  const seen = alike.flatMap((one) => one.invocations)
  const versions = new Set(seen.map(({ version }) => version)).size
  // Two spans are compared as they were, as before and after a deployment.
  const isApart = subject.version === undefined && alike.length === 1 && versions > 1
  const isBySize = new Set(seen.map(({ memoryMb }) => memoryMb)).size > 1
  // Whoever calls the unpublished version is not who calls many published ones.
  const shownVersion = ({ version }: LoggedInvocation) =>
    isApart && (versions <= MAX_VERSIONS_APART || version === UNPUBLISHED) ? version : subject.version
  return [...Map.groupBy(invocations, (one) => `${shownVersion(one)} ${one.memoryMb}`).values()]
    .map((own) => ({ own, version: shownVersion(own[0]!), memoryMb: own[0]!.memoryMb }))
    .toSorted((a, b) => compareVersions(a.version, b.version) || a.memoryMb - b.memoryMb)
    .map(({ own, version, memoryMb }) => {
      const containers = [...Map.groupBy(own, (one) => `${one.version} ${one.container}`).values()]
      const name = subjectName({ functionName, version }) + (isBySize ? `@${memoryMb}` : '')
      const about = { name, functionName, ...(part && { part }), span, ...(failedStarts > 0 && { failedStarts }) }
      return { variant: summarizeVariant(about, containers), containers }
    })
}

const UNPUBLISHED = '$LATEST'

/** Those that are put together first, then by number, the unpublished one last. */
function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  const placeOf = (version: string | undefined) => {
    if (version === undefined) return 0
    return version === UNPUBLISHED ? Infinity : Number(version)
  }
  return placeOf(a) - placeOf(b)
}

function referenceAmong(logged: readonly Logged[], requested: string | undefined): Logged | undefined {
  if (requested === undefined || logged.length === 0) return logged[0]
  const found = logged.find(({ variant: { name, functionName } }) => [name, functionName].includes(requested))
  if (found) return found
  throw new UserError('not-a-reference', {
    known: [...new Set(logged.map(({ variant }) => variant.name))],
    given: requested,
  })
}
