import { expect, test } from 'vitest'
import { EXIT } from '../../bench/cli/exit-code.ts'
import { explain } from '../../bench/main.ts'
import { problemText } from '../../bench/report/messages/problems.ts'
import { PeerError } from '../../bench/run/peer-error.ts'
import { anIo } from '../support/in-process.ts'

// Breakage: only the code of the error, which no user can read.
test('a mock server that ended is named by a sentence, before the details', async () => {
  const error = new PeerError({ code: 'mock-server' }, { code: 'exited', exitCode: 1 })
  const io = anIo()
  expect(await explain(error, io)).toBe(EXIT.internal)
  expect(io.printed.stderr.split('\n')[1]).toBe(problemText(error.problem))
  expect(problemText(error.problem)).not.toContain('no-result')
})
