/** The fewest letters that a strategy is called by in a map. */
const LEAST = 4

/** Beginnings of names that distinguish them, of four letters at least, for where there is no room: `pipelined` as `pipe`. */
export function beginningsOf(names: readonly string[]): Map<string, string> {
  return new Map(
    names.map((name) => {
      const others = names.filter((other) => other !== name)
      let length = LEAST
      while (length < name.length && others.some((other) => other.startsWith(name.slice(0, length)))) length++
      return [name, name.slice(0, length)]
    }),
  )
}
