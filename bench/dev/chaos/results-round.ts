import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../cli/exit-code.ts'
import { temporaryFolder } from '../harness/harness.ts'
import { startCommand } from './command.ts'
import { type Draws, expectEnd, expectNoDefect, type Round } from './round.ts'

/** Whatever stands in a file, the answer comes soon; this leaves room for a busy machine. */
const STUCK_MS = 30_000
const CORRUPTED_FILES = 3

const NUMBERS = [0, -1, 5e-324, 1e-9, 1e308, -1e308, 2 ** 53, 1e15, 0.5]
const TEXTS = [
  '',
  '\u001B]0;owned\u0007',
  '\u001B[2J',
  '\u202Etxt.exe',
  'zero\u200Bwidth\u2060\uFEFF',
  '\u200Emarks\u061C\u200F',
  'a\nb',
  '\u0000',
  '=1+1',
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '|a|b|',
  '\uD800',
  'x'.repeat(100_000),
  '__proto__',
]
const OTHERS = [null, true, [], {}, [[[[]]]]]
const EXITS = new Set<number | undefined>(Object.values(EXIT).filter((code) => code !== EXIT.internal))
/** What no terminal, spreadsheet or page should meet in a name: control, bidirectional and invisible characters. */
const HOSTILE_CHARACTERS = /(?![\n\t]|\r\n)[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u

let soundFolder: string | undefined

/** Trials in which a few values were replaced, read by every command that reads trials. */
export async function resultsRound({ draws, folder, tally }: Round): Promise<void> {
  soundFolder ??= await measureOnce()
  const out = join(folder, 'out')
  cpSync(soundFolder, out, { recursive: true })
  const file = join(out, 'trials.jsonl')
  for (let made = 0; made < CORRUPTED_FILES; made++) {
    const text = corrupt(readFileSync(join(soundFolder, 'trials.jsonl'), 'utf8'), draws)
    writeFileSync(file, text)
    const args = draws.pick([
      ['report', 'out'],
      ['report', 'out', '--lang', 'ja'],
      ['compare', 'out', soundFolder],
      [
        'export',
        'out',
        '--format',
        draws.pick(['csv', 'benchstat', 'json', 'markdown', 'junit']),
        '--output',
        'exported',
        '--force',
      ],
    ])
    const ended = await startCommand(args, { cwd: folder, limitMs: STUCK_MS }).end
    const what = `${args.slice(0, 4).join(' ')} of corrupted trials ${firstDifference(text)}`
    tally.count(`results: ${args[0]}${args[0] === 'export' ? ` ${args[3]}` : ''}`)
    tally.count(`results: exit code ${ended.code}`)
    if (!EXITS.has(ended.code)) tally.violation(`${what}: exit code ${ended.code}; ${ended.stderr.slice(0, 300)}`)
    expectEnd(ended, what, tally)
    expectNoDefect(ended, what, tally)
    const written = ['exported', 'out/report.md', 'out/report.json', 'out/report.html'].map((name) =>
      readIfThere(join(folder, name)),
    )
    const hostile = HOSTILE_CHARACTERS.exec([ended.stdout, ended.stderr, ...written].join(''))
    if (hostile)
      tally.violation(
        `${what}: prints U+${hostile[0].charCodeAt(0).toString(16)}; ${JSON.stringify(ended.stderr.slice(0, 200))}`,
      )
  }
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** A real result to corrupt; made once. */
async function measureOnce(): Promise<string> {
  const { path: folder } = temporaryFolder('chaos-sound')
  const set = ['world.items.count=4', 'plan.warmUps=1', 'plan.iterations=1'].flatMap((value) => ['--set', value])
  const strategies = ['--strategies', 'sequential,promise-all']
  const ended = await startCommand(['bench', 'demo', '--quick', ...set, ...strategies, '--output', 'out'], {
    cwd: folder,
    limitMs: 120_000,
  }).end
  // On a busy machine there may be nothing to judge; the trials are there all the same.
  if (ended.code !== EXIT.done && ended.code !== EXIT.cannotJudge)
    throw new Error(`the benchmark to corrupt ended with ${ended.code}: ${ended.stderr}`)
  return join(folder, 'out')
}

/** A few values of a few lines replaced, and sometimes the bytes themselves. */
function corrupt(text: string, draws: Draws): string {
  const lines = text.trimEnd().split('\n')
  for (let changes = draws.between(1, 4); changes > 0; changes--) {
    const at = draws.between(0, lines.length - 1)
    lines[at] = draws.chance(0.15) ? corruptBytes(lines[at]!, draws) : corruptValue(lines[at]!, draws)
  }
  return `${lines.join('\n')}\n`
}

function corruptBytes(line: string, draws: Draws): string {
  const at = draws.between(0, line.length)
  return draws.pick([
    line.slice(0, at),
    line.slice(0, at) + '\u0000' + line.slice(at),
    `${line}${line}`,
    `\uFEFF${line}`,
    '',
  ])
}

/** Where a value is corrupted in all lines alike, it stays one comparison; in one, it is an outlier. */
function corruptValue(line: string, draws: Draws): string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return line
  }
  const places: { holder: Record<string, unknown>; key: string }[] = []
  const collect = (holder: Record<string, unknown>) => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder, key })
      if (typeof inner === 'object' && inner !== null) collect(inner as Record<string, unknown>)
    }
  }
  if (typeof value !== 'object' || value === null) return line
  collect(value as Record<string, unknown>)
  if (places.length === 0) return line
  const { holder, key } = draws.pick(places)
  const old = holder[key]
  holder[key] = draws.chance(0.2)
    ? draws.pick<unknown>([...NUMBERS, ...TEXTS, ...OTHERS])
    : typeof old === 'number'
      ? draws.pick(NUMBERS)
      : typeof old === 'string'
        ? draws.pick(TEXTS)
        : draws.pick(OTHERS)
  return JSON.stringify(value)
}

/** The first corrupted line, to repeat what went wrong. */
function firstDifference(text: string): string {
  const sound = new Set(readFileSync(join(soundFolder!, 'trials.jsonl'), 'utf8').split('\n'))
  return JSON.stringify(text.split('\n').find((line) => !sound.has(line)) ?? '').slice(0, 600)
}
