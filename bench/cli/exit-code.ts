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

/** The same for people. */
export const EXIT_STATUS = `
EXIT STATUS
    0 done, 1 usage, 2 wrong output, 3 threshold failed, 4 the job had failures,
    5 cannot judge, 70 internal, 130 interrupted.`
