import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageOf } from '../../strategies/message.ts'
import { aNotice } from '../support/notifying.ts'

/** The texts of a message that people see: the plain one, the section, the context. */
function textsOf(parts: Parameters<typeof aNotice>[0]): { text: string; section: string; context: string } {
  const { text, blocks } = JSON.parse(JSON.stringify(messageOf(aNotice(parts))))
  return { text, section: blocks[0].text.text, context: blocks[1].elements[0].text }
}

test('a message has title, start and calendar, and each reader sees the start in the own time zone', () => {
  expect(textsOf({})).toEqual({
    text: 'Stand-up, 2026-01-15 09:30 UTC',
    section: '*Stand-up*\n<!date^1768469400^{date_short_pretty} {time}|2026-01-15 09:30 UTC>',
    context: 'Team 7',
  })
  expect(textsOf({ summary: '' }).section).toMatch(/^\*\(no title\)\*/)
})

// Breakage: a day is shown as the instant at which it begins: in Tokyo that is the day before by UTC.
test('a day is shown as that day, whatever the zone it was read in', () => {
  const day = { allDay: true, date: '2026-01-16', startMs: Date.UTC(2026, 0, 15, 15) }
  expect(textsOf(day)).toMatchObject({
    text: 'Stand-up, 2026-01-16, all day',
    section: '*Stand-up*\n2026-01-16, all day',
  })
})

test('a title that would ring everybody is only a title', () => {
  const { text, section } = textsOf({ summary: '<!channel> R&D <@U123> @here &lt;' })
  expect(text).toMatch(/^&lt;!channel&gt; R&amp;D &lt;@U123&gt; @here &amp;lt;, /)
  expect(section).toMatch(/^\*&lt;!channel&gt; R&amp;D/)
  expect(messageOf(aNotice({ summary: '@here' }))).toMatchObject({ parse: 'none', link_names: false })
  expect(messageOf(aNotice()).blocks).toMatchObject([{ text: { verbatim: true } }, { elements: [{ verbatim: true }] }])
})

test('line breaks of a title become spaces', () => {
  expect(textsOf({ summary: 'one\r\n\ntwo\tthree' }).section).toMatch(/^\*one two three\*\n<!date/)
})

test('four hundred emoji are whole, six hundred are cut between two of them', () => {
  expect(textsOf({ summary: '🗓️'.repeat(200) }).section).toContain('🗓️'.repeat(200))
  const { section } = textsOf({ summary: '🎉'.repeat(600) })
  expect(section).toMatch(/^\*(?:🎉)+…\*\n/u)
  expect(section.isWellFormed()).toBe(true)
})

test('whatever a feed says, a message stays under the caps of Slack and mentions nobody', () => {
  const anything = fc.string({
    unit: fc.oneof(
      fc.constantFrom('&', '<', '>', '!', '@', '#', '🎉', '\n'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 1200,
  })
  fc.assert(
    fc.property(anything, anything, (summary, calendar) => {
      const { text, section, context } = textsOf({ summary, calendar })
      expect(Math.max(section.length, context.length)).toBeLessThanOrEqual(3000)
      expect(text.length).toBeLessThanOrEqual(4000)
      expect(text).not.toMatch(/[<>]/)
      expect(context).not.toMatch(/[<>]/)
      expect(section.match(/</g)).toHaveLength(1)
    }),
  )
})
