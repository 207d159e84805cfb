import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { holdFile } from '../../../bench/io/exclusive-file.ts'
import { aFolder } from '../../support/folders.ts'

const HOLDER = pathToFileURL(join(import.meta.dirname, '../../../bench/io/exclusive-file.ts')).href

test('a file is held by one at a time, is made for that, and is gone afterwards', () => {
  const folder = aFolder()
  const file = join(folder, 'lock')
  const first = holdFile(file)
  expect(first).toBeDefined()
  expect(holdFile(file)).toBeUndefined()
  expect(holdFile(file)).toBeUndefined()
  expect(readdirSync(folder)).toEqual(['lock'])
  first![Symbol.dispose]()
  expect(readdirSync(folder)).toEqual([])
  holdFile(file)![Symbol.dispose]()
})

// Breakage: no second look at what was locked, so that two hold it, the one a file that the last holder has removed.
test('of many who take a file and let go of it again and again, no two ever hold it', async () => {
  const folder = aFolder()
  writeFileSync(
    join(folder, 'take.ts'),
    `import { rmSync, writeFileSync } from 'node:fs'
import { holdFile } from '${HOLDER}'
for (let held = 0; held < 200; ) {
  using lock = holdFile('lock')
  if (!lock) continue
  held++
  writeFileSync('only-one', '', { flag: 'wx' })
  rmSync('only-one')
}
`,
  )
  const takers = [1, 2, 3, 4].map(() =>
    spawn(process.execPath, ['take.ts'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }),
  )
  const ended = await Promise.all(takers.map(async (taker) => (await once(taker, 'exit')) as [number]))
  expect(ended.map(([code]) => code)).toEqual([0, 0, 0, 0])
})
