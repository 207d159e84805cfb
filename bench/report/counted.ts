/** So many of something that takes an s, such as `1 feed` and `2 feeds`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
