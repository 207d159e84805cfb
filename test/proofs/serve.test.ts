import { expect, test } from 'vitest'
import { readTrials } from '../../bench/trial/trial.ts'
import { start } from '../support/command-line.ts'
import { within } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'

const TINY = ['bench', 'demo', '--quick', '--strategies', 'sequential,pipelined', '--set', 'world.items.count=3']

/** Serves a folder, and gives its address. */
async function serve(folder: string) {
  const serving = start(['report', folder, '--serve'])
  await serving.says('until Ctrl-C')
  return { serving, address: /http:\/\/\S+/.exec(serving.saidSoFar())![0] }
}

async function stop({ interrupt, end }: ReturnType<typeof start>) {
  interrupt()
  return await within(10_000, 'the end', end)
}

// Breakage: a page that is sent, or drawn, while a run is measured.
test('a benchmark is shown as its iterations end, and goes on only when they are drawn', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--output', out])
  await racing.says('process 1 of 6')
  const { serving, address } = await serve(out)
  const drawn: { readonly from: number; readonly until: number }[] = []
  /** As the page's script does, but slowly. */
  const draw = async (ticket: string) => {
    const from = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 30))
    drawn.push({ from, until: Date.now() })
    await fetch(`${address}drawn/${ticket}`, { method: 'POST' })
  }
  const events = await fetch(`${address}events`)
  const open = async () => {
    const page = await (await fetch(address)).text()
    await draw(/data-ticket="([^"]+)"/.exec(page)![1]!)
    return page
  }
  const [page] = await Promise.all([open(), pump(events, draw)])
  expect(page).toContain('new EventSource')
  const { code } = await within(60_000, 'the end of the race', racing.end)
  expect(code).not.toBe(70)
  expect(await (await fetch(address)).text()).toContain('report.json')
  await stop(serving)
  const measured = readTrials(`${out}/trials.jsonl`).trials.filter(({ phase }) => phase === 'measured')
  expect(drawn.length).toBeGreaterThan(20)
  for (const { beganAt, makespanMs } of measured) {
    const began = Date.parse(beganAt)
    // Both clocks are reported in whole milliseconds.
    const meanwhile = drawn.filter(({ from, until }) => from + 1 < began + makespanMs && until - 1 > began)
    expect(meanwhile).toEqual([])
  }
})

/** Watches from the first message until the end, and returns what was drawn. */
async function watchedUntilTheEnd(command: readonly string[], out: string) {
  const measuring = start([...command, '--output', out])
  await measuring.says('process 1 of')
  const { serving, address } = await serve(out)
  const drawn: string[] = []
  const draw = async (ticket: string, data: string) => {
    drawn.push(data)
    await fetch(`${address}drawn/${ticket}`, { method: 'POST' })
  }
  await within(60_000, 'the end of it', pump(await fetch(`${address}events`), draw))
  const { code } = await within(10_000, 'the end of the command', measuring.end)
  expect(code).not.toBe(70)
  const report = await (await fetch(address)).text()
  expect(await stop(serving)).toMatchObject({ code: 0 })
  return { drawn, report }
}

// Breakage: each cell is watched by itself, so that a viewer learns after the first that everything is over.
test('a sweep is shown cell by cell, those before it together, and then as a whole', async () => {
  const sweep = [
    ...TINY.slice(0, -2),
    '--sweep',
    'world.items.count=2,3',
    '--set',
    'plan={ warmUps: 2, iterations: 2 }',
  ]
  const { drawn, report } = await watchedUntilTheEnd(sweep, `${aFolder()}/out`)
  const titles = drawn.map((data) => /Grid point \d of 2: items\.count \d/.exec(data)![0])
  expect(new Set(titles).size).toBe(2)
  const [first, second] = [drawn[0]!, drawn.at(-1)!]
  expect(first).not.toContain('Time by items.count')
  expect(second).toContain('Time by items.count')
  expect(report).toContain('a sweep over items.count')
})

// Breakage: a series that is never reported since it has no iterations.
test('jobs on a schedule are shown as their series end', async () => {
  const rate = ['load', 'demo', ...TINY.slice(3), '--every', '20ms', '--jobs', '8', '--processes', '3']
  const { drawn, report } = await watchedUntilTheEnd(rate, `${aFolder()}/out`)
  const stands = new Set(
    drawn.map((data) => /Process \d of each variant: \d of \d have finished their jobs/.exec(data)![0]),
  )
  expect(stands.size).toBeGreaterThan(4)
  expect(drawn.at(-1)).toContain('<svg')
  expect(report).toContain('report.json')
})

/** Does something for each update that is sent, until the run is over. */
async function pump(events: Response, draw: (ticket: string, data: string) => Promise<void>): Promise<void> {
  let received = ''
  for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) {
    received += chunk
    for (let end = received.indexOf('\n\n'); end >= 0; end = received.indexOf('\n\n')) {
      const event = received.slice(0, end)
      received = received.slice(end + 2)
      const [, kind] = /^event: (\w+)$/m.exec(event) ?? []
      if (kind === 'over') return
      if (kind === 'update') await draw(/^id: (\S+)$/m.exec(event)![1]!, event)
    }
  }
}
