import { expect, test } from 'vitest'
import type { JobBreach } from '../../bench/io/job-breach.ts'
import { jobText, ORDERS, refusalOf } from '../support/own-jobs.ts'

type Unfit = Partial<JobBreach> & { readonly line?: number }

const CONNECTING = `async () => { await fetch('http://127.0.0.1:6001/') }`
const COUNTING = 'let runs = 0'

const BAD: readonly (readonly [name: string, text: string, refusal: Unfit])[] = [
  ['exports nothing', '', { code: 'no-job', missing: ['fetch', 'check', 'notify'], exported: [] }],
  ['has no default export', 'export const job = {}', { code: 'no-job', exported: ['job'] }],
  ['exports null', 'export default null', { code: 'no-job', exported: ['default'], line: 1 }],
  ['lacks a step', 'export default { fetch() {}, check() {} }', { missing: ['notify'], line: 1 }],
  [
    'has a step that is no function',
    'export default { fetch() {}, check: 1, notify() {} }',
    { missing: ['check'], line: 1 },
  ],
  ['throws as it is loaded', jobText({}, `throw new Error('no key')`), { code: 'unloadable' }],
  ['cannot be parsed', 'export default {{', { code: 'unloadable' }],
  ['ends its process as it is loaded', jobText({}, 'process.reallyExit(3)'), { code: 'no-answer', line: 2 }],
  ['throws in every check', jobText({ check: `() => { throw new Error('not today') }` }), { line: 5 }],
  ['ends its process in a step', jobText({ check: '() => process.exit(1)' }), { code: 'every-item-fails', line: 5 }],
  ['fetches nothing', jobText({ fetch: 'async () => {}' }), { code: 'every-item-fails', line: 4 }],
  ['finds no array', jobText({ check: '() => ({ late: 1 })' }), { code: 'every-item-fails', line: 5 }],
  ['fetches something else', jobText({ fetch: CONNECTING }), { to: ['127.0.0.1:6001'], line: 4 }],
  ['posts nothing', jobText({ notify: 'async () => {}' }), { code: 'posts-nothing', findings: 6, line: 6 }],
  [
    'posts the time',
    jobText({ notify: ORDERS.notify.replace('JSON.stringify(line)', 'String(performance.now())') }),
    { code: 'unsteady', of: 'bodies', line: 6 },
  ],
  [
    'posts less the second time',
    jobText({ check: '() => (runs++ < 6 ? [1, 2] : [1])' }, COUNTING),
    { code: 'unsteady', of: 'counts', line: 6 },
  ],
  [
    'fails on other items the second time',
    jobText({ check: `() => { if (runs++ === 7) throw new Error('the second time'); return [1] }` }, COUNTING),
    { code: 'unsteady', of: 'failures', line: 3 },
  ],
  [
    'ignores the signal of a fetch',
    jobText({ fetch: ORDERS.fetch.replace(', { signal }', '') }),
    { code: 'goes-on', line: 4 },
  ],
  [
    'ignores the signal of a post',
    jobText({ notify: ORDERS.notify.replace('(line), signal', '(line)') }),
    { step: 'notify', line: 6 },
  ],
  [
    'ends its process in every step',
    jobText({ fetch: 'async () => process.exit(1)' }),
    {
      code: 'every-item-fails',
      example: expect.stringMatching(/process\.exit\(1\) \(my-job\.mjs:4\)$/) as string,
      line: 4,
    },
  ],
  [
    'leaves a timer',
    jobText({ check: '() => (setInterval(() => {}, 1000), [])' }),
    { code: 'left-open', leftovers: [{ code: 'timer' }], line: 5 },
  ],
]

// Breakage, for each: it is measured, and its variants differ by what it does beside the work, or hang.
test.each(BAD.map(([name, text, refusal]) => ({ name, text, refusal })))(
  'a job that $name is refused',
  async ({ text, refusal }) => {
    expect(await refusalOf(text)).toMatchObject(refusal)
  },
)

// Breakage: whoever passed the signal is told to pass it.
test('a job that does not await its posts is told to', async () => {
  const unawaited = ORDERS.notify
    .replace('await fetch', 'void fetch')
    .replace('(line), signal })', '(line), signal }).catch(() => {})')
  const refusal = (await refusalOf(jobText({ notify: unawaited }))) as JobBreach & { readonly line?: number }
  // On a busy machine a run may be over before any of its posts, or some of them, have come.
  expect(['not-awaited', 'posts-nothing', 'unsteady']).toContain(refusal.code)
  expect(refusal.line).toBe(6)
})
