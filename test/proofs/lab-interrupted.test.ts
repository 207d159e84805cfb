import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { EXIT } from '../../bench/cli/exit-code.ts'
import { eventually, within } from '../support/eventually.ts'
import { start, type Started } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { cpuGroupsOf, resultIn } from '../support/labs.ts'
import { childrenWith, isRunning, type Process } from '../support/processes.ts'
import { isEverySampleTried } from '../support/samples.ts'

/** A cold and a warm invocation of two variants and their two checks, in each of two containers. */
const INVOCATIONS = 16
const SMALL = ['--strategies', 'sequential,pipelined', '--containers', '2', '--warm-invocations', '1']

interface SmallLab extends Started {
  readonly out: string
  readonly temporary: string
}

/** `utakata lab`, with a folder of its own for what is temporary. */
function aSmallLab(): SmallLab {
  const [out, temporary] = [join(aFolder(), 'lab'), aFolder()]
  return { ...start(['lab', ...SMALL, '--output', out], { env: { TMPDIR: temporary } }), out, temporary }
}

/** Everything below a process. */
function below(process: Process): Process[] {
  return [process, ...childrenWith('', process.pid).flatMap(below)]
}

/** All that a lab has started so far, also what has left its group; grows while it is looked at. */
function follow({ pid }: Started): { readonly seen: () => Process[]; readonly stop: () => void } {
  const seen = new Map<number, Process>()
  const look = () => {
    for (const one of below({ pid, command: 'the launcher' })) seen.set(one.pid, one)
  }
  const timer = setInterval(look, 20)
  return { seen: () => (look(), [...seen.values()]), stop: () => clearInterval(timer) }
}

const linesIn = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

interface Moment {
  readonly is: (lab: SmallLab) => boolean
  /** What is reported is complete: whether the signal is heard before that is a matter of milliseconds. */
  readonly isLate?: boolean
  /** What the folder holds afterwards. */
  readonly leaves: 'nothing' | 'report'
}

/** In the order in which they come. */
const MOMENTS: Readonly<Record<string, Moment>> = {
  'while the bundle is built': {
    is: ({ saidSoFar }) => saidSoFar().includes('Building the bundle'),
    leaves: 'nothing',
  },
  'before the first container': { is: ({ saidSoFar }) => saidSoFar().includes('in all.'), leaves: 'nothing' },
  'while a container starts': { is: ({ saidSoFar }) => saidSoFar().includes('container 1 of'), leaves: 'nothing' },
  'while containers are invoked': { is: ({ saidSoFar }) => saidSoFar().includes('container 2 of'), leaves: 'report' },
  // Whoever sees the last line may see it when the report is being made.
  'after the last invocation': {
    is: ({ out }) => linesIn(join(out, 'trials.jsonl')) >= INVOCATIONS,
    isLate: true,
    leaves: 'report',
  },
  'while the report is made': {
    is: ({ out }) => existsSync(join(out, 'traces.jsonl')),
    isLate: true,
    leaves: 'report',
  },
  'while the lab is taken down': {
    is: ({ out }) => existsSync(join(out, 'report.html')),
    isLate: true,
    leaves: 'report',
  },
}

/** Ctrl-C as a terminal sends it, and a signal to the launcher alone, as a scheduler does. */
const WAYS = {
  'Ctrl-C': (lab: SmallLab) => lab.interrupt(),
  SIGTERM: (lab: SmallLab) => process.kill(lab.pid, 'SIGTERM'),
} as const

async function expectNothingLeft({ temporary }: SmallLab, all: readonly Process[]): Promise<void> {
  for (const { pid, command } of all) await eventually(`${pid} (${command}) had ended`, () => !isRunning(pid))
  await eventually('its control groups were gone', () => cpuGroupsOf(all).length === 0)
  expect(readdirSync(temporary)).toEqual([])
}

/** Each moment, the ways in turn; every way in every moment where all samples are tried. */
const CASES = Object.keys(MOMENTS).flatMap((moment, nth) => {
  const ways = Object.keys(WAYS) as (keyof typeof WAYS)[]
  return (isEverySampleTried ? ways : [ways[nth % ways.length]!]).map((way) => [way, moment] as const)
})

// Breakage: there is a moment in which nobody listens: a signal ends the process at once then, and its temporary folder stays.
test.each(CASES)('%s %s ends a lab with what there is, and leaves nothing behind', async (way, moment) => {
  const { is, isLate = false, leaves } = MOMENTS[moment]!
  const lab = aSmallLab()
  const followed = follow(lab)
  try {
    await eventually(`it was the time ${moment}`, () => is(lab), 120_000)
    followed.seen()
    WAYS[way](lab)
    const { code, stderr } = await within(60_000, 'the end', lab.end)
    // Of two containers no report can judge anything.
    expect(isLate ? [130, EXIT.cannotJudge] : [130], stderr).toContain(code)
    if (!isLate) expect(stderr).toContain('Stopping: what is finished is kept and reported')
    if (leaves !== 'nothing') {
      for (const file of ['trials.jsonl', 'traces.jsonl', 'report.json', 'report.md', 'report.html'])
        expect(existsSync(join(lab.out, file)), `${file}: ${stderr}`).toBe(true)
      expect(resultIn(lab.out)!.variants.length).toBe(4)
    }
    await expectNothingLeft(lab, followed.seen())
  } finally {
    followed.stop()
  }
})

// Breakage: only an end in order takes the temporary folder away.
test('a second Ctrl-C ends a lab at once, and leaves nothing behind either', async () => {
  const lab = aSmallLab()
  const followed = follow(lab)
  try {
    await eventually('containers were invoked', () => MOMENTS['while containers are invoked']!.is(lab), 120_000)
    const all = followed.seen()
    expect(all.length).toBeGreaterThan(3)
    lab.interrupt()
    // What comes sooner is taken for the same Ctrl-C.
    await sleep(350)
    lab.interrupt()
    expect((await within(20_000, 'the end', lab.end)).code).toBe(130)
    await expectNothingLeft(lab, all)
  } finally {
    followed.stop()
  }
})
