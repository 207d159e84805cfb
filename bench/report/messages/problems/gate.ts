import type { ProblemTexts } from './problem-texts.ts'

const NO_GIT = 'git is not installed'

/** Why a gate cannot be held. */
export const gateProblems = {
  'gate-of-sweep': () =>
    'expected one benchmark, for --baseline, --baseline-ref, --fail-if and --junit to judge, got a sweep of several',
  'one-baseline': ({ got }) =>
    `expected one of --baseline-ref REV, --baseline-job FILE and --baseline FILE, against which --fail-if, --on-inconclusive and --junit are judged, got ${got}`,
  'precision-with-baseline': () =>
    '--precision: expected without a baseline, whose conditions say how long the benchmark goes on',
  'not-compared': ({ compared, strategy, condition }) =>
    `--fail-if: expected a strategy that is compared (${compared.join(', ')}), got "${strategy}" in "${condition}"`,
  'baseline-of-sweep': ({ name }) =>
    `--baseline: expected the result of one benchmark, got "${name}", which is that of a sweep; name one of its grid points, a folder in ${name}/cells`,
  'baseline-unreadable': ({ problem }, textOf) => `--baseline: ${textOf(problem)}`,
  'baseline-refused': ({ name, refusals }, _, { refusalText }) =>
    `--baseline: expected a result of the same scenario, measured on this machine, got "${name}":${refusals.map((refusal) => `\n  ${refusalText(refusal)}`).join('')}\nMeasure it again here, or compare without a stored result: --baseline-job FILE for a change of your own job, --baseline-ref REV (in a clone) for a change of utakata.`,
  'not-a-repository': ({ folder, words }) =>
    `--baseline-ref: expected utakata to run from a git repository, got "${folder}" (${words ?? NO_GIT}); with a copy of it use --baseline FILE`,
  'revision-of-package': () =>
    '--baseline-ref: expected a clone of utakata, whose older revisions it measures, got an installed package; to judge a change of your job, name its earlier module: --baseline-job FILE',
  'baseline-job-without-job': () =>
    '--baseline-job: expected a scenario with a job of your own, got one without; compare revisions of utakata with --baseline-ref REV',
  'baseline-job-missing': ({ file }) =>
    `--baseline-job: expected the file of a module with a job, got "${file}", which is no file`,
  'not-a-revision': ({ name }) =>
    `--baseline-ref: expected a commit, branch or tag of this repository, got "${name}", which it does not have; in CI the checkout may be shallow: fetch it first, as with fetch-depth: 0`,
  'old-code-undrivable': ({ problem }, textOf) => `the old code cannot be driven by this one: ${textOf(problem)}`,
  'old-code-lacks-file': ({ file }) => `it has no ${file}`,
  'old-strategies-unloadable': () => 'its strategies cannot be loaded',
  'old-answer-invalid': ({ message }) => `what it reports of a run is no such thing (${message})`,
  'old-answer-lacks': ({ path }) => `what it reports of a run lacks ${path}`,
  'old-run-failed': ({ variant, fault }, _, { faultText }) => {
    const text = faultText(fault)
    // Some begin with it by themselves.
    return text.startsWith(variant) ? text : `${variant}: ${text}`
  },
  'old-code-too-slow': ({ seconds }) => `it had not done a small job after ${seconds} s`,
  'checkout-refused': ({ hash, words }) => `git could not check ${hash} out (${words ?? NO_GIT})`,
  'old-packages-missing': (npm) =>
    `the packages of the old code could not be installed (${'ended' in npm ? `npm ci ended with ${npm.ended}` : `npm ci: ${npm.message}`})`,
} satisfies Partial<ProblemTexts>
