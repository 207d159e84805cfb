import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs, {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { beginLines } from '../../../bench/io/lines-file.ts'
import { isReplaced, writeNamed, writeNew, writeWhole } from '../../../bench/io/write-whole.ts'
import { aDevice, aFolder } from '../../support/folders.ts'

const WRITER = pathToFileURL(join(import.meta.dirname, '../../../bench/io/write-whole.ts')).href

/** A folder with a file of somebody's, and a link to it by this name. */
function aLink(name: string) {
  const folder = aFolder({ precious: 'mine' })
  const [link, precious] = [join(folder, name), join(folder, 'precious')]
  symlinkSync('precious', link)
  return { folder, link, precious, kept: () => readFileSync(precious, 'utf8') }
}

/** Writes from another process, whose standard output is a file that has something in it already. */
function writtenTo(name: string, redirection: string, before = '') {
  const folder = aFolder({ out: before })
  const code = `import { writeNamed } from '${WRITER}'; console.log('before'); writeNamed('${name}', 'text'); console.log(' after')`
  writeFileSync(join(folder, 'write.mjs'), code)
  const { status, stderr } = spawnSync('bash', ['-c', `${process.execPath} write.mjs ${redirection}`], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return readFileSync(join(folder, 'out'), 'utf8')
}

/** Has a call of Node fail for the rest of a test, once it has written what still finds room. */
function failing(name: 'writeFileSync' | 'linkSync', code: string): void {
  const real = fs[name]
  onTestFinished(() => {
    Object.assign(fs, { [name]: real })
    syncBuiltinESMExports()
  })
  const fake = (descriptor: number, text: string) => {
    if (name === 'writeFileSync') fs.writeSync(descriptor, text.slice(0, 5))
    throw Object.assign(new Error(`${code}: no space left on device, write`), { code })
  }
  Object.assign(fs, { [name]: fake })
  syncBuiltinESMExports()
}

// Breakage: report.md.part, of which everybody knows what it will be called.
test('a link that was put where a part is written is not followed', () => {
  const { folder, kept } = aLink('report.md.part')
  writeWhole(join(folder, 'report.md'), 'report')
  expect(kept()).toBe('mine')
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toBe('report')
  expect(readdirSync(folder)).toEqual(['precious', 'report.md', 'report.md.part'])
})

test('a file of ours takes the place of a link or a pipe of its name', () => {
  const { folder, link, kept } = aLink('report.md')
  execFileSync('mkfifo', [join(folder, 'report.json')])
  for (const name of ['report.md', 'report.json']) writeWhole(join(folder, name), 'report')
  expect(kept()).toBe('mine')
  expect(lstatSync(link).isFile()).toBe(true)
  expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('report')
})

// Breakage: rename over the link that --junit names.
test('where a link is named, what it leads to is replaced whole, and the link stays', () => {
  const { folder, link, precious, kept } = aLink('junit.xml')
  chmodSync(precious, 0o640)
  const { ino } = statSync(precious)
  symlinkSync(link, join(folder, 'second'))
  writeNamed(join(folder, 'second'), 'new')
  expect(kept()).toBe('new')
  expect(readlinkSync(link)).toBe('precious')
  expect(statSync(precious).ino).not.toBe(ino)
  // Breakage: a private file that everybody may read afterwards.
  expect(statSync(precious).mode & 0o777).toBe(0o640)
})

test('where a link is named that leads nowhere yet, the file is made there', () => {
  const folder = aFolder()
  mkdirSync(join(folder, 'real'))
  symlinkSync('real', join(folder, 'alias'))
  symlinkSync('../made', join(folder, 'real', 'link'))
  writeNamed(join(folder, 'alias', 'link'), 'new')
  expect(readFileSync(join(folder, 'made'), 'utf8')).toBe('new')
})

// Breakage: rename over a pipe, whose reader waits for ever.
test('what is written to a pipe comes to whoever reads it, and the pipe stays', async () => {
  const pipe = join(aFolder(), 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void reader.kill())
  let read = ''
  reader.stdout.setEncoding('utf8').on('data', (text: string) => (read += text))
  writeNamed(pipe, 'text')
  await once(reader, 'close')
  expect(read).toBe('text')
  expect(lstatSync(pipe).isFIFO()).toBe(true)
  expect(isReplaced(pipe)).toBe(false)
})

// Breakage: /dev/null replaced by a file, by whoever may.
test.skipIf(process.platform !== 'linux')('a device is written into, and says so where it is full', () => {
  const [nowhere, full] = [aDevice('null'), aDevice('full')]
  writeNamed(nowhere, 'text')
  expect(statSync(nowhere).isCharacterDevice()).toBe(true)
  expect(() => writeNamed(full, 'text')).toThrow('ENOSPC')
  expect(statSync(full).isCharacterDevice()).toBe(true)
})

// Breakage: /dev/stdout opened anew, which writes from the beginning of the file, or replaced, which leaves the rest of what is printed nowhere.
test.skipIf(process.platform !== 'linux')(
  'what is written to a stream of ours comes where that leads, in order',
  () => {
    const printed = 'before\ntext after\n'
    for (const name of ['/dev/stdout', '/proc/self/fd/1', 'out']) expect(writtenTo(name, '> out'), name).toBe(printed)
    expect(writtenTo('/dev/stdout', '| cat > out')).toBe(printed)
    expect(writtenTo('/dev/stderr', '2> out')).toBe('text')
    // What else is written there is not lost.
    expect(writtenTo('/dev/fd/3', '3>> out', 'first ')).toBe('first text')
    // A process substitution.
    expect(writtenTo('/dev/fd/63', '63> >(cat > out); wait $!')).toBe('text')
  },
)

test('a folder is not written to, and nothing is left behind', () => {
  const folder = aFolder()
  mkdirSync(join(folder, 'inner'))
  for (const write of [writeWhole, writeNamed, writeNew])
    expect(() => write(join(folder, 'inner'), 'x')).toThrow(/EISDIR|EEXIST/)
  expect(() => isReplaced(join(folder, 'inner'))).toThrow('EISDIR')
  expect(readdirSync(folder)).toEqual(['inner'])
})

test('a new file takes the place of nothing, be it a link that leads nowhere', () => {
  const folder = aFolder({ there: 'mine' })
  symlinkSync('nowhere', join(folder, 'link'))
  for (const name of ['there', 'link']) expect(() => writeNew(join(folder, name), 'new')).toThrow('EEXIST')
  writeNew(join(folder, 'new'), 'new')
  expect(readdirSync(folder)).toEqual(['link', 'new', 'there'])
  expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('mine')
})

test('a new file is made where the file system has no links too', () => {
  const folder = aFolder()
  failing('linkSync', 'EPERM')
  writeNew(join(folder, 'new'), 'new')
  expect(() => writeNew(join(folder, 'new'), 'newer')).toThrow('EEXIST')
  expect(readdirSync(folder)).toEqual(['new'])
})

test('where the disk is full, the file is as it was and nothing is left behind', () => {
  const folder = aFolder({ there: 'mine' })
  failing('writeFileSync', 'ENOSPC')
  for (const write of [writeWhole, writeNamed]) expect(() => write(join(folder, 'there'), 'new')).toThrow('ENOSPC')
  expect(() => writeNew(join(folder, 'new'), 'new')).toThrow('ENOSPC')
  expect(readdirSync(folder)).toEqual(['there'])
  expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('mine')
})

test('what holds a secret may be read by its owner alone', () => {
  const file = join(aFolder({ secret: '' }), 'secret')
  writeWhole(file, 'token', { mode: 0o600 })
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

// Breakage: lines that are appended to a file somewhere else, or for which a pipe's reader is waited for.
test('lines go to a new file, and neither through a link nor into a pipe nor after the lines of somebody else', () => {
  const { folder, link, kept } = aLink('linked.jsonl')
  execFileSync('mkfifo', [join(folder, 'piped.jsonl')])
  for (const name of ['linked.jsonl', 'piped.jsonl', 'precious']) {
    using lines = beginLines({ path: folder }, name)
    expect(() => lines.append({})).toThrow(expect.objectContaining({ code: 'line-unwritten' }))
  }
  expect(kept()).toBe('mine')
  expect(existsSync(link)).toBe(true)
  beginLines({ path: folder }, 'none.jsonl')[Symbol.dispose]()
  expect(existsSync(join(folder, 'none.jsonl'))).toBe(false)
})

// Breakage: a torn line in the middle, once there is room again.
test('lines that were written stay whole when the disk is full', () => {
  const folder = aFolder()
  const file = join(folder, 'lines.jsonl')
  using lines = beginLines({ path: folder }, 'lines.jsonl')
  lines.append({ line: 1 })
  failing('writeFileSync', 'ENOSPC')
  expect(() => lines.append({ line: 2 })).toThrow(expect.objectContaining({ code: 'line-unwritten' }))
  expect(readFileSync(file, 'utf8')).toBe('{"line":1}\n')
})

test('lines go along with a folder that is moved, and a file that is removed is reported', () => {
  const folder = aFolder()
  const [out, elsewhere] = [join(folder, 'out'), join(folder, 'elsewhere')]
  mkdirSync(out)
  using lines = beginLines({ path: out }, 'lines.jsonl')
  lines.append({ line: 1 })
  fs.renameSync(out, elsewhere)
  mkdirSync(out)
  lines.append({ line: 2 })
  expect(readFileSync(join(elsewhere, 'lines.jsonl'), 'utf8')).toBe('{"line":1}\n{"line":2}\n')
  expect(readdirSync(out)).toEqual([])
  fs.rmSync(elsewhere, { recursive: true })
  expect(() => lines.append({ line: 3 })).toThrow(expect.objectContaining({ code: 'file-removed' }))
})
