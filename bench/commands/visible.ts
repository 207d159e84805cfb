/** Text from a feed made safe for a terminal: control characters, which could move the cursor or change colours, become visible. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, '·')
}
