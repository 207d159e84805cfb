import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Candidate } from '../../bench/plan/schedule.ts'
import { sequential } from '../../strategies/sequential.ts'
import { aFolder } from './folders.ts'

/** One feed after the other, as it should be. */
const GOOD = `for (const feed of job.feeds) outcomes.push(await notify(await check(await fetch(feed))))`

/** In iterations of a comparison alone: not in the contract, whose places are of process 0, not cold and not in warm-ups. */
const WHEN_MEASURED = `/\\/f[1-9]\\d*\\/r[1-9]/.test(job.feeds[0]?.url)`

const when = (condition: string, statement: string) => `if (${condition}) { ${statement} }`

/** The same from the second process on. */
const WHEN_MEASURED_LATER = `/\\/f[2-9]\\d*\\/r[1-9]/.test(job.feeds[0]?.url)`

/** What a strategy may do wrong, as the text of its module. */
const BAD_STRATEGIES = {
  loops: moduleOf(when(WHEN_MEASURED, 'for (;;);')),
  'loops-later': moduleOf(when(WHEN_MEASURED_LATER, 'for (;;);')),
  'ignores-cancel': moduleOf(when(WHEN_MEASURED, 'await new Promise((resolve) => setTimeout(resolve, 1e8))')),
  'stops-itself': moduleOf(when(WHEN_MEASURED, `process.kill(process.pid, 'SIGSTOP')`)),
  'kills-itself': moduleOf(when(WHEN_MEASURED, `process.kill(process.pid, 'SIGKILL')`)),
  'leaves-one-timer': moduleOf('globalThis.timer ??= setInterval(() => {}, 1e6)'),
  'leaves-a-server-in-the-parent': `import { createServer } from 'node:net'
${when(`process.argv[1].endsWith('bench/program.ts')`, `createServer().listen(0, '127.0.0.1'); setInterval(() => {}, 1e6)`)}
${moduleOf('')}`,
  'leaves-a-timer-on-import': `setInterval(() => {}, 1e6)\n${moduleOf('')}`,
  'leaves-a-timer-when-measured': moduleOf(when(WHEN_MEASURED, 'setInterval(() => {}, 1e6)')),
  'loops-always': moduleOf('for (;;);'),
  'loops-on-import': `for (;;);\n${moduleOf('')}`,
  'waits-on-import': `await new Promise(() => {})\n${moduleOf('')}`,
  'loops-on-import-when-measured': `while (process.argv[1].endsWith('local/child.ts'));\n${moduleOf('')}`,
  'loops-on-the-virtual-clock': moduleOf(when(`job.slackUrl === undefined`, 'for (;;);')),
} satisfies Record<string, string>

export type BadStrategy = keyof typeof BAD_STRATEGIES

function moduleOf(before: string): string {
  return `export default async ({ job, steps: { fetch, check, notify } }) => {
  const outcomes = []
  ${before}
  ${GOOD}
  return outcomes
}
`
}

/** The environment variable with a file to which each process that loads such a module appends its number. */
export const PIDS = 'TEST_PIDS_FILE'

const NOTE_PID = `import { appendFileSync } from 'node:fs'
if (process.env.${PIDS}) appendFileSync(process.env.${PIDS}, process.pid + '\\n')
`

/** The path of a module whose strategy does that. */
export function badFile(name: BadStrategy): string {
  return join(aFolder({ [`${name}.mjs`]: NOTE_PID + BAD_STRATEGIES[name] }), `${name}.mjs`)
}

/** The same as one that has passed the contract. */
export function badCandidate(name: BadStrategy): Candidate {
  return { strategy: name, module: pathToFileURL(badFile(name)).href, order: sequential }
}
