import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseProgram } from '../../../bench/cli/values.ts'
import { errorText } from '../../../bench/report/messages/problems.ts'
import { parseScenario, type Setting } from '../../../bench/scenario/file.ts'
import { digestOf, namesOf, programsOf, strategiesOf } from '../../../bench/scenario/scenario.ts'
import { variantsOf } from '../../../bench/plan/schedule.ts'
import { aFolder } from '../../support/folders.ts'

const written = (variants: string, more = '') => `name: x
world:
  items: { count: 4, events: 2, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 1 }
  notifyDelay: { model: constant, ms: 1 }
variants: ${variants}
${more}`
const GO = '{ name: go, command: [./go-peer, --limit, "256"] }'

function refusal(text: string, settings: readonly Setting[] = []): string {
  try {
    parseScenario(text, join(aFolder(), 'x.yaml'), settings)
  } catch (error) {
    return errorText(error).replace(/.*x\.yaml:/, '')
  }
  return 'none'
}

test('programs stand among the variants, and can be the reference', () => {
  const folder = aFolder()
  const scenario = parseScenario(written(`[pipelined, ${GO}]`, 'reference: go'), join(folder, 'x.yaml'))
  expect(namesOf(scenario)).toEqual(['pipelined', 'go'])
  expect(strategiesOf(scenario)).toEqual(['pipelined'])
  expect(programsOf(scenario)).toEqual([{ name: 'go', command: ['./go-peer', '--limit', '256'], cwd: folder }])
  const variants = variantsOf(scenario, [], new Map([['go', 'abc']]))
  expect(variants.map(({ name, role }) => `${name}: ${role}`)).toEqual([
    'go: reference',
    'pipelined: candidate',
    'A/A: aa-check',
    '+10%: sensitivity-check',
  ])
  const program = { command: ['./go-peer', '--limit', '256'], cwd: folder, digest: 'abc' }
  for (const copy of [variants[0], variants[2], variants[3]]) expect(copy).toMatchObject({ strategy: 'go', program })
})

test('a digest covers the commands of programs, wherever they lie', () => {
  const at = (folder: string, variants: string) => digestOf(parseScenario(written(variants), join(folder, 'x.yaml')))
  expect(at(aFolder(), `[${GO}]`)).toBe(at(aFolder(), `[${GO}]`))
  expect(at(aFolder(), `[${GO}]`)).not.toBe(at(aFolder(), `[${GO.replace('256', '64')}]`))
})

test.each([
  ['no command', '[{ name: go }]', 'variants.0.command: expected a list, got nothing; the key is missing'],
  ['a command of one text', '[{ name: go, command: ./go }]', 'variants.0.command: expected a list, got "./go"'],
  [
    'the name of a strategy',
    '[{ name: pipelined, command: [./go] }]',
    'variants.0.name: expected a name that no strategy has, got "pipelined"',
  ],
  [
    'a name that stands for an older revision',
    '[{ name: go@1, command: [./go] }]',
    'variants.0.name: expected a letter, then at most 39 letters, digits, points, dashes or underscores, got "go@1"',
  ],
  ['a name twice', `[${GO}, ${GO}]`, 'variants.1.name: expected a name that no other program has, got "go"'],
  [
    'an unknown key',
    '[{ name: go, command: [./go], shell: true }]',
    'variants.0.shell: expected one of name, command, build, cwd, got the unknown key "shell"',
  ],
  [
    'a strategy that is none',
    '[warp]',
    'variants.0: expected one of sequential, look-ahead, promise-all, pipelined, worker-threads, check-threads, or a program as { name, command }, got "warp"',
  ],
  ['a folder that is none', `[{ name: go, command: [./go], cwd: nowhere }]`, 'variants.0.cwd: expected a folder'],
])('a program with %s is refused', (_, variants, expected) => {
  expect(refusal(written(variants))).toContain(expected)
})

