/** What the command's exit code says. */
export const EXIT = {
  done: 0,
  usage: 1,
  wrongOutput: 2,
  thresholdFailed: 3,
  jobHadFailures: 4,
  cannotJudge: 5,
  internal: 70,
  interrupted: 130,
} as const

type Ending = keyof typeof EXIT

/** The same for people. */
const MEANINGS: Readonly<Record<Ending, string>> = {
  done: 'success',
  usage: 'wrong usage, or a file that cannot be read or written',
  wrongOutput: 'the variants did not send the same notifications',
  thresholdFailed: 'a threshold was exceeded',
  jobHadFailures: 'some calendars could not be read, or some notifications not sent',
  cannotJudge: 'no verdict: too few runs, too much noise, or a run that was cut short',
  internal: 'internal error',
  interrupted: 'interrupted',
}

const ANY = ['done', 'usage', 'internal'] as const
const MEASURED = [...ANY, 'cannotJudge', 'interrupted'] as const
const COMPARED = [...MEASURED, 'wrongOutput'] as const

/** How each command can end. */
const ENDINGS: Readonly<Record<string, readonly Ending[]>> = {
  bench: [...COMPARED, 'thresholdFailed'],
  calibrate: MEASURED,
  load: COMPARED,
  predict: MEASURED,
  lab: COMPARED,
  report: COMPARED,
  compare: [...ANY, 'thresholdFailed', 'cannotJudge'],
  export: ANY,
  cdk: ANY,
  ab: COMPARED,
  apply: [...ANY, 'cannotJudge', 'interrupted'],
  xray: COMPARED,
  logs: MEASURED,
  estimate: ANY,
  notify: [...ANY, 'jobHadFailures', 'interrupted'],
  due: [...ANY, 'jobHadFailures'],
  init: ANY,
  record: ANY,
  learn: MEASURED,
  doctor: MEASURED,
  mock: [...ANY, 'interrupted'],
  completion: ANY,
}

export const COMMAND_NAMES: readonly string[] = Object.keys(ENDINGS)

/** What an ending means where it means something special. */
const OWN_MEANINGS: Readonly<Record<string, Partial<Record<Ending, string>>>> = {
  bench: {
    thresholdFailed: 'a regression: the condition of --fail-if is met',
    cannotJudge: 'no verdict, or the gate cannot judge: too few runs or too much noise',
  },
  record: { done: 'success; otherwise the exit code of the program' },
  cdk: { usage: 'wrong usage, or the CDK failed (see its output)' },
  logs: { cannotJudge: 'no invocation was found, or too few containers to compare' },
  apply: { cannotJudge: 'not everything could be put back' },
  calibrate: { cannotJudge: 'equal copies differ too often here, or no batch was finished' },
  learn: { cannotJudge: 'the world does not stand for what was observed' },
  predict: { cannotJudge: 'no room to write' },
  compare: { thresholdFailed: 'the results contradict each other', cannotJudge: 'it cannot be decided' },
  doctor: { cannotJudge: 'this machine is too noisy for a margin of 5%' },
}

/** The exit codes of a command in ascending order, each with what it means; without a name those of all commands. */
export function exitStatusOf(command?: string): [code: number, meaning: string][] {
  const endings = command === undefined ? (Object.keys(EXIT) as Ending[]) : ENDINGS[command]!
  const meanings = { ...MEANINGS, ...(command !== undefined && OWN_MEANINGS[command]) }
  return endings.map((ending): [number, string] => [EXIT[ending], meanings[ending]]).toSorted(([a], [b]) => a - b)
}
