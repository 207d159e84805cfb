import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Program } from '../../../plan/schedule.ts'

/** Twelve hexadecimal digits of a program: of its command and of what is in the files that the command names. What these read is not known. */
export function digestOfProgram({ command, cwd }: Pick<Program, 'command' | 'cwd'>): string {
  const hash = createHash('sha256').update(JSON.stringify(command))
  for (const word of command) {
    const file = resolve(cwd, word)
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) hash.update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 12)
}
