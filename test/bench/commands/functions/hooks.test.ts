import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hooksOf } from '../../../../bench/commands/functions/hooks.ts'
import { aFolder } from '../../../support/folders.ts'
import { anIo } from '../../../support/in-process.ts'

test('each command runs in its phase and knows the name and the folder of the comparison', async () => {
  const folder = aFolder()
  const record = (phase: string) => `printf '%s' "${phase} $UTAKATA_RUN" >> "$UTAKATA_FOLDER/phases"`
  const around = hooksOf({ pre: record('pre'), post: record(' post') }, { run: 'a-run', folder }, anIo())
  await around('pre')
  expect(readFileSync(join(folder, 'phases'), 'utf8')).toBe('pre a-run')
  await around('post')
  expect(readFileSync(join(folder, 'phases'), 'utf8')).toBe('pre a-run post a-run')
})

// Breakage: the variables of this process: a command of the user's would leave what it compiles in our folder.
test('a command runs as it would without utakata', async () => {
  const folder = aFolder()
  // As the launcher sets them.
  const env = { ...process.env, NODE_COMPILE_CACHE: '/ours', UTAKATA_ENVIRONMENT: '{"NODE_COMPILE_CACHE":null}' }
  const pre = 'printf "<%s>" "$NODE_COMPILE_CACHE" > "$UTAKATA_FOLDER/kept"'
  await hooksOf({ pre }, { run: 'a-run', folder }, anIo({ env }))('pre')
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('<>')
})

test('what is not requested does nothing', async () => {
  const around = hooksOf({}, { run: 'a-run', folder: aFolder() }, anIo())
  expect([await around('pre'), await around('post')]).toEqual([undefined, undefined])
})

test('a command that does not end well rejects, by its status or its signal', async () => {
  const around = hooksOf({ pre: 'exit 7', post: 'kill -TERM $$' }, { run: 'a-run', folder: aFolder() }, anIo())
  await expect(around('pre')).rejects.toThrow(
    expect.objectContaining({ code: 'hook-failed', parameters: { phase: 'pre', ended: '7' } }),
  )
  await expect(around('post')).rejects.toThrow(
    expect.objectContaining({ code: 'hook-failed', parameters: { phase: 'post', ended: 'SIGTERM' } }),
  )
  const unknown = hooksOf({ pre: 'no-such-command-anywhere 2>/dev/null' }, { run: 'a-run', folder: aFolder() }, anIo())
  await expect(unknown('pre')).rejects.toThrow(
    expect.objectContaining({ code: 'hook-failed', parameters: { phase: 'pre', ended: '127' } }),
  )
})

// Breakage: the command waits for what is typed, and the comparison with it.
test('a command that reads finds nothing to read', async () => {
  const around = hooksOf({ pre: 'test -z "$(cat)"' }, { run: 'a-run', folder: aFolder() }, anIo())
  await expect(around('pre')).resolves.toBeUndefined()
})
