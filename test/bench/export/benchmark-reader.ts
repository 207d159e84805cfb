/** A benchmark line with the configuration that holds for it. */
export interface Benchmark {
  readonly name: string
  /** Between its slashes and after a last `-4`, which is Go's number of processors. */
  readonly parts: readonly string[]
  readonly iterations: number
  readonly values: Readonly<Record<string, number>>
  readonly configuration: Readonly<Record<string, string>>
}

/**
 * Reads Go's benchmark format as golang.org/design/14313-benchmark-format and the reader of golang.org/x/perf/benchfmt have it; throws
 * where that reader reports a syntax error, and for a line that it would pass over though it is no comment.
 */
export function readBenchmarks(text: string): {
  readonly benchmarks: Benchmark[]
  readonly better: Map<string, string>
} {
  const benchmarks: Benchmark[] = []
  const better = new Map<string, string>()
  const configuration = new Map<string, string>()
  for (const line of text.split('\n')) {
    const fields = line.split(/\p{White_Space}+/u).filter((field) => field !== '')
    const [, key, value] = /^(\p{Ll}[^\p{White_Space}\p{Lu}:]*):(?:[ \t]+(.*))?$/u.exec(line) ?? []
    if (line.startsWith('Benchmark')) benchmarks.push(benchmarkOf(fields, Object.fromEntries(configuration)))
    else if (fields[0] === 'Unit') better.set(fields[1]!, /^better=(higher|lower)$/.exec(fields[2]!)![1]!)
    else if (key === undefined) {
      if (line !== '' && !line.startsWith('#')) throw new Error(`a line that is passed over: ${line}`)
    } else if (value === undefined || value === '') configuration.delete(key)
    else configuration.set(key, value)
  }
  return { benchmarks, better }
}

function benchmarkOf(fields: readonly string[], configuration: Benchmark['configuration']): Benchmark {
  const [name, iterations, ...pairs] = fields
  if (fields.length < 4 || fields.length % 2 !== 0)
    throw new Error(`not name, iterations, value unit: ${fields.join(' ')}`)
  if (!/^\d+$/.test(iterations!)) throw new Error(`parsing iteration count: ${iterations}`)
  const values: Record<string, number> = {}
  for (let at = 0; at < pairs.length; at += 2) {
    if (!/^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(pairs[at]!)) throw new Error(`parsing measurement: ${pairs[at]}`)
    values[pairs[at + 1]!] = Number(pairs[at])
  }
  const [, whole, processors] = /^Benchmark(.*?)(-\d+)?$/u.exec(name!)!
  const [, ...parts] = whole!.split('/')
  return {
    name: name!.slice('Benchmark'.length),
    parts: processors === undefined ? parts : [...parts, processors],
    iterations: Number(iterations),
    values,
    configuration,
  }
}
