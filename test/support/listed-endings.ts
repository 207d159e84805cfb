import { expect } from 'vitest'
import { COMMAND_NAMES, exitStatusOf } from '../../bench/cli/exit-code.ts'

/** Fails where the help of the command does not list the exit code that it ended with. */
export function expectListed(code: number, command: string | undefined): void {
  if (command === undefined || !COMMAND_NAMES.includes(command)) return
  expect(
    exitStatusOf(command).map(([listed]) => listed),
    `exit codes of ${command}`,
  ).toContain(code)
}
