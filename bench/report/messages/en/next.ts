/** What is printed after a report. */
export const next = {
  writeReportLater: (program: string, folder: string) =>
    `The report was not written. Once the folder is writable: ${program} report ${folder}`,
  reportPath: (path: string) => `Report: ${path}`,
  reportHint: '(to open it: --open; to print all tables: --verbose)',
  otherFiles: (files: string) => `Other files in that folder: ${files}`,
  suggestion: (command: string) => `Next:   ${command}`,
  compareOnAws: (deploy: string, program: string) =>
    `${deploy}, then ${program} ab --dry-run   (the same on AWS, with its cost)`,
  compareResults: (program: string) => `${program} compare FOLDER FOLDER   (with a result from elsewhere)`,
  applyResult: (program: string, folder: string, memoryMb: number) =>
    `${program} apply ${folder}   (sets ${memoryMb} MB; shows the change and asks first)`,
  checkMachine: (program: string) => `${program} doctor   (why this machine is too busy or too slow to measure on)`,
  benchmarkTypical: (program: string) => `${program} bench typical --quick   (about 2 min)`,
  measureInFull: 'the same command without --quick   (up to 24 processes instead of 6)',
  runOwnFeeds: (program: string) => `${program} notify --feeds feeds.txt --dry-run   (the job on your own calendars)`,
  continueSweep: (folder: string) =>
    `the same command with --output ${folder}   (continues with the remaining grid points)`,
  reportCell: (program: string, cellFolder: string) => `${program} report ${cellFolder}   (one grid point in full)`,
}
