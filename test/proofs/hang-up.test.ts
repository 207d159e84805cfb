import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { eventually, within } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { isRunning, processesOf } from '../support/processes.ts'

const LAUNCHER = fileURLToPath(new URL('../../bench/launch.mjs', import.meta.url))

/** Runs a command on a terminal of its own, and closes that once our input ends; ends with the wait status of the command. */
const TERMINAL = `
import os, pty, select, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
print(pid, flush=True)
while True:
    ready, _, _ = select.select([terminal, 0], [], [])
    if 0 in ready:
        break
    sys.stdout.buffer.write(os.read(terminal, 4096))
    sys.stdout.buffer.flush()
os.close(terminal)
print('\\nstatus', os.waitpid(pid, 0)[1], flush=True)
`

// Breakages: no listener for SIGHUP; an end at the first write that fails with EIO; a launcher on Node 20 that aborts as it ends.
test('a benchmark on a real terminal that is closed writes its report, ends in 130 and leaves no process', async () => {
  const out = `${aFolder()}/out`
  const small = ['--strategies', 'sequential,pipelined', '--set', 'world.items.count=3', '--set', 'plan.warmUps=1']
  // As people start it: on the Node of the host.
  const command = ['node', LAUNCHER, 'bench', 'demo', '--quick', ...small, '--output', out]
  const { UTAKATA_NOHUP: _nohup, _: _command, ...env } = process.env
  const terminal = spawn('/usr/bin/python3', ['-c', TERMINAL, ...command], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void terminal.kill('SIGKILL'))
  const ended = once(terminal, 'close')
  let said = ''
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await eventually('the second block began', () => said.includes('process 2 of 6'), 60_000)
  const all = processesOf(Number.parseInt(said, 10))
  expect(all.length).toBeGreaterThan(3)
  terminal.stdin.end()
  await within(60_000, 'the end', ended)
  expect(said).toContain(`status ${130 << 8}`)
  for (const file of ['report.md', 'report.json', 'report.html']) expect(existsSync(`${out}/${file}`), file).toBe(true)
  for (const { pid, command } of all) await eventually(`${pid} (${command}) had ended`, () => !isRunning(pid))
})
