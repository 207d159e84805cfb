import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { median } from '../../bench/statistics/quantile.ts'
import { readTrials, type Trial } from '../../bench/trial/trial.ts'
import { within } from '../support/eventually.ts'
import { aCheckout, type CheckoutInTest, leftIn } from '../support/checkouts.ts'
import { type Ended, start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { flat } from '../support/reported-results.ts'
import { OF_THE_MACHINE } from '../support/gate-reasons.ts'
import { isEverySampleTried } from '../support/samples.ts'

const TINY = `name: tiny
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 1 }
`

/** A checkout in which `utakata bench tiny.yaml --quick` was started, and where its files go. */
function gated(args: readonly string[], checkout: CheckoutInTest = aCheckout()) {
  const cwd = aFolder({ 'tiny.yaml': TINY })
  const temporary = aFolder()
  const summary = join(cwd, 'summary.md')
  const launcher = join(checkout.folder, 'bench/launch.mjs')
  const running = start(['bench', 'tiny.yaml', '--quick', '--output', 'out', ...args], {
    cwd,
    env: { TMPDIR: temporary, GITHUB_STEP_SUMMARY: summary },
    launcher,
  })
  const nothingIsLeft = () => {
    expect(checkout.worktrees()).toEqual([checkout.folder])
    expect(leftIn(temporary)).toEqual([])
  }
  return { ...running, checkout, cwd, summary, nothingIsLeft }
}

const gateIn = (cwd: string) =>
  JSON.parse(readFileSync(join(cwd, 'out/gate.json'), 'utf8')) as {
    outcome: string
    exitCode: number
    changes: readonly object[]
  }
const ended = (end: Promise<Ended>) => within(100_000, 'the end', end)

// Breakage: an old variant that runs the new code, a checkout of the user's that is changed, a worktree that is left behind.
test(
  'the old code is measured along from a worktree, and its notifications are compared with those of the new code',
  { timeout: 120_000 },
  async () => {
    const checkout = aCheckout()
    const message = join(checkout.folder, 'strategies/message.ts')
    const changedText = readFileSync(message, 'utf8').replace(
      "? '(no title)' : summary",
      "? '(no title)' : `${summary}!`",
    )
    writeFileSync(message, changedText)
    const before = [checkout.git('status', '--porcelain'), checkout.git('rev-parse', 'HEAD')]
    expect(before[0]).toBe('M strategies/message.ts')
    const { end, cwd, summary, nothingIsLeft } = gated(['--baseline-ref', 'main', '--junit', 'gate.xml'], checkout)
    const { code, stdout, stderr } = await ended(end)
    expect(stderr).not.toMatch(/utakata: internal error/)
    expect(code).toBe(2)
    const short = checkout.git('rev-parse', '--short', 'HEAD')
    expect(stdout).toContain(`The gate FAILS: sequential did not send the same notifications as ${short}.`)
    nothingIsLeft()
    expect([checkout.git('status', '--porcelain'), checkout.git('rev-parse', 'HEAD')]).toEqual(before)
    expect(readFileSync(message, 'utf8')).toBe(changedText)
    const { trials } = readTrials(join(cwd, 'out/trials.jsonl'))
    const digestsOf = (variant: string) =>
      new Set(trials.flatMap((trial) => (trial.variant === variant ? trial.deliveries.digest : [])))
    const old = digestsOf(`sequential@${short}`)
    expect([old.size, digestsOf('sequential').size]).toEqual([1, 1])
    expect(digestsOf('sequential')).not.toEqual(old)
    expect(new Set(trials.map(({ variant, role }) => `${variant} ${role}`))).toEqual(
      new Set(['sequential reference', `sequential@${short} baseline`, 'A/A aa-check', '+10% sensitivity-check']),
    )
    expect(gateIn(cwd)).toMatchObject({ outcome: 'output-mismatch', exitCode: 2 })
    expect(readFileSync(join(cwd, 'gate.xml'), 'utf8')).toContain('type="output-mismatch"')
    expect(readFileSync(summary, 'utf8')).toContain('| sequential | WRONG OUTPUT | time \\> +10% |')
  },
)

// Breakage: a fault of runs of the old code whose ideal time, which is by today's order, is not known.
test(
  'a change that makes a strategy wait for something other than a step is a regression, not a fault of the old code',
  { timeout: 120_000 },
  async () => {
    const checkout = aCheckout()
    const file = join(checkout.folder, 'strategies/sequential.ts')
    const text = readFileSync(file, 'utf8')
    const waiting = text.replace('for (const', 'await new Promise((done) => setTimeout(done, 100))\n  for (const')
    expect(waiting).not.toBe(text)
    writeFileSync(file, waiting)
    // Delays that the mock server keeps to, whatever else this machine does.
    const delays = ['fetch', 'notify'].flatMap((step) => ['--set', `world.${step}Delay.ms=15`])
    const { end, cwd, nothingIsLeft } = gated(['--baseline-ref', 'HEAD', ...delays], checkout)
    const { code, stdout } = await ended(end)
    const { trials } = readTrials(join(cwd, 'out/trials.jsonl'))
    expect(trials.flatMap(({ faults }) => faults)).toEqual([])
    nothingIsLeft()
    const medianOf = (role: Trial['role']) =>
      median(
        trials.filter((trial) => trial.role === role && trial.phase === 'measured').map(({ makespanMs }) => makespanMs),
      )
    // What the change waits for.
    expect(medianOf('reference') - medianOf('baseline')).toBeGreaterThan(80)
    const gate = gateIn(cwd)
    // How quiet the machine is decides whether it can be judged; nothing else may keep it from that.
    if (!isEverySampleTried && code === 5) {
      expect(gate.changes, stdout).toEqual([expect.objectContaining({ reason: OF_THE_MACHINE })])
      return
    }
    expect(gate, stdout).toMatchObject({
      outcome: 'regression',
      exitCode: 3,
      changes: [{ strategy: 'sequential', outcome: 'regression', change: { low: expect.any(Number) } }],
    })
    expect(code).toBe(3)
  },
)

test('code from before there was any cannot be judged by, which is said at once', { timeout: 120_000 }, async () => {
  const { end, cwd, summary, nothingIsLeft, checkout } = gated(['--baseline-ref', 'HEAD~1', '--fail-if', 'cpu > +5%'])
  const { code, stdout, stderr } = await ended(end)
  expect(code).toBe(5)
  expect(flat(stdout)).toContain('The gate cannot judge "sequential: cpu > +5%"')
  expect(stderr).not.toContain('npm ci')
  expect(stderr).not.toContain('process 1')
  expect(existsSync(join(cwd, 'out/trials.jsonl'))).toBe(false)
  const problem = {
    code: 'old-code-undrivable',
    parameters: {
      problem: { code: 'old-code-lacks-file', parameters: { file: 'bench/run/local/child.ts' } },
    },
  }
  expect(gateIn(cwd)).toMatchObject({
    outcome: 'cannot-judge',
    exitCode: 5,
    changes: [{ reason: { code: 'old-code', problem } }],
  })
  expect(readFileSync(summary, 'utf8')).toContain('cannot judge')
  expect(checkout.git('status', '--porcelain')).toBe('')
  nothingIsLeft()
})

test(
  'a benchmark that is interrupted leaves no worktree, and says what it could not judge',
  { timeout: 120_000 },
  async () => {
    const { end, says, interrupt, cwd, nothingIsLeft } = gated(['--baseline-ref', 'HEAD', '--set', 'plan.warmUps=100'])
    await says('process 1 of 6')
    interrupt()
    const { code, stderr } = await ended(end)
    expect(code).toBe(130)
    expect(stderr).toContain('Stopping')
    expect(gateIn(cwd)).toMatchObject({ outcome: 'cannot-judge', exitCode: 130, cutShort: 'interrupted' })
    nothingIsLeft()
  },
)

// Breakage: minutes of measuring, of which nothing can come.
test(
  'where the old code has none of the strategies nothing is measured, and each is named',
  { timeout: 120_000 },
  async () => {
    const checkout = aCheckout()
    const registry = join(checkout.folder, 'strategies/index.ts')
    const text = readFileSync(registry, 'utf8')
    writeFileSync(registry, 'export const strategies = {}\n')
    checkout.git('commit', '--quiet', '--all', '--message', 'without any')
    writeFileSync(registry, text)
    const { end, cwd, nothingIsLeft } = gated(['--baseline-ref', 'HEAD'], checkout)
    const { code, stdout, stderr } = await ended(end)
    const short = checkout.git('rev-parse', '--short', 'HEAD')
    expect(code).toBe(5)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `The gate cannot judge anything: there is nothing to compare with ${short}. Not compared: sequential (${short} does not have it).`,
    )
    expect(stderr).not.toContain('process 1')
    expect(existsSync(join(cwd, 'out/trials.jsonl'))).toBe(false)
    expect(gateIn(cwd)).toMatchObject({ outcome: 'cannot-judge', exitCode: 5 })
    nothingIsLeft()
  },
)

test('an interrupt while the old code is made ready ends it, with nothing left', { timeout: 120_000 }, async () => {
  const { end, says, interrupt, nothingIsLeft } = gated(['--baseline-ref', 'HEAD'])
  await says('Checking out')
  interrupt()
  expect((await ended(end)).code).toBe(130)
  nothingIsLeft()
})

test(
  'a revision that there is not is a mistake of the user, and nothing is written',
  { timeout: 120_000 },
  async () => {
    const { end, cwd, nothingIsLeft } = gated(['--baseline-ref', 'v9'])
    const { code, stdout, stderr } = await ended(end)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^utakata: --baseline-ref: expected a commit, branch or tag of this repository, got "v9"/)
    expect(readdirSync(cwd)).toEqual(['tiny.yaml'])
    nothingIsLeft()
  },
)
