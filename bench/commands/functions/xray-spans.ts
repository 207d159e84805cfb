import { resolve } from 'node:path'
import { readSpanFiles } from '../../run/aws/spans/span-store.ts'
import { sortSpans } from '../../run/aws/spans/sort-spans.ts'
import { print } from '../../cli/print.ts'
import { parseMargin } from '../../cli/values.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { tracesTexts } from '../../report/messages/commands.ts'
import { takeFolder } from '../results/folder.ts'
import { reportSorted } from './xray-alone.ts'
import { checkAlone, timesOf, type XRayCommandOptions } from './xray-wanted.ts'

/** `utakata xray --spans`: what spans in files show of any functions, without asking anybody. Gives the exit code. */
export async function spansCommand(given: string | undefined, options: XRayCommandOptions, io: Io): Promise<number> {
  checkAlone(given, options)
  const margin = parseMargin(options.margin)
  const wanted = { functionName: options.function, ...timesOf(options) }
  // What is given twice was recorded once.
  const paths = new Map(options.spans!.map((name) => [resolve(pathIn(io, name)), name]))
  using out = options.output === undefined ? undefined : takeFolder(options.output, { name: 'xray' }, io)
  const { byTrace, ...read } = readSpanFiles(Array.from(paths, ([path, name]) => ({ name, path })))
  const sorted = sortSpans(byTrace, wanted)
  const { invocations, lost, outside, coldUnknown, uncontained, target } = sorted
  print(tracesTexts.spans({ ...read, outside, invocations: invocations.length + lost.length }), io.stderr)
  if (coldUnknown.length > 0) print(tracesTexts.coldUnknown(coldUnknown), io.stderr)
  if (uncontained > 0) print(tracesTexts.uncontained(uncontained), io.stderr)
  return await reportSorted(sorted, { ...options, target, by: 'spans', margin, out }, io)
}
