import type { Moved, Problems, Unreadable } from '../../../io/problems.ts'
import { CLAIMS_REMEDIES, claimsTroubleText } from './claims.ts'
import type { ProblemTexts } from './problem-texts.ts'
import { unreadableText } from './unreadable.ts'

const ALL = new Intl.ListFormat('en-GB')

/** What is wrong with a file or a folder that a user named. */
export const filesProblems = {
  system: ({ message }) => message,
  'folder-unusable': ({ path, system }) =>
    `--output: expected a folder that can be written to, got "${path}" (${system}); name another one`,
  'folder-has-results': ({ path, file }) =>
    `--output: expected a folder without results, got "${path}", which holds ${file} of an earlier run; ${file === 'sweep.json' ? 'to continue that sweep, repeat its command; otherwise name another folder' : 'what was interrupted cannot be continued, so name another folder'}`,
  'folder-has-calibration': ({ path }) =>
    `--output: expected a folder without a calibration, got "${path}", which holds another one; name a new one`,
  'folder-unlockable': ({ path, problem }, textOf) =>
    `--output: expected a folder in which a file can be locked, got "${path}" (${textOf(problem)}); name another one`,
  'folder-held': ({ path, pid }) =>
    `--output: expected a folder that no other run is writing to, got "${path}", where ${pid === undefined ? 'another process' : `process ${pid}`} is writing; wait for its end, or name another one`,
  'folder-lost': ({ path, became, moved }) => folderLost(path, became, moved),
  'folder-replaced': () => 'its folder was moved or replaced',
  'not-a-regular-file': ({ path }) => `expected a regular file, got ${path}, which is none; take it away`,
  'line-unwritten': ({ file, problem }, textOf) => `"${file}" could not be written: ${textOf(problem)}`,
  'file-removed': ({ file }) => `"${file}" was removed while it was written to`,
  'file-there': ({ file }) =>
    `--output: expected a file that is not there yet, got "${file}", which is; name another one, or add --force to overwrite it`,
  'file-is-folder': ({ option, file }) =>
    `${option}: expected a file, got "${file}", which is a folder; name a file in it`,
  'file-unwritable': ({ option, file, system }) =>
    `${option}: expected a file that can be written, got "${file}" (${system}); name another one`,
  'junit-folder-missing': ({ file }) =>
    `--junit: expected a file in a folder that is there, got "${file}"; make the folder first`,
  'pictures-unwritable': ({ folder, system }) =>
    `--pictures: expected a folder that can be written to, got "${folder}" (${system}); name another one`,
  'init-unwritable': ({ folder, system }) =>
    `expected a folder that can be written to, got "${folder}" (${system}); name another one`,
  'init-there': ({ expected, there }) =>
    `expected a folder without ${ALL.format(expected)}, got one with ${ALL.format(there)}; name another folder, or overwrite them with --force`,
  'calendar-is-address': () => 'expected a calendar file, got an address; utakata notify --dry-run takes addresses',
  'calendar-unreadable': ({ file, why }) => `expected a calendar file, got "${file}": ${calendarReason(why)}`,
  'calendar-input-too-long': ({ mostMb }) => `expected a calendar of at most ${mostMb} MB, got a longer input`,
  'feeds-missing': () => 'expected feeds, got none: name a list with --feeds feeds.txt, or give addresses',
  'feed-list-empty': ({ file }) =>
    `${file}: expected one address a line, got an empty list (a line that begins with # is none)`,
  'feed-list-unreadable': ({ file, why }) =>
    `--feeds: expected a file with one address a line, got "${file}", which ${unreadableText(why)}; an address itself goes without --feeds`,
  'feed-list-wrong': ({ sentence }) => sentence,
  'claims-file': ({ file, why, remedy }) =>
    `--once: expected the file in which runs remember what was sent, or none yet, got "${file}": ${claimsTroubleText(why)}; ${CLAIMS_REMEDIES[remedy]}`,
  'claims-file-unusable': ({ why }) => claimsTroubleText(why),
  'authority-unreadable': ({ file, why }) =>
    `--mock-ca: expected a file that can be read, got "${file}", which ${unreadableText(why)}`,
  'not-an-authority': ({ file }) => `--mock-ca: expected a certificate authority as PEM in "${file}", which has none`,
  'not-a-payload-option': ({ given }) =>
    `--payload: expected FILE or FILE=WEIGHT with a weight above 0, got "${given}"`,
  'job-variables-unreadable': ({ file, why }) =>
    `--variables: expected a file that can be read, got "${file}", which ${unreadableText(why)}`,
  'variables-without-job': () => '--variables: expected a scenario with a job of your own, got one without',
  'functions-unreadable': ({ file, why }) =>
    `${file}: expected the functions of a comparison, which utakata ab writes (${unreadableText(why)})`,
  'payload-unreadable': ({ file, why }) =>
    `--payload: expected a file that can be read, got "${file}", which ${unreadableText(why)}`,
  'payload-not-json': ({ file }) => `--payload: expected JSON in "${file}", which is none`,
} satisfies Partial<ProblemTexts>

function folderLost(path: string, became: Problems['folder-lost']['became'], moved: Moved | undefined): string {
  const lost = `"${path}" was ${moved ? `moved to "${moved.to}"` : became === 'gone' ? 'moved or removed' : became} while this run was writing to it`
  if (moved) return `${lost}, where its trials are; ${moved.command} makes their report`
  switch (became) {
    case 'removed':
      return `${lost}: its trials are lost, and no report is written`
    case 'moved':
      return `${lost}, so that its trials are where it is now, and no report is written`
    default:
      return `${lost}, so that no report is written`
  }
}

function calendarReason(why: Unreadable): string {
  if (why.code === 'missing') return 'there is none of that name'
  return why.code === 'refused' && why.system === 'EACCES' ? 'it may not be read' : `it ${unreadableText(why)}`
}
