import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of one test with these files in it, by name; gone when the test is over. */
export function aFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const DEVICES = { null: 3, full: 7 } as const

/**
 * A device as /dev has it. For whoever might replace that one, where what is tested is broken, it is another one in a folder of the test.
 * Source: null(4), full(4).
 */
export function aDevice(name: keyof typeof DEVICES): string {
  if (process.getuid?.() !== 0) return `/dev/${name}`
  const device = join(aFolder(), name)
  execFileSync('mknod', ['-m', '666', device, 'c', '1', String(DEVICES[name])])
  return device
}
