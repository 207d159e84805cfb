/** What is printed after a report. */
export const next = {
  writeReportLater: (program: string, folder: string) => `Once it can be written, ${program} report ${folder} does so.`,
  reportPath: (path: string) => `Report: ${path}`,
  otherFiles: (files: string) => `Beside it: ${files}`,
  suggestion: (command: string) => `Next: ${command}`,
  compareOnAws: (program: string) =>
    `npm run deploy, then ${program} ab --dry-run   (the same on AWS, and what it would cost)`,
  compareResults: (program: string) =>
    `${program} compare FOLDER FOLDER   (whether another result, of another place, says the same)`,
  checkMachine: (program: string) => `${program} doctor   (what this machine lacks to be measured on)`,
  benchmarkTypical: (program: string) =>
    `${program} bench typical --quick   (a job of some tens of feeds, about 2 minutes)`,
  measureInFull: 'the same again without --quick   (up to 24 processes instead of 6)',
  runOwnFeeds: (program: string) =>
    `${program} run --feeds feeds.txt --within 30m --dry-run   (the job on your own calendars, once their addresses are in that file)`,
  continueSweep: (folder: string) =>
    `the same command with --output ${folder}   (it goes on with the grid points that are left)`,
  reportCell: (program: string, cellFolder: string) =>
    `${program} report ${cellFolder}   (one of the grid points, with all that was measured there)`,
}
