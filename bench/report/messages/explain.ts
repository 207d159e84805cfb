/** What `utakata due --explain` says of the events of a calendar. Instants and moments come as they are shown. */

export const explainTexts = {
  more: (count: number) => `${count} more are not shown: name one by its UID or its line.`,
  doesNotCount: (line: number) =>
    `line ${line}: does not count: of events with one UID those with the highest SEQUENCE do.`,
  unreadable: (line: number) => `line ${line}: not due, since it cannot be read.`,
  event: (line: number, title: string, uid: string | undefined) =>
    `line ${line}: ${title}${uid === undefined ? '' : ` (UID ${uid})`}`,
}

/** Of a property of an event. */
export const eventTexts = {
  starts: 'starts',
  start: (moment: string, otherZone: string | undefined) =>
    `${moment}${otherZone === undefined ? '' : `, as its time zone "${otherZone}" is read`}`,
  standsFor: 'stands for',
  replaced: (moment: string, isRange: boolean) =>
    `the start at ${moment}${isRange ? ', and moves all later ones' : ''}`,
  repeats: 'repeats',
  alsoOn: 'also on',
  notOn: 'not on',
  dates: (shown: readonly string[], more: number) => shown.join(', ') + (more > 0 ? ` and ${more} more` : ''),
  status: 'status',
  date: (date: string, zone: string) => `${date}, all day, read in ${zone}`,
  moment: (moment: string, zone: string, isFloating: boolean) =>
    `${moment} in ${zone}${isFloating ? ', since it names no time zone' : ''}`,
}

/** Of a start in or near the window. */
export const startsTexts = {
  because: (property: string) => `by ${property}`,
  before: 'before the window',
  due: 'due',
  inside: 'in the window',
  after: 'after the window',
  moreInside: (count: number) => `and ${count} more in the window`,
  excluded: 'excluded by an EXDATE',
  replaced: (line: number) => `replaced by the event at line ${line}`,
  cancelled: (line: number) => `cancelled by the STATUS of the event at line ${line}`,
  moved: (line: number) => `moved by the event at line ${line}`,
}

/** Why a series is due or not. */
export const dueTexts = {
  due: (starts: number) => `Due: ${starts} of its starts ${starts === 1 ? 'is' : 'are'} in the window.`,
  notDue: (fates: readonly string[]) => `Not due: what would start in the window is ${fates.join(', or ')}.`,
  noStart: (next: string | undefined, last: string | undefined) => {
    const nearest =
      next !== undefined ? `; the next is at ${next}` : last !== undefined ? `; the last was at ${last}` : ''
    return `Not due: no start of it is in the window${nearest}.`
  },
}
