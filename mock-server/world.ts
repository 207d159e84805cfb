import type { z } from 'zod'
import type { worldSchema } from './world-schema.ts'

/** The world outside a job, all of it decided by this plain data: the same world gives the same bytes, delays and faults. */
export type World = z.infer<typeof worldSchema>

/** What goes wrong with a share of the feeds. */
export type FeedFault = keyof World['fetchFaults']

/** What goes wrong with a share of the posts. */
export type SlackFault = keyof World['notifyFaults']

/** How many posts a webhook takes. */
export type Rate = NonNullable<World['notifyRate']>

/** The instant at which every world stands, and the window its due events lie in. */
export const WORLD_NOW_MS = Date.UTC(2026, 0, 15, 9)
export const WORLD_WINDOW = { fromMs: WORLD_NOW_MS, untilMs: WORLD_NOW_MS + 30 * 60_000 }

/** The end of the host names of a world of many hosts; `.test` never leaves the machine (RFC 6761, 6.2). */
export const HOST_SUFFIX = '.feeds.test'

/** Block and iteration are part of every address, so that a delay can depend on them; `wN` is a warm-up without delays or faults, `cN` a cold run. */
export type Place = `f${number}/${'r' | 'w' | 'c'}${number}`

/** With a number where several clients, or several runs, are at one place: each meets the same delays and faults. */
export type Visit = Place | `${Place}.${number}`

export function isPlace(text: string): text is Place {
  return /^f\d+\/[rwc]\d+$/.test(text)
}

/** The addresses of a world's feeds, in order, and of its webhook. `origin`: of the server, with its port. */
export function addressesOf(
  world: World,
  origin: string,
  place: Visit,
): { readonly feeds: string[]; readonly slack: string } {
  const base = basesOf(world, origin)
  return {
    feeds: Array.from(
      { length: world.items.count },
      (_, index) => `${base(`feed-${index}`)}/${place}/feeds/${index}.ics`,
    ),
    slack: `${base('slack')}/${place}/slack`,
  }
}

/**
 * The items of a job of a user's own, in order: the address of each, and of what takes the posts that are made for it.
 */
export function ownItemsOf(
  world: World,
  origin: string,
  place: Visit,
): readonly { readonly id: string; readonly url: string; readonly sinkUrl: string }[] {
  const base = basesOf(world, origin)
  return Array.from({ length: world.items.count }, (_, index) => ({
    id: `item-${index}`,
    url: `${base(`item-${index}`)}/${place}/items/${index}`,
    sinkUrl: `${base('sink')}/${place}/sink/${index}`,
  }))
}

/** The origin of each host by its name: all of them the server itself, unless the world has many. */
function basesOf({ hosts }: World, origin: string): (name: string) => string {
  const { port, protocol } = new URL(origin)
  return (name) => (hosts === 'many' ? `${protocol}//${name}${HOST_SUFFIX}:${port}` : origin)
}

/** Into so many a body is cut that is sent at a pace. */
export const SLICES = 20
