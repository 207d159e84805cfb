import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { errorText } from '../../../../bench/report/messages/problems.ts'
import { preparePrograms } from '../../../../bench/run/contract/programs.ts'
import { digestOfProgram } from '../../../../bench/run/local/programs/digest.ts'
import { parseScenario } from '../../../../bench/scenario/file.ts'
import { childrenWith } from '../../../support/processes.ts'
import { eventually } from '../../../support/eventually.ts'
import { withEnv } from '../../../support/env.ts'
import { aFolder } from '../../../support/folders.ts'

const PROGRAM = fileURLToPath(new URL('../../../support/fixtures/program.mjs', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../../../../examples/node/program.ts', import.meta.url))

function aScenario(program: object, folder = aFolder()) {
  const text = `name: x
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 1 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, ${JSON.stringify({ name: 'mine', ...program })}]
`
  return parseScenario(text, join(folder, 'x.yaml'))
}
const command = (...words: readonly string[]) => ({ command: [process.execPath, ...words] })
const refusal = (program: object) => preparePrograms(aScenario(program)).then(() => 'none', errorText)

test('a program that sends what a strategy sends is prepared, and built where it has to be', async () => {
  const folder = aFolder()
  const scenario = aScenario({ ...command(EXAMPLE), build: 'touch built' }, folder)
  const began: string[] = []
  const digests = await preparePrograms(scenario, { beginning: (is, name) => began.push(`${is} ${name}`) })
  expect(digests.get('mine')).toMatch(/^[\da-f]{12}$/)
  expect(began).toEqual(['building mine', 'trying mine'])
  expect(existsSync(join(folder, 'built'))).toBe(true)
})

// Breakage: the variables of this process: a build would leave what it compiles in our folder.
test('a build runs as it would without utakata', async () => {
  // As the launcher sets them.
  withEnv('NODE_COMPILE_CACHE', '/ours')
  withEnv('UTAKATA_ENVIRONMENT', '{"NODE_COMPILE_CACHE":null}')
  const folder = aFolder()
  await preparePrograms(aScenario({ ...command(EXAMPLE), build: 'echo "<$NODE_COMPILE_CACHE>" > built' }, folder))
  expect(readFileSync(join(folder, 'built'), 'utf8')).toBe('<>\n')
})

// Breakage: a failure that is only found after minutes of measuring.
test.each([
  [{ ...command(EXAMPLE), build: 'echo no such >&2; exit 3' }, /^mine: its build failed \(exit code 3\)\nno such$/],
  [
    { ...command(EXAMPLE), build: 'no-such-compiler' },
    /^mine: its build failed \(exit code 127\): a command was not found\n/,
  ],
  [{ command: ['./nothing'] }, /^mine: it cannot be started \(spawn \.\/nothing ENOENT\); /],
  [
    command(PROGRAM, 'exits'),
    /^mine ended unexpectedly \(exit code 3\); the end of its standard error: no licence found; /,
  ],
  [command(PROGRAM, 'answers'), /^mine: 1 outcomes instead of 4/],
  [
    command(PROGRAM, 'burns', '0'),
    /^mine: in a trial run of 4 items it sent 0 posts \(0 accepted\), where sequential sent 2; .*\n {2}sequential sent: {2}\{"text":/,
  ],
])('a program that is not fit is refused, and says why: %j', async (program, expected) => {
  expect(await refusal(program)).toMatch(expected)
})

// Breakage: programs that nothing is compared with before all is measured.
test('where all variants are programs, what the reference sends is what the others have to send', async () => {
  const folder = aFolder()
  const good = { name: 'good', ...command(EXAMPLE) }
  const silent = { name: 'silent', ...command(PROGRAM, 'burns', '0') }
  const text = `name: x
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 1 }
  notifyDelay: { model: constant, ms: 1 }
variants: [${JSON.stringify(silent)}, ${JSON.stringify(good)}]
reference: good
`
  await expect(preparePrograms(parseScenario(text, join(folder, 'x.yaml')))).rejects.toThrow(
    expect.objectContaining({
      parameters: {
        program: 'silent',
        breach: expect.objectContaining({ code: 'other-posts', model: 'good', expected: 2 }),
      },
    }),
  )
})

// Breakage: a signal to the shell alone, whose compiler goes on.
test('a build that is called off ends with all that it has started', async () => {
  const caller = new AbortController()
  const scenario = aScenario({ ...command(EXAMPLE), build: 'sleep 1234; true' })
  const preparing = preparePrograms(scenario, { signal: caller.signal })
  const shells = () => childrenWith('sleep 1234')
  await eventually('it is being built', () => shells().length > 0)
  const [shell] = shells()
  const sleeping = () => childrenWith('sleep', shell!.pid)
  await eventually('the shell has started a process', () => sleeping().length > 0)
  const [sleep] = sleeping()
  caller.abort()
  await expect(preparing).rejects.toThrow(/abort/i)
  await eventually('both have ended', () => !existsSync(`/proc/${sleep!.pid}`))
})

test('a program is known by its command, its binary, or the script of its interpreter, and by nothing that it writes', () => {
  const cwd = aFolder({ peer: 'one', 'peer.log': 'one', 'job.py': 'one' })
  const digests = () =>
    [
      ['./peer', '-log', 'peer.log'],
      ['python3', '-u', 'job.py', 'peer.log'],
      ['sh', '-c', 'x'.repeat(3000)],
    ].map((words) => digestOfProgram({ command: words, cwd }))
  const before = digests()
  writeFileSync(join(cwd, 'peer.log'), 'two')
  expect(digests()).toEqual(before)
  writeFileSync(join(cwd, 'peer'), 'two')
  writeFileSync(join(cwd, 'job.py'), 'two')
  const after = digests()
  expect(after.map((digest, at) => digest === before[at])).toEqual([false, false, true])
})
