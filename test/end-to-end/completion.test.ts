import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { builtInScenarios } from '../../bench/scenario/file.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
const missing = SHELLS.filter((shell) => spawnSync(shell, ['-c', 'true']).status !== 0)
if (missing.length > 0) {
  if (process.env.CI) throw new Error(`expected Debian's ${missing.join(', ')}, whose completion is tested, got none`)
  console.warn(`SKIPPED: completion for ${missing.join(', ')} is not tried without; apt-get install Debian's packages`)
}

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout } = await run(['completion', shell])
  expect(code).toBe(0)
  return stdout
}

/** What bash offers for the last of these arguments. */
function offered(script: string, ...words: readonly string[]): string[] {
  return offeredIn('/proc/self', script, ...words)
}

function offeredIn(cwd: string, script: string, ...words: readonly string[]): string[] {
  const line = `COMP_WORDS=(utakata ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`
  const said = execFileSync('bash', ['-c', `${script}\n${line}; _utakata; printf '%s\\n' "\${COMPREPLY[@]}"`], {
    cwd,
    encoding: 'utf8',
  })
  return said.split('\n').filter(Boolean)
}

// Breakage: a command or an option that is added and completed by nobody.
test.skipIf(missing.includes('bash'))('bash completes commands, options, their values and scenarios', async () => {
  const script = await scriptFor('bash')
  expect(offered(script, 'be')).toEqual(['bench'])
  expect(offered(script, '')).toEqual(expect.arrayContaining(['bench', 'report', 'init', 'completion', '--help']))
  expect(offered(script, 'report', '--la')).toEqual(['--lang'])
  expect(offered(script, 'report', 'x', '--lang', '')).toEqual(['en', 'ja'])
  expect(offered(script, 'export', 'x', '--format', 'c')).toEqual(['csv', 'chrome'])
  expect(offered(script, 'bench', 'slack')).toEqual(['slack-bound'])
  expect(offered(script, 'completion', 'z')).toEqual(['zsh'])
  // Breakage: arguments that are split at spaces.
  expect(offeredIn(aFolder({ 'a b.yaml': '' }), script, 'bench', 'a')).toContain('a b.yaml')
  // Breakage: files offered where names of strategies are expected, or a number.
  expect(offered(script, 'bench', 'demo', '--strategies', 'pi')).toEqual(['pipelined'])
  expect(offered(script, 'report', 'x', '--optimize', 'c')).toEqual(['cost'])
  expect(offered(script, 'bench', 'demo', '--seed', '')).toEqual([])
  // Of what may be any file, those that are there.
  expect(offered(script, 'notify', '--feeds', 'cmd')).toEqual(['cmdline'])
})

test.skipIf(missing.includes('zsh'))('zsh can read its completion', async () => {
  const script = await scriptFor('zsh')
  const read = spawnSync(
    'zsh',
    ['-f', '-c', `autoload -Uz compinit; compinit -u -D; ${script}\nprint $_comps[utakata]`],
    {
      encoding: 'utf8',
    },
  )
  expect(read).toMatchObject({ status: 0, stdout: '_utakata\n', stderr: '' })
  for (const scenario of builtInScenarios()) expect(script).toContain(scenario)
})

test.skipIf(missing.includes('fish'))('fish completes commands, options and their values', async () => {
  const script = await scriptFor('fish')
  const complete = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${line}'`], { encoding: 'utf8' })
      .split('\n')
      .map((offer) => offer.split('\t')[0])
  expect(complete('utakata ben')).toContain('bench')
  expect(complete('utakata report --la')).toContain('--lang')
  expect(complete('utakata export --format c')).toEqual(expect.arrayContaining(['csv', 'chrome']))
  expect(complete('utakata bench --reference look')).toContain('look-ahead')
  expect(complete('utakata bench --seed ').filter(Boolean)).toEqual([])
})

test('any other shell is answered with the list of those supported', async () => {
  const { code, stderr } = await run(['completion', 'tcsh'])
  expect(code).toBe(1)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish')
})
