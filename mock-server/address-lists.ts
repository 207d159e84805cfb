import type { Context, Env, Hono } from 'hono'
import { tokenPath } from './token.ts'
import { addressesOf, isPlace, ownItemsOf, type Place, type World } from './world.ts'

/** Adds the addresses of a world as lists, for clients that know nothing of it but where it is. */
export function addAddressLists<E extends Env>(app: Hono<E>, world: World, token: string | undefined): void {
  // Whoever asks has found this origin, and may not know the names of a world of many hosts.
  const known: World = { ...world, hosts: 'one' }
  const originOf = (c: Context<E>) => new URL(c.req.url).origin
  const placeOf = (c: Context<E>): Place | undefined => {
    const place = `${c.req.param('block')}/${c.req.param('iteration')}`
    return isPlace(place) ? place : undefined
  }

  let visits = 0

  app.get('/feeds.txt', (c) => c.text(addressesOf(world, originOf(c), 'f0/r1').feeds.join('\n')))
  app.get('/:block/:iteration/feeds.txt', (c) => {
    const place = placeOf(c)
    return place ? c.text(addressesOf(known, originOf(c), place).feeds.join('\n')) : c.notFound()
  })
  app.get('/:block/:iteration/items.json', (c) => {
    const place = placeOf(c)
    if (!place) return c.notFound()
    // A client that is not ours sends no token of its own: it stands in each address.
    const origin = `${originOf(c)}${token === undefined ? '' : tokenPath(token)}`
    return c.json(ownItemsOf(known, origin, `${place}.${visits++}`))
  })
}
