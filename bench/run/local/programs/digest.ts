import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Program } from '../../../plan/schedule.ts'

/** More is no program that anybody wrote. */
const MAX_BYTES = 100_000_000

/** Programs whose first file is the one that is run; of any other it may be one that it writes. */
const INTERPRETER = /^(?:node|deno|bun|python|ruby|perl|php|java|lua|bash|sh)[\d.]*$/

/**
 * Twelve hexadecimal digits of a program: of its command, of the program itself where that is named by a path, and of the script where that is an
 * interpreter. What these load is not known.
 */
export function digestOfProgram({ command, cwd }: Pick<Program, 'command' | 'cwd'>): string {
  const hash = createHash('sha256').update(JSON.stringify(command))
  const [program = '', ...args] = command
  const contents = (word: string) => contentsOf(resolve(cwd, word))
  if (program.includes('/')) hash.update(contents(program) ?? '')
  if (INTERPRETER.test(basename(program)))
    hash.update(
      args
        .values()
        .map(contents)
        .find((one) => one !== undefined) ?? '',
    )
  return hash.digest('hex').slice(0, 12)
}

/** Undefined of what is no file that can be read. */
function contentsOf(file: string): Buffer | undefined {
  try {
    const stat = statSync(file)
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(file) : undefined
  } catch {
    return undefined
  }
}
