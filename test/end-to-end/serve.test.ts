import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { main } from '../../bench/main.ts'
import { eventually, within } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { anIo, run } from '../support/in-process.ts'
import { trialsOf } from '../support/trials.ts'

test('the page of a finished benchmark is served until Ctrl-C', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const io = anIo()
  const serving = main(['report', aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` }), '--serve'], io)
  const said = () => io.printed.stdout + io.printed.stderr
  await eventually('it is served', () => said().includes('until Ctrl-C'))
  const response = await fetch(/http:\/\/\S+/.exec(said())![0])
  expect(response.headers.get('content-type')).toContain('text/html')
  const { document } = parseHTML(await response.text())
  expect(document.querySelector('.answer')!.textContent).toContain('pipelined')
  io.signals.emit('SIGINT', 'SIGINT')
  expect(await within(10_000, 'the end', serving)).toBe(0)
})

test('what cannot be served is said before anything is', async () => {
  const missing = await run(['report', `${aFolder()}/none`, '--serve'])
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toContain('expected the folder of a run, got')
  const port = await run(['report', aFolder(), '--port', '8080'])
  expect(port.stderr).toContain('--port: expected with --serve')
})
