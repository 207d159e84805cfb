import type { ClaimsRemedy, ClaimsTrouble } from '../../../io/problems.ts'

/** Why a file of claims cannot be relied on; apart from the others, since every thread of a job loads it. */
export function claimsTroubleText(why: ClaimsTrouble): string {
  switch (why.code) {
    case 'empty':
      return 'it is empty, and a file of claims never is'
    case 'no-folder':
      return 'its folder does not exist'
    case 'dangling-link':
      return 'it is a symbolic link to a file that is not there'
    case 'only-journal':
      return 'it is missing, but its journal is there'
    case 'not-regular':
      return 'it is not a regular file'
    case 'foreign':
      return 'it is a database of something else'
    case 'no-table':
      return 'its table of claims is gone'
    case 'journal-left':
      return 'an interrupted run left a journal beside it'
    case 'read-only':
      return 'it may not be written'
    case 'unopened':
      return 'it cannot be opened'
    case 'newer':
      return `it is of format ${why.format}, and this version knows up to ${why.known}`
    case 'damaged':
      return `it is damaged (${why.message})`
    case 'unusable':
      return `it cannot be used (${why.message})`
    case 'other':
      return why.message
  }
}

/** What to do about it. */
export const CLAIMS_REMEDIES: Readonly<Record<ClaimsRemedy, string>> = {
  restore: 'restore it from a backup, or delete it to start over: what was sent already may then be sent again',
  'restore-or-delete-journal':
    'restore it from a backup, or delete the journal to start over: what was sent already may then be sent again',
  'name-another':
    'name another file, which is created where there is none; if this was the one of earlier runs, restore it from a backup, since with a new one what was sent already may be sent again',
  'run-for-real': 'run once without --dry-run',
  'make-writable': 'make it and its folder writable, or name another file',
  'check-disk': 'make room on its disk, or check it',
  'make-folder': 'create the folder first, or name another file',
  'check-folder': 'make sure that its folder is there and that both may be read and written, or name another file',
}
