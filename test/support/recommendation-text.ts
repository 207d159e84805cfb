import type { Recommendation } from '../../bench/report/document.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'

/** What to do, and what else there is to say of it, as running text. */
export function recommendationText({ headline, details }: Recommendation): string {
  return ENGLISH.sentences([headline, ...details])
}
