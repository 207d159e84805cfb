/** A function whose log is read, of all its versions or of one. */
export interface LoggedFunction {
  readonly functionName: string
  /** A number, or `$LATEST`. */
  readonly version?: string
  /** By an ARN: its region, and the ARN of its own log group, which is the same name in any account. */
  readonly region?: string
  readonly groupArn?: string
}

/** Either may be what follows a name; of an alias no log knows. Source: AWS Lambda API Reference, "Invoke", FunctionName and Qualifier. */
export type NamedFunction = LoggedFunction | { readonly alias: string; readonly functionName: string }

const NAMED =
  /^(?:(?:arn:(aws[\w-]*):lambda:([\w-]+):)?(\d{12}):function:)?([\w-]{1,140})(?::(\$LATEST|[\w-]{1,128}))?$/

/** Reads `NAME`, `NAME:VERSION` or the ARN of either; undefined for anything else. */
export function readFunctionName(given: string): NamedFunction | undefined {
  const [whole, partition, region, account, functionName, qualifier] = NAMED.exec(given) ?? []
  // What begins as an ARN and is none is a mistake in it, not a function of that name.
  if (whole === undefined || functionName === undefined || functionName === 'arn') return undefined
  if (qualifier !== undefined && !isVersion(qualifier)) return { alias: qualifier, functionName }
  return {
    functionName,
    ...(qualifier !== undefined && { version: qualifier }),
    ...(region !== undefined && {
      region,
      groupArn: `arn:${partition}:logs:${region}:${account}:log-group:${groupOf(functionName)}`,
    }),
  }
}

function isVersion(qualifier: string): boolean {
  return /^(?:\$LATEST|[1-9]\d*)$/.test(qualifier)
}

/** Where a function logs that is not configured to log elsewhere. */
export function groupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`
}

/** A log group by its name or its ARN, whose `:*` at the end the API does not take; undefined for anything else. */
export function readGroupName(given: string): string | undefined {
  const name = given.replace(/:\*$/, '')
  return /^(?:arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:)?[\w.\-/#]{1,512}$/.test(name) ? name : undefined
}

/** What the name of a log stream tells of the container that writes it. */
export interface LogStream {
  /** Only in a log group that is not the function's own. */
  readonly functionName?: string
  readonly version: string
  readonly container: string
}

const STREAM = /^\d{4}\/\d\d\/\d\d\/([\w.-]*)\[(\$LATEST|\d+)\]\[?([\w-]{8,64})\]?$/

/**
 * Undefined for streams that are not of containers. Source: AWS Lambda Developer Guide, "Configuring CloudWatch log groups": the stream is
 * `2026/11/26/[12]3893xmpl...`, and `2026/11/26/NAME[12][3893xmpl...]` in other groups; whether the last brackets are written is not certain.
 */
export function readStreamName(stream: string): LogStream | undefined {
  const [, functionName, version, container] = STREAM.exec(stream) ?? []
  if (version === undefined || container === undefined) return undefined
  return { ...(functionName && { functionName }), version, container }
}