test('a reference that is no variant is refused, by the option where it was one', () => {
  const expected =
    'expected one of sequential, look-ahead, promise-all, pipelined, worker-threads, check-threads, go, got "rust"'
  expect(refusal(written(`[${GO}]`, 'reference: rust'))).toContain(`reference: ${expected}`)
  expect(refusal(written(`[${GO}]`), [{ option: '--reference', given: 'reference=rust' }])).toContain(
    `--reference: ${expected}`,
  )
})

test('bodies need a job, unless every variant is a program', () => {
  const bodies = (variants: string, reference: string) =>
    written(variants, `reference: ${reference}`).replace('events: 2, dueShare: 0.5', 'bodies: "*.json"')
  expect(refusal(bodies(`[pipelined, ${GO}]`, 'go'))).toContain('or where every variant is a program')
  const folder = aFolder({ 'a.json': '{}' })
  expect(parseScenario(bodies(`[${GO}]`, 'go'), join(folder, 'x.yaml')).world.items.bodies).toBe(join(folder, '*.json'))
})

// Breakage: told that every variant has to be a program, by somebody whose variants all are.
test('bodies beside programs alone need one of them as the reference, and the message says so', () => {
  const text = written(`[${GO}]`).replace('events: 2, dueShare: 0.5', 'bodies: "*.json"')
  expect(refusal(text)).toContain('reference: expected one of go, got nothing; the key is missing')
})

// Breakage: strategies that spend this time are compared with programs that do not.
test('a check that takes CPU time beside programs is refused', () => {
  expect(refusal(written(`[pipelined, ${GO}]`, 'checkCpuMs: 2'))).toContain(
    'checkCpuMs: expected no programs beside it: they would not spend this time in their checks, as strategies do, got 2',
  )
  expect(refusal(written(`[pipelined, ${GO}]`, 'checkCpuMs: 0'))).toBe('none')
  expect(refusal(written('[pipelined]', 'checkCpuMs: 2'))).toBe('none')
})

test('--strategies takes the place of strategies, and programs stay', () => {
  const scenario = parseScenario(written(`[sequential, ${GO}]`), join(aFolder(), 'x.yaml'), ['variants=[pipelined]'])
  expect(namesOf(scenario)).toEqual(['sequential', 'pipelined', 'go'])
})

test('--variant adds a program, in the folder of whoever gave it', () => {
  const cwd = aFolder()
  const program = parseProgram('rust=./peer --limit 8', cwd)
  const scenario = parseScenario(written(`[sequential, ${GO}]`), join(aFolder(), 'x.yaml'), [], [program])
  expect(programsOf(scenario).at(-1)).toEqual({ name: 'rust', command: ['./peer', '--limit', '8'], cwd })
})

test('--variant beside variants that are no list leaves the mistake to what is written', () => {
  const add = () => parseScenario(written('sequential'), join(aFolder(), 'x.yaml'), [], [parseProgram('go=./go', '/')])
  expect(add).toThrow(expect.objectContaining({ code: 'scenario-mistakes' }))
})

test('the folder of a program is taken from that of the scenario', () => {
  const folder = aFolder()
  mkdirSync(join(folder, 'peer'))
  const text = written('[{ name: go, command: [./go], cwd: peer }]')
  expect(programsOf(parseScenario(text, join(folder, 'x.yaml')))[0]!.cwd).toBe(join(folder, 'peer'))
})

test.each([
  ['go=./peer', ['./peer']],
  ["go=[./peer, --name, 'two words']", ['./peer', '--name', 'two words']],
  ['go=  ./peer   -v ', ['./peer', '-v']],
])('the words of %s', (text, command) => {
  expect(parseProgram(text, '/somewhere')).toEqual({ name: 'go', command, cwd: '/somewhere' })
})

test.each(['go', '=./peer', 'go=', 'go=[', 'go=[]'])('%s is no program', (text) => {
  expect(() => parseProgram(text, '/')).toThrow(expect.objectContaining({ code: 'not-a-program' }))
})
