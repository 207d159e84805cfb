import type { Problems } from '../../../io/problems.ts'
import type { ProblemTexts } from './problem-texts.ts'
import { unreadableText } from './unreadable.ts'

/** What is wrong with a result that was kept. */
export const resultsProblems = {
  'trials-missing': ({ file }) => `expected trials in ${file}, which has none`,
  'trials-unreadable': ({ file, why }) => `expected trials in ${file}, which ${unreadableText(why)}`,
  'too-many-trials': ({ place, most }) => `${place}: expected at most ${most} trials, got more`,
  'trial-not-json': ({ place, got }) => `${place}: expected a trial as JSON, got ${got}`,
  'not-a-trial': ({ place, got }) => `${place}: expected a trial, got ${got}`,
  'trial-without-schema': ({ place, got }) => `${place}: expected a trial, got ${got} without a schema`,
  'trial-of-other-schema': ({ place, expected, got }) =>
    `${place}: expected a trial of schema ${expected}, got ${got}; another version of utakata wrote it, so measure again or read it with that version`,
  'trial-wrong': ({ place, issue }) => `${place}: ${issue}`,
  'last-line-torn': ({ place }) =>
    `${place}: the last line is torn (the run was killed while writing it) and is left out`,
  'timelines-missing': ({ file }) => `expected timelines in ${file}, which has none; measure again`,
  'timelines-unreadable': ({ file, why }) =>
    `expected timelines in ${file}, which ${unreadableText(why)}${why.code === 'missing' ? '; utakata bench keeps them beside its trials, lab and ab where their traces have every feed, so measure again and take that folder' : ''}`,
  'too-many-timelines': ({ place, most }) => `${place}: expected at most ${most} timelines, got more`,
  'timeline-not-json': ({ place, got }) => `${place}: expected a timeline as JSON, got ${got}`,
  'timeline-wrong': ({ place, schema, issue }) =>
    `${place}: expected a timeline of schema ${schema}, got another: ${issue}`,
  'page-without-timelines': ({ problem }, textOf) => `${textOf(problem)}; report.html is without the run step by step`,
  'other-scenario-kept': ({ file }) =>
    `${file}: expected the scenario that was measured, got another; measured over predicted is left out`,
  'folder-of-sweep': ({ folder }) =>
    `expected the folder of one run, got "${folder}", which is that of a sweep; name one of its grid points, a folder in ${folder}/cells`,
  'folder-missing': ({ folder }) => `expected the folder of a run, got "${folder}", which is not there`,
  'not-a-folder': ({ folder }) =>
    `expected the folder of a run, got "${folder}", which is none; name the folder that it is in`,
  'results-below': ({ problem, results, newest }, textOf) =>
    `${textOf(problem)}; it holds ${results} ${results === 1 ? 'result' : 'results'}, the newest in ${newest}`,
  'no-whole-iteration': ({ file }) =>
    `expected measured runs in ${file}, got none of a whole iteration: the run was stopped during its first`,
  'traces-unreadable': ({ problem }, textOf) =>
    `${textOf(problem)}; delete that file for a report without traces, or ask for them again with utakata xray`,
  'scheduled-jobs': () =>
    'expected runs of a benchmark or of functions, got jobs on a schedule, as utakata load starts them; see utakata report',
  'no-trials': () => 'expected at least one trial, got none',
  'two-scenarios': ({ scenarios }) =>
    `expected trials of one scenario, got ${scenarios.map(scenarioText).join(' and ')}`,
  'several-scenarios': ({ scenarios }) =>
    `expected trials of one scenario, got those of ${scenarios.length}: ${scenarios.map(scenarioText).join(' and ')}`,
  'two-schedules': ({ scenarios }) =>
    `expected trials of one scenario and one schedule, got ${scenarios.map(scenarioText).join(' and ')}`,
  'no-scheduled-jobs': () => 'expected jobs on a schedule, got none',
  'no-whole-schedule': () => 'expected a block in which every strategy did all its jobs, got none; let it run longer',
  'no-result': ({ process, failure }, _, { faultText, processText }) =>
    faultText({ code: 'no-result', variant: processText(process), failure }),
  'run-failed': ({ fault }, _, { faultText }) => `a run failed: ${faultText(fault)}`,
  'different-references': ({ references }) =>
    `expected two results with the same reference, got ${references.join(' and ')}; measure one of them again with the other's --reference`,
  'no-common-size': ({ sizes }) =>
    `expected two results with a size of memory in common, got ${sizes.map((size) => `${size} MB`).join(' and ')}`,
  'no-runs': () =>
    'expected measured runs to export, got none; --format csv --all exports warm-up and cold runs too, where there are any',
  'unknown-variant': ({ known, given }) =>
    `--variant: expected ${known.map((name) => `"${name}"`).join(', ')}, got "${given}"`,
  'no-such-runs': (parameters) => noSuchRuns(parameters),
  'format-of-schedule': ({ able, given }) =>
    `--format: expected ${able.join(', ')} for jobs on a schedule, got ${given}, which says nothing about when a job was due`,
  'all-without-csv': ({ format }) =>
    `--all: expected with --format csv, got it with ${format}, which has no warm-up or cold runs; leave it out`,
  'choice-of-results': ({ option, format }) =>
    `--${option}: expected with a format of single runs (csv, benchstat, chrome), got it with ${format}, which judges all of them`,
  'not-same-sweep': ({ folder, name, axes, isQuick }) =>
    `--output: expected a folder of this very sweep or of none, got "${folder}", which holds ${name} over ${axes}${isQuick ? ', quick' : ''}, of other grid points, variants or numbers of processes; name another one`,
  'sweep-of-unknown-code': ({ folder }) =>
    `--output: expected a sweep by the code as it is now, got "${folder}", which does not say by which code its grid points were measured, as those of an older utakata do not; name another --output, or see what is there with utakata report ${folder}`,
  'sweep-of-other-code': ({ folder, changed }) =>
    `--output: expected a sweep by the code as it is now, got "${folder}", whose grid points were measured before the code of ${changed.join(', ')} changed; name another --output, since grid points of different code cannot be compared, or take back the change to go on`,
  'sweep-unreadable': ({ file, why }) => `expected a sweep in ${file}, which ${unreadableText(why)}`,
  'sweep-not-json': ({ file, message }) => `${file}: expected a sweep as JSON, got none: ${message}`,
  'sweep-wrong': ({ file, issue }) =>
    `${file}: expected a sweep as this version of utakata writes it, got another: ${issue}`,
  'trials-of-other-cell': ({ file, expected, got }) =>
    `${file}: expected trials of this grid point of the sweep (${expected}), got some of another scenario (${got}); put back what belongs there, or delete its folder`,
  'not-a-cell': ({ folder }) => `expected the folder of a grid point of the sweep, got "${folder}"`,
  'cells-link': ({ path }) => `expected a folder of this sweep's grid points, got a link, "${path}"; take it away`,
  'no-measured-cell': ({ folder }) =>
    `expected a measured grid point in ${folder}, got none that came to its first interim analysis`,
} satisfies Partial<ProblemTexts>

function scenarioText({ name, digest }: { readonly name: string; readonly digest: string }): string {
  return `${name} (${digest})`
}

function noSuchRuns({ of, unit, block, iteration, variant, blocks, iterations }: Problems['no-such-runs']): string {
  const given = [
    ...(block === undefined ? [] : [`--block ${block}`]),
    ...(iteration === undefined ? [] : [`--iteration ${iteration}`]),
  ]
  const there =
    of === 'runs'
      ? `${unit === 'process' ? 'processes' : 'containers'} go to ${blocks}, iterations to ${iterations}`
      : `they are kept of ${unit} 1 alone, whose iterations go to ${iterations}`
  return `${given.join(', ')}: expected ${of}${variant === undefined ? '' : ` of ${variant}`}, got none; ${there}`
}
