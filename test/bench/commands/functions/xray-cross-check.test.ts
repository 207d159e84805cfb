import { expect, test } from 'vitest'
import { tracesTexts } from '../../../../bench/report/messages/commands.ts'
import { untracedText } from '../../../../bench/report/messages/trial-reasons.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { traceIdAt } from '../../../support/fake-xray.ts'
import { lambdaSegments, runDocuments } from '../../../support/lambda-segments.ts'
import { aTracedRun, BEGAN_MS } from '../../../support/traced-runs.ts'
import { aCollector, put, putComparison, SPAN, xray } from '../../../support/xray-command.ts'

const { lambda } = ENGLISH
const UNJUDGED = new RegExp(`\\npromise-all .* ${ENGLISH.verdicts.insufficientTraces}\\n`)
const flattened = (text: string) => text.replaceAll(/\s+/g, ' ')

// Breakage: 20% lost, 100.0% of the rest whole, and a verdict on speed.
test('a run of which a fifth of the traces lacks a part has no verdicts, and says what is lacking', async () => {
  await using collector = await aCollector()
  // Of some the timeline is lost, of others the run itself, by which they are found.
  putComparison(collector, 'a-run', {
    come: (documents, number) =>
      number % 10 === 3 ? documents.slice(0, -1) : number % 10 === 8 ? documents.slice(0, 2) : documents,
  })
  const { code, stdout, stderr } = await xray(collector, ['--run', 'a-run', ...SPAN, '--patience', '1ms', '--verbose'])
  expect(code).toBe(5)
  const noTimeline = untracedText({ code: 'incomplete', lacks: [{ code: 'no-timeline' }] })
  const notFound = untracedText({ code: 'not-found' })
  expect(flattened(stdout)).toContain(lambda.crossCheckTracesOnly({ matched: 58, invocations: 72, percent: '80.5' }))
  expect(flattened(stdout)).toContain(lambda.unmatchedInvocations(7, noTimeline))
  expect(flattened(stdout)).toContain(lambda.unmatchedInvocations(7, notFound))
  expect(stdout).toMatch(UNJUDGED)
  expect(stderr).toContain(tracesTexts.leftOut(7, noTimeline))
  expect(stderr).toMatch(/7 invocations of this run left no trace, .*: .*promise-all in container \d/)
})

test('found by a span of time, too, what lacks a part counts as not matched', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run', {
    come: (documents, number) => (number % 5 === 3 ? documents.slice(0, 2) : documents),
  })
  const { code, stdout } = await xray(collector, [
    ...SPAN,
    '--reference',
    'sequential',
    '--patience',
    '1ms',
    '--verbose',
  ])
  expect(code).toBe(5)
  expect(flattened(stdout)).toMatch(/ 5\d of 72 invocations \(\d\d\.\d%\) /)
  expect(stdout).toMatch(UNJUDGED)
})

test('a run of which no iteration has come whole cannot be judged', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run', {
    come: (documents, number) => (number % 3 === 0 ? documents.slice(0, -1) : documents),
  })
  const { code, stdout } = await xray(collector, ['--run', 'a-run', ...SPAN, '--patience', '1ms'])
  expect(code).toBe(5)
  expect(stdout).not.toContain(ENGLISH.verdicts.faster)
})

// Breakage: containers of two runs under the same numbers, and a comparison of a run with the other.
test('two runs in one span are distinguished by name, or by --run', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run')
  const id = traceIdAt(BEGAN_MS, 7777)
  const annotations = { run: 'b-run', block: 1, iteration: 1, cold: false, container: 'b' }
  put(collector, id, [...lambdaSegments(), ...runDocuments({ ...aTracedRun(4), annotations })])
  const both = await xray(collector, SPAN)
  expect(both).toMatchObject({ code: 1, stdout: '' })
  expect(both.stderr).toContain(
    'utakata: expected traces of one comparison, got those of 2: a-run, b-run; say which with --run\n',
  )
  const one = await xray(collector, ['--run', 'a-run', ...SPAN, '--verbose'])
  expect(one.code).toBe(0)
  expect(one.stdout).toContain('72 of 72 invocations')
})

test('what was invoked by hand beside a comparison is left out of it, and said', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run')
  for (const number of [8001, 8002]) {
    const run = { ...aTracedRun(4), strategy: 'sequential' as const, annotations: { container: 'by hand' } }
    put(collector, traceIdAt(BEGAN_MS, number), [
      ...lambdaSegments({ name: 'utakata-sequential' }),
      ...runDocuments(run),
    ])
  }
  const { code, stdout, stderr } = await xray(collector, [...SPAN, '--reference', 'sequential', '--verbose'])
  expect(code).toBe(0)
  expect(stdout).toContain('72 of 72 invocations')
  expect(stdout).toMatch(new RegExp(`\\npromise-all .* ${ENGLISH.verdicts.faster}\\n`))
  expect(stderr).toContain(tracesTexts.strays(2))
})

// Breakage: a stack trace for all, because of one trace that anybody may have sent.
test('one trace whose times cannot be costs only its own path', async () => {
  await using collector = await aCollector()
  putComparison(collector, 'a-run', {
    come: (documents, number) =>
      number === 4
        ? documents.map(
            (one) => JSON.parse(JSON.stringify(one).replace(/"makespan_ms":[\d.]+/, '"makespan_ms":-7')) as object,
          )
        : documents,
  })
  const { code, stdout, stderr } = await xray(collector, ['--run', 'a-run', ...SPAN, '--verbose'])
  expect(stderr).not.toContain('utakata: internal error')
  expect(code).toBe(0)
  expect(stdout).toContain('72 of 72 invocations')
})
