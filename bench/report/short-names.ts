import { cutToWidth, widthOf } from './table.ts'

/**
 * Names as a terminal of `width` columns has room for them: of the function of somebody else the middle is left out, since what
 * distinguishes functions mostly stands at the end. Different names stay different.
 */
export function shortNames(names: readonly string[], width: number): Map<string, string> {
  const most = Math.max(20, Math.floor(width / 3))
  const taken = new Set<string>()
  return new Map(
    [...new Set(names)].map((name) => {
      let short = widthOf(name) <= most ? name : cutInTheMiddle(name, most)
      for (let number = 2; taken.has(short); number++) short = `${cutInTheMiddle(name, most - 6)} (${number})`
      taken.add(short)
      return [name, short]
    }),
  )
}

/** A third of it from its beginning, the rest from its end. */
function cutInTheMiddle(name: string, most: number): string {
  const first = Math.floor(most / 3)
  const characters = Array.from(name)
  let until = characters.length
  while (widthOf(characters.slice(until - 1).join('')) <= most - 1 - first) until--
  return `${cutToWidth(name, first)}…${characters.slice(until).join('')}`
}
