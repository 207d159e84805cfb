import type { Failure, FailureKind, StepName } from './job.ts'

/** Thrown by a step that gives its feed (or one notice) up for a reason it knows. */
export class StepError extends Error {
  readonly kind: FailureKind
  constructor(kind: FailureKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
  }
}

/** Turns whatever a step threw into data. What is not a `StepError` was not foreseen: a `defect`, unless the run was cancelled. */
export function toFailure(step: StepName, error: unknown, signal: AbortSignal): Failure {
  if (error instanceof StepError) return { step, kind: error.kind, message: hideAddresses(error.message) }
  if (signal.aborted) return aborted(step, signal)
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { step, kind: 'defect', message: hideAddresses(message) }
}

export function aborted(step: StepName, signal: AbortSignal): Failure {
  const { reason } = signal
  return { step, kind: 'aborted', message: `cancelled: ${reason instanceof Error ? reason.message : String(reason)}` }
}

/** The failure of an item of which something could not be handed to the thread that was to go on with it. */
export function uncloned(what: string, { message }: Error): Failure {
  const why = hideAddresses(message).slice(0, 200)
  return {
    step: 'check',
    kind: 'thrown',
    message: `${what} cannot be handed to another thread (${why}); bytes and plain data can`,
  }
}

/** A colon as it is, and as addresses, HTML and JSON escape it, perhaps twice; then a slash and a question mark. */
const COLON = String.raw`(?::|%(?:25){0,4}3a|&#58;|&#x3a;|&colon;|\\{1,8}u003a)`
const SLASH = String.raw`(?:\\{0,8}/|\\\\|%(?:25){0,4}2f|&#47;|&#x2f;|&sol;|\\{1,8}u002f)`
const QUESTION_MARK = String.raw`(?:\?|%(?:25){0,4}3f|&#63;|&#x3f;|&quest;|\\{1,8}u003f)`
/** `example.com`, `127.0.0.1`, `localhost`, `slack:8443`; no file or folder, whose suffixes no domain has. */
const FILE_SUFFIX = String.raw`(?:jsonl?|html|txt|csv|svg|ya?ml|[cm]?[jt]s|ics|log|old|bak|tmp|out)`
const DOMAIN = String.raw`(?:[\p{L}\p{N}_-]+\.)+(?!${FILE_SUFFIX}(?![\p{L}\p{N}-]))(?:\p{L}{2,}|xn--[a-z0-9-]+)\.?`
const HOST = String.raw`(?:${DOMAIN}|\d+(?:\.\d+){3}|\[[\da-f:.]+\]|localhost|(?=[\d-]*\p{L})[\p{L}\p{N}-]+(?=${COLON}\d+${SLASH}))(?:${COLON}\d+)?`
const USER = String.raw`[^\s/@"'${'`'}(=]{0,200}`

/** How an address begins: with a scheme, with `//host`, as a host with a path or a query, or as `name:password@host`. */
const ADDRESS = new RegExp(
  [
    String.raw`(?<scheme>\b[a-z][a-z+.-]{0,30}):\/\/(?=[^\s/])`,
    String.raw`(?<web>https?|webcals?|mailto)${COLON}(?=[^\s,.;:)\]}"'${'`'}])`,
    String.raw`(?<![\p{L}\p{N}:/\\.])(?<slashes>${SLASH}{2})(?=[^\s/\\])`,
    String.raw`(?<![\p{L}\p{N}./\\~_-])(?:${USER}@)?(?<host>${HOST})(?:${SLASH}|\\|${QUESTION_MARK})(?=\S)`,
    String.raw`(?<![\p{L}\p{N}./\\~_-])[^\s:/@"'${'`'}(=]{1,200}:${USER}@(?<signed>[\p{L}\p{N}[][\p{L}\p{N}.:-]*)`,
  ].join('|'),
  'giu',
)
/** What follows a scheme or `//` and may be seen. */
const SEEN = new RegExp(
  String.raw`(?:[^\s/?#\\]*@)?(?<host>[\p{L}\p{N}._-]+(?::\d+)?|\[[\da-f:.]+\](?::\d+)?)(?![^\s/?#\\"'${'`'}),;])`,
  'iuy',
)

/** No address is without one of these; most failures are, and not searched further: 25 microseconds each otherwise. */
const MARK = /[/@?%&\\]|:\S/

/**
 * Paths, queries and credentials of addresses are secrets; only the host may be seen, and nothing where it is not clear which part
 * that is. An address ends at white space, or at its quote where it is quoted. Paths of files stay, as does `and/or`.
 */
export function hideAddresses(text: string): string {
  if (!MARK.test(text)) return text
  let shown = ''
  let at = 0
  for (const found of text.matchAll(ADDRESS)) {
    // Within the one before.
    if (found.index < at) continue
    shown += text.slice(at, found.index) + shownOf(found, text)
    at = endOf(text, found.index)
  }
  return shown + text.slice(at)
}

function shownOf({ 0: { length }, index, groups = {} }: RegExpExecArray, text: string): string {
  const { scheme, web, host = groups.signed } = groups
  if (host !== undefined) return `${host}/…`
  if (web !== undefined) return `${web}:…`
  SEEN.lastIndex = index + length
  const seen = SEEN.exec(text)?.groups?.host
  if (scheme === undefined) return seen === undefined ? '//…' : `//${seen}/…`
  return seen === undefined ? `${scheme}:…` : `${scheme}://${seen}/…`
}

/** No address in quotes is longer. */
const MAX_QUOTED_CHARACTERS = 2000

function endOf(text: string, start: number): number {
  const quote = /["'`]/.exec(text[start - 1] ?? '')?.[0]
  if (quote !== undefined) {
    const quoted = text.slice(start, start + MAX_QUOTED_CHARACTERS)
    const length = quoted.search(new RegExp(`${quote}(?=[\\s),.;:\\]}]|$)`))
    if (length >= 0) return start + length
  }
  const [word] = /^\S*/.exec(text.slice(start))!
  // Quotes that close one stay, and what follows them.
  return start + word.replace(/["'`]{1,4}[),.;:\]}]{0,8}$/, '').length
}
