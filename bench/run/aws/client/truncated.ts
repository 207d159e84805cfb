import { hideAddresses } from '../../../../strategies/failure.ts'

const MAX_CHARACTERS = 300
/** Looking for addresses takes the square of a text's length, and a function may answer with megabytes of it. */
const MAX_LOOKED_AT = 2000

/** What AWS or a function said, as one line that is no longer than it helps and has no address: either may repeat what it was sent. */
export function shortened(message: string): string {
  const isLong = message.length > MAX_LOOKED_AT
  // Of a word that is cut nobody knows whether it is an address.
  const looked = isLong ? message.slice(0, MAX_LOOKED_AT).replace(/\S+$/, '') : message
  const [line] = hideAddresses(looked).replaceAll(/\s+/g, ' ').trim().split(/\.$/)
  const isCut = isLong || line!.length > MAX_CHARACTERS
  return isCut ? `${line!.slice(0, MAX_CHARACTERS).toWellFormed()}…` : line!
}
