import type { Leftover } from '../../../io/contract-breach.ts'
import type { JobBreach } from '../../../io/job-breach.ts'
import type { ProgramBreach } from '../../../io/program-breach.ts'
import type { ProcessName } from '../../../io/problems.ts'
import type { Fault } from '../../../io/trial-reasons.ts'
import { leftoverText } from './contract.ts'
import type { ProblemTexts } from './problem-texts.ts'

/** Why a job of a user's own cannot be measured. */
export const jobProblems = {
  'own-job-unpredictable': ({ why }) => UNPREDICTABLE[why],
  'job-not-bundled': ({ reason }) => `the job cannot run as a Lambda function: ${reason}`,
  'job-changed': ({ file }) =>
    `${file}: expected the code of the job and its samples to stay the same until the end, got a change during the benchmark; run it again`,
  'job-unfit': ({ file, line, breach }, _, { faultText, processText }) =>
    `${file}${line === undefined ? '' : `:${line}`}: ${breachText(breach, { faultText, processText })}`,
  'program-changed': ({ program }) =>
    `${program}: expected the program to stay the same until the end, got a change during the benchmark; run it again`,
  'program-unfit': ({ program, breach }, _, { faultText }) => {
    const text = programBreachText(program, breach, faultText)
    return text.startsWith(`${program} `) ? text : `${program}: ${text}`
  },
  'not-a-program': ({ given }) =>
    `--variant: expected NAME=COMMAND, such as go=./go-peer, or NAME=[./go-peer, --name, 'with spaces'], got "${given}"`,
  'lab-of-programs': () =>
    'lab: expected the built-in job or a job of your own, got bodies that only programs read, which do not run as functions; measure them with utakata bench',
  'calibration-of-program': ({ reference }) =>
    `expected a strategy as the reference of a calibration, got the program ${reference}; name one with --reference`,
} satisfies Partial<ProblemTexts>

/** What is wrong with a program in any language. */
function programBreachText(program: string, breach: ProgramBreach, faultText: (fault: Fault) => string): string {
  switch (breach.code) {
    case 'build-failed': {
      const { exitCode, output } = breach
      const missing = exitCode === 127 ? ': a command was not found' : ''
      return `its build failed (${typeof exitCode === 'number' ? `exit code ${exitCode}` : exitCode})${missing}${output === '' ? '' : `\n${output}`}`
    }
    case 'no-result': {
      const { failure } = breach
      if (failure.code === 'unreachable')
        return `it cannot be started (${failure.message}); it has to be an executable file: a command with a slash is looked up from the folder of the scenario, that of --variant from the present folder, and others in PATH`
      const text = faultText({ code: 'no-result', variant: program, failure })
      return failure.code === 'exited' ? `${text}; it has to read lines until its input ends` : text
    }
    case 'fault':
      return faultText(breach.fault)
    case 'other-posts': {
      const { items, posts, accepted, model, expected, missing, surplus } = breach
      const sent = `in a trial run of ${items === 1 ? 'one item' : `${items} items`} it sent ${posts === 1 ? 'one post' : `${posts} posts`} (${accepted} accepted)`
      const compared =
        accepted === expected ? `as many as ${model}, but their content differs` : `where ${model} sent ${expected}`
      const examples = [
        ...(missing === undefined ? [] : [`\n  ${model} sent:  ${missing}`]),
        ...(surplus === undefined ? [] : [`\n  ${program} sent:  ${surplus}`]),
      ]
      return `${sent}, ${compared}; variants have to send the same${examples.join('')}`
    }
  }
}

const UNPREDICTABLE = {
  faults:
    'predict: expected a world without failures for a job of your own, got fetchFaults, fetchErrors or notifyFaults: how your job reacts to them is not known; measure it with utakata bench',
  rate: 'predict: expected neither world.notifyRate nor --notify-rate for a job of your own, got one: how your job reacts to status 429 is not known; measure it with utakata bench',
  programs:
    'predict: expected the built-in job or a job of your own, got bodies that only programs read: what they make of them is not known; measure them with utakata bench',
  network:
    'predict: expected a job that connects to the mock world alone, got client.allowNet: how long other servers take is not known; measure it with utakata bench',
  unlike:
    'predict: expected a job that the model can predict, got measured times far from the predictions for every strategy: its steps may wait for something other than requests, or its client may limit its connections; measure it with utakata bench',
  unproven:
    'predict: expected a measured error of predictions for jobs of your own, got none: run npm run bench:prediction -- --own in a clone, or measure with utakata bench',
  size: '--size: expected none for a job of your own, whose bodies are files: change world.items.bodies',
} as const

interface Others {
  readonly faultText: (fault: Fault) => string
  readonly processText: (process: ProcessName) => string
}

function breachText(breach: JobBreach, { faultText, processText }: Others): string {
  switch (breach.code) {
    case 'no-job':
      return `expected a job as the default export, as export default defineJob({ fetch, check, notify }), got ${missingText(breach)}`
    case 'unloadable':
      return `the module cannot be loaded (${breach.message})${NO_ES_MODULE.test(breach.message) ? '; name it .mts or .mjs, or set "type": "module" in package.json' : ''}`
    case 'no-answer':
      return faultText({ code: 'no-result', variant: processText({ code: 'job' }), failure: breach.failure })
    case 'every-item-fails':
      return `every one of the ${breach.items} items that were tried failed; the first in ${breach.step}: ${breach.example}`
    case 'elsewhere':
      return `the job connects to ${breach.to.join(', ')}; use the url that each step is given, as in fetch: (item, { url }) => ..., or set client.allowNet: true (--allow-net with bench and load); there are then neither verdicts nor predictions`
    case 'posts-nothing':
      return `notify was called ${breach.findings} times, but nothing was posted to its url, and variants are compared by what arrives there; send the request to that url and await it`
    case 'unsteady':
      return UNSTEADY[breach.of]
    case 'goes-on':
      return `${breach.step} goes on after its signal was aborted; pass that signal to your client, as in fetch(url, { signal })`
    case 'not-awaited':
      return `${breach.step} returns before its request has ended; await it`
    case 'hangs':
      return `${breach.step} did not end within ${breach.withinMs} ms for ${breach.items} items, although the mock server answers at once; make it resolve or throw`
    case 'left-open':
      return `expected nothing left open when a run is over, got ${breach.leftovers.map(ofJob).join('; ')}`
  }
}

/** Without what only strategies have. */
function ofJob(leftover: Leftover): string {
  return leftover.code === 'worker' ? 'a worker thread: terminate it' : leftoverText(leftover)
}

/** As Node puts it where the package.json around a module says that it is one of CommonJS. */
const NO_ES_MODULE = /outside a module|Unexpected token 'export'/

const UNSTEADY = {
  bodies:
    'expected two runs to post the same, got the same number of posts with different bodies; if they contain a timestamp or a random id, set deliveries: counts in the scenario',
  counts: 'expected two runs to post the same, got a different number of posts; await every request',
  failures: 'expected two runs to fail on the same items, got different ones, so that variants cannot be compared',
} as const

function missingText({ missing, exported }: Extract<JobBreach, { code: 'no-job' }>): string {
  if (!exported.includes('default'))
    return exported.length === 0 ? 'a module that exports nothing' : `only ${exported.join(', ')}`
  return missing.length === 3
    ? 'a default export without any of them'
    : `one in which ${missing.join(' and ')} ${missing.length === 1 ? 'is not a function' : 'are not functions'}`
}
