import { createRequire } from 'node:module'
import type { NodeICalSync, VEvent } from 'node-ical'

/** Loaded when the first event is parsed, and synchronously: it takes some 25 ms, which a feed with nothing near never pays. */
let nodeIcal: NodeICalSync | undefined

/**
 * One event parsed by node-ical from its content lines, of which DTSTART must be in UTC. Throws what node-ical throws. It is
 * handed wall clocks written as UTC, which it reads and repeats right in every zone, and one event at a time, so that
 * one it cannot read costs only itself.
 */
export function parseEvent(lines: readonly string[]): VEvent {
  const parser = (nodeIcal ??= load())
  const parsed = quietly(() => parser.parseICS(`BEGIN:VEVENT\nUID:event\n${lines.join('\n')}\nEND:VEVENT`))
  return parsed['event'] as VEvent
}

function load(): NodeICalSync {
  return (createRequire(import.meta.url)('node-ical') as { readonly sync: NodeICalSync }).sync
}

/** node-ical tells its doubts to the console; those are the feed's, and not for the terminal or the logs. */
export function quietly<T>(work: () => T): T {
  const { warn } = console
  console.warn = () => {}
  try {
    return work()
  } finally {
    console.warn = warn
  }
}
