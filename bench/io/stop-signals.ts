/** Whether hang-ups are ignored, as under nohup; the launcher finds that out. */
export function ignoresHangUps(env: NodeJS.ProcessEnv): boolean {
  return env.UTAKATA_NOHUP === '1'
}

/** The signals that ask a command to stop in good order: Ctrl-C, a scheduler's, and that of a terminal that is closed. */
export function stopSignals(env: NodeJS.ProcessEnv): readonly NodeJS.Signals[] {
  return ignoresHangUps(env) ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP']
}
