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
