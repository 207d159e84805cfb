/** So many of something, such as `1 feed`, `2 feeds` and `2 processes`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`
}
