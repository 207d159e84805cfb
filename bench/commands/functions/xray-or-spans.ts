import type { Io } from '../../cli/io.ts'
import type { XRayCommandOptions } from './xray-wanted.ts'

/** `utakata xray`, of X-Ray or of files. Gives the exit code. */
export async function xrayOrSpansCommand(
  given: string | undefined,
  options: XRayCommandOptions,
  io: Io,
): Promise<number> {
  // What asks X-Ray takes a package of AWS, which is not there everywhere.
  return options.spans === undefined
    ? await (await import('./xray.ts')).xrayCommand(given, options, io)
    : await (await import('./xray-spans.ts')).spansCommand(given, options, io)
}
