import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { announcementTexts } from '../../bench/report/messages/commands.ts'
import { notesOn } from '../../infra/notes.ts'
import { readSettings } from '../../infra/settings.ts'
import { SDK_SUPPORT_ENDS, TRACE_MODES } from '../../infra/trace.ts'
import { type Context, REAL } from '../support/stacks.ts'

const notesOf = (context: Context) => notesOn(readSettings(context))

test('settings of which nothing is to be known have no notes', () => {
  for (const context of [{}, REAL, { mock: 'ec2' }, { ...REAL, fanout: 'on' }]) expect(notesOf(context)).toEqual([])
})

// Breakage: another mode says it, or the SDK's does not.
test('the mode that uses the X-Ray SDK, and no other, says when its support ends', () => {
  for (const trace of TRACE_MODES) {
    const expected =
      trace === 'sdk' ? [expect.stringContaining(`announced the end of its support for ${SDK_SUPPORT_ENDS}`)] : []
    expect(notesOf({ trace })).toEqual(expected)
  }
})

// Breakage: one of these places is forgotten when the date changes.
test('the lab and the docs say the same date', () => {
  const docs = ['../../docs/aws.md', '../../infra/README.md'].map((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  )
  for (const text of [announcementTexts.sdkTrace, ...docs]) expect(text).toContain(SDK_SUPPORT_ENDS)
})

test('alarms that reach nobody are said', () => {
  const scheduled = { ...REAL, schedule: 'on' }
  expect(notesOf(scheduled)).toEqual([expect.stringMatching(/alarms .* reach nobody.* -c alarmTopic=ARN/)])
  expect(notesOf({ ...scheduled, alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:alarms' })).toEqual([])
})

// Breakage: reserved concurrency is not compared, is compared without a fan-out, or an equal number counts as too many.
test('more batches at a time than are reserved for the function are said', () => {
  const fanOut = { ...REAL, fanout: 'on', batches: '20' }
  expect(notesOf({ ...fanOut, reserved: '19' })).toEqual([
    expect.stringMatching(/^batches=20 .* reserved=19:.* -c batches=19\./),
  ])
  expect(notesOf({ ...fanOut, reserved: '20' })).toEqual([])
  expect(notesOf({ ...REAL, batches: '20', reserved: '19' })).toEqual([])
})
