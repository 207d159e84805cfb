import type { LeftChanged, NotPutBack, PutBackNote } from '../../run/aws/configuration/put-back.ts'
import type { Restored } from '../../run/aws/configuration/restore.ts'
import { problemText } from './problems.ts'

export function putBackText(note: PutBackNote): string {
  const { name } = note
  switch (note.code) {
    case 'unchanged':
      return `${name}: is as it was`
    case 'gone':
      return `${name}: is not there any more: nothing to put back`
    case 'lab-gone':
      return `${name}: nothing answers at ${note.endpoint} any more, and a lab takes its functions with it: nothing to put back`
    case 'foreign-memory':
      return `${name}: somebody has since set its memory to ${note.memoryMb} MB (${note.wasMb} MB before utakata): left alone`
    case 'foreign-variable':
      return `${name}: somebody else set ${note.variable}: left alone`
    case 'memory-put-back':
      return `${name}: memory put back to ${note.memoryMb} MB`
    case 'variable-removed':
      return `${name}: ${note.variable} removed`
    case 'variable-put-back':
      return `${name}: ${note.variable} put back`
    case 'versions-deleted':
      return `${name}: deleted ${note.versions.length > 1 ? 'the versions' : 'the version'} ${note.versions.join(', ')} that utakata had published`
    case 'alias-moved-back':
      return `${name}: alias ${note.alias} points to version ${note.version} again`
    case 'alias-gone':
      return `${name}: alias ${note.alias} is not there any more: nothing to put back`
    case 'foreign-alias':
      return `${name}: somebody else has moved alias ${note.alias} to version ${note.version}: left alone`
    case 'version-not-deleted':
      return `${name}: version ${note.version}, which utakata published, could not be deleted (lambda:DeleteFunction is not allowed); delete it with: aws lambda delete-function --function-name ${note.arn} --qualifier ${note.version} --region ${note.arn.split(':')[3]}`
    case 'version-in-use':
      return `${name}: somebody uses version ${note.version}, which utakata had published: left alone`
  }
}

/** As lines. */
export function notPutBackText({ left, notes, command }: NotPutBack): string[] {
  return [...left.flatMap(leftTexts), ...notes.map(putBackText), `To put back what is left, run \`${command}\`.`]
}

function leftTexts({ name, memoryMb, variable, versions, aliases = [], problem }: LeftChanged): string[] {
  const what = [
    ...(memoryMb === undefined ? [] : [`memory of ${memoryMb} MB`]),
    ...(variable === undefined ? [] : [variable]),
  ]
  const why = problemText(problem)
  return [
    ...(what.length > 0 ? [`${name}: ${what.join(' and ')} could not be put back: ${why}`] : []),
    ...aliases.map((alias) => `${name}: alias ${alias} could not be moved back: ${why}`),
    ...(versions === undefined
      ? []
      : [`${name}: versions that utakata has published could not be deleted (${versions}): ${why}`]),
  ]
}

/** As lines. */
export function restoredText(restored: Restored): string[] {
  switch (restored.code) {
    case 'no-journal':
      return [
        `Nothing to put back: there is no ${restored.file}. utakata ab and apply write it in the folder that they are run in: run this command there.`,
      ]
    case 'nothing-left':
      return [`Nothing to put back: all that ${restored.file} names was put back.`]
    case 'put-back':
      return restored.notes.map(putBackText)
  }
}
