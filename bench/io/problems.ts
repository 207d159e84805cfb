import type { JobBreach } from './job-breach.ts'
import type { ProgramBreach } from './program-breach.ts'
import type { BaselineRefusal } from './baseline-refusal.ts'
import type { Breach, ClauseCode } from './contract-breach.ts'
import type { Fault, ProcessFailure } from './trial-reasons.ts'

/** Everything that can be wrong with what a user asked for or keeps, by code and figures; `report/messages/problems.ts` has the sentences. */

/** What a path leads to where it is no regular file. */
export type FileKind = 'folder' | 'fifo' | 'socket' | 'device'

/** Why a file is not read. */
export type Unreadable =
  | { readonly code: 'missing' | 'not-text' | 'zero-byte' }
  | { readonly code: 'too-long'; readonly mostBytes: number; readonly line?: number }
  | { readonly code: 'not-regular'; readonly kind: FileKind }
  /** By the system, with its code. */
  | { readonly code: 'refused'; readonly system: string }

/** Where a folder has gone, and the command that makes the report of what is in it. */
export interface Moved {
  readonly to: string
  readonly command: string
}

/** Why a file of claims cannot be relied on. */
export type ClaimsTrouble =
  | { readonly code: 'empty' | 'dangling-link' | 'only-journal' | 'not-regular' | 'foreign' | 'no-table' }
  /** No folder, or none that it could be in. */
  | { readonly code: 'no-folder' }
  | { readonly code: 'journal-left' | 'read-only' | 'unopened' }
  | { readonly code: 'newer'; readonly format: number; readonly known: number }
  /** In the words of SQLite. */
  | { readonly code: 'damaged' | 'unusable' | 'other'; readonly message: string }

/** What to do about it. */
export type ClaimsRemedy =
  | 'restore'
  | 'restore-or-delete-journal'
  | 'name-another'
  | 'run-for-real'
  | 'make-writable'
  | 'check-disk'
  | 'check-folder'
  | 'make-folder'

/** One mistake in a scenario, where it was written. */
export interface ScenarioMistake {
  readonly place: string
  /** Of the scenario, such as `world.items.count`. */
  readonly key: string
  readonly wrong:
    | {
        readonly code: 'unknown-key'
        readonly known: readonly string[]
        readonly given: string
        readonly elsewhere: readonly string[]
      }
    /** `expectation`: what the schema says that it expects. */
    | { readonly code: 'unexpected'; readonly expectation: string; readonly got: string; readonly isMissing: boolean }
    /** Of files that it names; `file`: the one with which it is wrong. */
    | { readonly code: 'file-missing'; readonly of: 'job' | 'bodies' | 'cwd' | 'traffic'; readonly got: string }
    | { readonly code: 'file-empty' | 'file-too-large'; readonly file: string; readonly mostBytes: number }
    /** Of a line from 1, or of the whole file. */
    | { readonly code: 'traffic-wrong'; readonly file: string; readonly line: number; readonly expected: string }
    /** A value that says something else of the traffic than what it is. */
    | {
        readonly code: 'unlike-traffic'
        readonly of: 'median' | 'share'
        readonly said: number
        readonly found: number
        readonly unit?: 'ms' | 'bytes'
      }
    | { readonly code: 'empty-list' }
    | { readonly code: 'nested-list' | 'value-twice'; readonly value: string }
  /** Of a list of values, the one with which it is wrong. */
  readonly inValue?: string
}

/** By which a command line lays a value over a scenario, or several. */
export type SettingOption = '--set' | '--sweep' | '--reference' | '--variant'

/** A process of ours: by the name of its variant where it has one. */
export type ProcessName =
  | string
  | { readonly code: 'mock-server' | 'contract' | 'job' | 'overhead' }
  | { readonly code: 'virtual-clock'; readonly strategy: string }

export interface NamedScenario {
  readonly name: string
  readonly digest: string
}

/** Why two ways of naming traces exclude each other. */
export type Beside = 'folder-has-traces' | 'names-traces' | 'both-begin' | 'reads-files'

/** What is wrong with the value of an option. */
interface OptionProblems {
  readonly 'not-a-duration': { readonly option: string; readonly given: string }
  readonly 'not-a-size': { readonly option: string; readonly given: string }
  readonly 'not-an-instant': { readonly option: string; readonly given: string }
  readonly 'not-a-zone': { readonly given: string }
  readonly 'not-a-count': {
    readonly option: string
    readonly least: number
    readonly most?: number
    readonly given: string
  }
  readonly 'not-a-port': { readonly most: number; readonly given: string }
  readonly 'not-a-strategy': { readonly option: string; readonly known: readonly string[]; readonly given: string }
  readonly 'not-a-memory': { readonly option: string; readonly given: string }
  readonly 'not-an-amount': { readonly option: string; readonly given: string }
  readonly 'not-a-margin': { readonly given: string }
  readonly 'not-a-percentage': { readonly option: string; readonly given: string }
  readonly 'not-a-language': { readonly given: string }
  readonly 'not-an-objective': { readonly known: readonly string[]; readonly given: string }
  readonly 'not-a-speed-weight': { readonly given: string }
  readonly 'speed-weight-without-balanced': { readonly objective: string }
  readonly 'not-a-condition': {
    readonly metrics: readonly string[]
    readonly mostPercent: number
    readonly given: string
  }
  readonly 'too-many-values': { readonly option: string; readonly most: number; readonly given: number }
  readonly 'not-a-range': { readonly option: string; readonly given: string }
  readonly 'not-an-item-size': { readonly option: string; readonly given: string }
  readonly 'too-many-threads': { readonly option: string; readonly most: number; readonly given: string }
  readonly 'not-a-post-rate': { readonly option: string; readonly given: string }
  /** `axis`: of a prediction. */
  readonly 'traffic-decides': { readonly axis: 'delay' | 'size' }
  readonly 'size-too-small': { readonly leastBytes: number; readonly bytes: number }
  readonly 'not-a-reference': { readonly known: readonly string[]; readonly given: string }
  readonly 'not-a-job-rate': { readonly given: string }
  readonly 'not-a-schedule': { readonly option: 'every' | 'rate'; readonly given: string }
  readonly 'schedule-twice': { readonly every: string; readonly rate: string }
  readonly 'too-many-runs': { readonly most: number; readonly variants: number; readonly runs: number }
  readonly 'foreign-limit': { readonly option: string; readonly takers: readonly string[]; readonly strategy: string }
  readonly 'port-without-serve': Nothing
  readonly 'port-taken': { readonly port: number; readonly system: string }
  readonly 'loopback-port-taken': { readonly port: number; readonly system: string }
  readonly 'selection-of-schedule': { readonly folder: string }
  readonly 'nothing-to-explain': { readonly given?: string }
  readonly 'webhook-missing': Nothing
  readonly 'not-a-webhook': { readonly from: '--slack' | 'SLACK_WEBHOOK_URL'; readonly length: number }
  readonly 'estimate-concurrency': { readonly most: number; readonly given: string }
  readonly 'estimate-batch': { readonly most: number; readonly itemBytes: number; readonly given: string }
  readonly 'estimate-makespan-twice': { readonly scenario: string }
  readonly 'estimate-without-scenario': { readonly option: '--strategy' | '--set' }
  readonly 'estimate-batch-too-long': { readonly feeds: number; readonly makespanMs: number }
  readonly 'estimate-makespan': { readonly given: string }
  readonly 'estimate-memory': { readonly leastMb: number; readonly mostMb: number; readonly given: string }
  readonly 'not-a-bench-option': { readonly path: string; readonly expectation: string }
}

/** What is wrong with a file or a folder that a user named. */
interface FileProblems {
  readonly system: { readonly message: string }
  readonly 'folder-unusable': { readonly path: string; readonly system: string }
  readonly 'folder-has-results': { readonly path: string; readonly file: string }
  readonly 'folder-has-calibration': { readonly path: string }
  readonly 'folder-unlockable': { readonly path: string; readonly problem: Problem }
  readonly 'folder-held': { readonly path: string; readonly pid?: string }
  readonly 'folder-lost': {
    readonly path: string
    /** `gone`: either, where that cannot be seen. */
    readonly became: 'gone' | 'removed' | 'moved'
    readonly moved?: Moved
  }
  readonly 'folder-replaced': Nothing
  readonly 'not-a-regular-file': { readonly path: string }
  readonly 'line-unwritten': { readonly file: string; readonly problem: Problem }
  readonly 'file-removed': { readonly file: string }
  readonly 'file-there': { readonly file: string }
  readonly 'file-is-folder': { readonly option: string; readonly file: string }
  readonly 'file-unwritable': { readonly option: string; readonly file: string; readonly system: string }
  readonly 'junit-folder-missing': { readonly file: string }
  readonly 'pictures-unwritable': { readonly folder: string; readonly system: string }
  readonly 'init-unwritable': { readonly folder: string; readonly system: string }
  readonly 'init-there': { readonly expected: readonly string[]; readonly there: readonly string[] }
  readonly 'calendar-is-address': Nothing
  readonly 'calendar-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'calendar-input-too-long': { readonly mostMb: number }
  readonly 'feeds-missing': Nothing
  readonly 'feed-list-empty': { readonly file: string }
  readonly 'feed-list-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'feed-list-wrong': { readonly sentence: string }
  readonly 'claims-file': { readonly file: string; readonly why: ClaimsTrouble; readonly remedy: ClaimsRemedy }
  readonly 'claims-file-unusable': { readonly why: ClaimsTrouble }
  readonly 'authority-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'not-an-authority': { readonly file: string }
  readonly 'not-a-payload-option': { readonly given: string }
  readonly 'job-variables-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'variables-without-job': Nothing
  readonly 'functions-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'payload-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'payload-not-json': { readonly file: string }
}

/** What is wrong with a scenario or a strategy of a user. */
interface ScenarioProblems {
  readonly 'scenario-unknown': { readonly known: readonly string[]; readonly given: string }
  readonly 'scenario-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'scenario-too-long': { readonly file: string; readonly mostKb: number }
  readonly 'scenario-nested-deeply': { readonly place: string }
  readonly 'scenario-not-yaml': { readonly place: string; readonly message: string }
  readonly 'scenario-key-twice': { readonly place: string; readonly key: string }
  readonly 'scenario-alias': { readonly file: string; readonly message: string }
  readonly 'scenario-endless': { readonly file: string }
  readonly 'not-a-setting': { readonly option: SettingOption; readonly given: string }
  readonly 'setting-misplaced': { readonly option: SettingOption; readonly given: string; readonly message: string }
  readonly 'list-in-setting': { readonly path: string; readonly values: readonly string[] }
  readonly 'sweep-of-list': { readonly path: string }
  readonly 'scenario-mistakes': { readonly mistakes: readonly ScenarioMistake[]; readonly more?: number }
  readonly 'list-in-scenario': { readonly place: string; readonly path: string; readonly values: number }
  readonly 'list-in-bench': { readonly path: string; readonly values: number }
  readonly 'sweep-too-large': {
    readonly place: string
    readonly path: string
    readonly most: number
    readonly cells: number
    readonly lengths: readonly number[]
  }
  readonly 'sweep-values-alike': {
    readonly place: string
    readonly path: string
    readonly one: string
    readonly other: string
  }
  readonly 'strategy-file-missing': { readonly file: string }
  readonly 'strategy-file-name': { readonly file: string }
  readonly 'strategy-taken': { readonly file: string; readonly strategy: string }
  /** `failed`: the strategy, or its process, in another way. */
  readonly 'strategy-breaks-contract': {
    readonly strategy: string
    readonly clause: ClauseCode
    readonly breach: Breach | { readonly code: 'failed'; readonly problem: Problem }
  }
  readonly 'no-strategy-exported': { readonly module: string; readonly exported: readonly string[] }
  readonly 'strategy-unloadable': { readonly file: string; readonly problem: Problem }
  readonly 'strategy-waits': { readonly strategy: string; readonly problem: Problem }
  /** Of a strategy on the virtual clock. */
  readonly 'waits-for-no-step': Nothing
  readonly 'nothing-to-calibrate': Nothing
  readonly 'scenario-uncalibrated': {
    readonly name: string
    readonly settings: readonly string[]
    readonly problem: Problem
  }
}

/** What is wrong with a result that was kept. */
interface ResultProblems {
  readonly 'trials-missing': { readonly file: string }
  readonly 'trials-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'too-many-trials': { readonly place: string; readonly most: number }
  readonly 'trial-not-json': { readonly place: string; readonly got: string }
  readonly 'not-a-trial': { readonly place: string; readonly got: string }
  readonly 'trial-without-schema': { readonly place: string; readonly got: string }
  readonly 'trial-of-other-schema': { readonly place: string; readonly expected: number; readonly got: string }
  readonly 'trial-wrong': { readonly place: string; readonly issue: string }
  readonly 'last-line-torn': { readonly place: string }
  readonly 'timelines-missing': { readonly file: string }
  readonly 'timelines-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'too-many-timelines': { readonly place: string; readonly most: number }
  readonly 'timeline-not-json': { readonly place: string; readonly got: string }
  readonly 'timeline-wrong': { readonly place: string; readonly schema: number; readonly issue: string }
  readonly 'page-without-timelines': { readonly problem: Problem }
  readonly 'other-scenario-kept': { readonly file: string }
  readonly 'folder-of-sweep': { readonly folder: string }
  readonly 'folder-missing': { readonly folder: string }
  readonly 'not-a-folder': { readonly folder: string }
  readonly 'results-below': { readonly problem: Problem; readonly results: number; readonly newest: string }
  readonly 'no-whole-iteration': { readonly file: string }
  readonly 'traces-unreadable': { readonly problem: Problem }
  readonly 'scheduled-jobs': Nothing
  readonly 'no-trials': Nothing
  readonly 'two-scenarios': { readonly scenarios: readonly NamedScenario[] }
  readonly 'several-scenarios': { readonly scenarios: readonly NamedScenario[] }
  readonly 'two-schedules': { readonly scenarios: readonly NamedScenario[] }
  readonly 'no-scheduled-jobs': Nothing
  readonly 'no-whole-schedule': Nothing
  readonly 'run-failed': { readonly fault: Fault }
  readonly 'no-result': { readonly process: ProcessName; readonly failure: ProcessFailure }
  readonly 'different-references': { readonly references: readonly string[] }
  readonly 'no-common-size': { readonly sizes: readonly string[] }
  readonly 'no-runs': Nothing
  readonly 'unknown-variant': { readonly known: readonly string[]; readonly given: string }
  readonly 'no-such-runs': {
    readonly of: 'runs' | 'timelines'
    readonly unit: 'process' | 'container'
    readonly block?: number
    readonly iteration?: number
    readonly variant?: string
    readonly blocks: number
    readonly iterations: number
  }
  readonly 'format-of-schedule': { readonly able: readonly string[]; readonly given: string }
  readonly 'all-without-csv': { readonly format: string }
  readonly 'choice-of-results': { readonly option: string; readonly format: string }
  readonly 'not-same-sweep': {
    readonly folder: string
    readonly name: string
    readonly axes: string
    readonly isQuick: boolean
  }
  readonly 'sweep-of-unknown-code': { readonly folder: string }
  readonly 'sweep-of-other-code': { readonly folder: string; readonly changed: readonly string[] }
  readonly 'sweep-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'sweep-not-json': { readonly file: string; readonly message: string }
  readonly 'sweep-wrong': { readonly file: string; readonly issue: string }
  readonly 'trials-of-other-cell': { readonly file: string; readonly expected: string; readonly got: string }
  readonly 'not-a-cell': { readonly folder: string }
  readonly 'cells-link': { readonly path: string }
  readonly 'no-measured-cell': { readonly folder: string }
}

/** Why a gate cannot be held. */
interface GateProblems {
  readonly 'gate-of-sweep': Nothing
  readonly 'one-baseline': { readonly got: 'none' | 'several' }
  readonly 'baseline-job-without-job': Nothing
  readonly 'baseline-job-missing': { readonly file: string }
  readonly 'precision-with-baseline': Nothing
  readonly 'not-compared': {
    readonly compared: readonly string[]
    readonly strategy: string
    readonly condition: string
  }
  readonly 'baseline-of-sweep': { readonly name: string }
  readonly 'baseline-unreadable': { readonly problem: Problem }
  readonly 'baseline-refused': { readonly name: string; readonly refusals: readonly BaselineRefusal[] }
  /** `words`: of git; undefined where there is no git. */
  readonly 'not-a-repository': { readonly folder: string; readonly words: string | undefined }
  /** Of a user's own job: with failures or a rate it does what nobody knows; no prediction was held against such jobs; its bodies are files. */
  readonly 'own-job-unpredictable': {
    readonly why: 'faults' | 'rate' | 'network' | 'unlike' | 'unproven' | 'size' | 'programs'
  }
  /** `reason`: what the module is, and what it should be. */
  readonly 'job-not-bundled': { readonly reason: string }
  /** `file`: of the module; `line`: in it. */
  readonly 'job-unfit': { readonly file: string; readonly line?: number; readonly breach: JobBreach }
  /** While it was measured. */
  readonly 'job-changed': { readonly file: string }
  /** To learn a world from. */
  readonly 'not-a-source': { readonly file: string }
  readonly 'source-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'not-a-recording': { readonly file: string }
  readonly 'recording-without-key': { readonly file: string; readonly key: string }
  readonly 'program-not-started': { readonly program: string; readonly system: string }
  readonly 'overhead-unknown': { readonly problem: Problem }
  /** `needed` is missing where no number of them is enough, as all their delays are 0. */
  readonly 'too-few-exchanges': { readonly have: number; readonly needed?: number }
  /** `quick` of the exchanges take no longer than the overhead, so that the delays of the others are mostly noise. */
  readonly 'exchanges-too-quick': { readonly have: number; readonly quick: number; readonly overheadMs: number }
  readonly 'program-changed': { readonly program: string }
  readonly 'program-unfit': { readonly program: string; readonly breach: ProgramBreach }
  readonly 'not-a-program': { readonly given: string }
  readonly 'calibration-of-program': { readonly reference: string }
  readonly 'lab-of-programs': Nothing
  /** Installed as a package. */
  readonly 'revision-of-package': Nothing
  readonly 'not-a-revision': { readonly name: string }
  readonly 'old-code-undrivable': { readonly problem: Problem }
  readonly 'old-code-lacks-file': { readonly file: string }
  readonly 'old-strategies-unloadable': Nothing
  readonly 'old-answer-invalid': { readonly message: string }
  readonly 'old-answer-lacks': { readonly path: string }
  readonly 'old-run-failed': { readonly variant: string; readonly fault: Fault }
  readonly 'old-code-too-slow': { readonly seconds: number }
  readonly 'checkout-refused': { readonly hash: string; readonly words: string | undefined }
  /** `message`: why npm could not be run; `ended`: how it ended, by its exit code or a signal. */
  readonly 'old-packages-missing': { readonly message: string } | { readonly ended: number | string }
}

/** What AWS, or a comparison of functions, refuses. */
interface AwsProblems {
  /** Of an installed package; `packages`: with their versions. */
  readonly 'packages-missing': { readonly purpose: string; readonly packages: readonly string[] }
  readonly 'node-of-lambda-missing': { readonly needed: string; readonly got: string }
  readonly 'aws-region-missing': Nothing
  readonly 'aws-region-refused': { readonly given?: string }
  readonly 'aws-session-expired': Nothing
  readonly 'aws-credentials-missing': Nothing
  readonly 'aws-credentials-expired': Nothing
  readonly 'aws-not-allowed': { readonly permission: string; readonly reason?: string }
  /** Of the environment variables of a function; `permission` is the action on the key that AWS named. */
  readonly 'function-key-unusable': {
    readonly action: string
    readonly why: 'denied' | 'disabled' | 'invalid-state' | 'missing'
    readonly permission?: string
  }
  readonly 'aws-credentials-unknown': Nothing
  readonly 'aws-signature-refused': Nothing
  readonly 'xray-request-refused': { readonly action: string; readonly message: string }
  readonly 'function-unknown': { readonly message: string }
  readonly 'aws-name-unknown': { readonly service: string; readonly action: string; readonly of?: string }
  readonly 'lambda-throttled': Nothing
  readonly 'aws-throttled': { readonly service: string; readonly action: string }
  readonly 'aws-unreachable': {
    readonly service: string
    readonly place?: string
    readonly system?: string
    readonly variable: string
  }
  readonly 'aws-too-late': { readonly service: string; readonly action: string; readonly variable: string }
  readonly 'aws-failed': { readonly service: string; readonly action: string; readonly status?: number }
  /** `group`: by its name, or its ARN. */
  readonly 'log-group-unknown': { readonly group: string }
  readonly 'logs-request-refused': { readonly action: string; readonly message: string }
  readonly 'too-many-invocations-logged': { readonly most: number }
  readonly 'not-a-logged-function': { readonly given: string }
  readonly 'logs-of-alias': { readonly functionName: string; readonly alias: string }
  readonly 'not-a-log-group': { readonly given: string }
  readonly 'logs-of-two-regions': { readonly regions: readonly string[] }
  readonly 'logs-function-twice': { readonly name: string }
  readonly 'one-function-in-parts': { readonly option: string; readonly got: number }
  readonly 'logs-options-exclude': { readonly option: string; readonly beside: string }
  readonly 'against-half': { readonly given: string; readonly missing: string }
  readonly 'logs-span-reversed': { readonly from: string; readonly to: string; readonly given: string }
  readonly 'split-outside': { readonly given: string; readonly from: string; readonly until: string }
  readonly 'spans-overlap': Nothing
  readonly 'too-many-traces-found': { readonly most: number }
  readonly 'untraced-functions': { readonly functions: readonly string[] }
  readonly 'no-function-of': { readonly strategy: string }
  readonly 'functions-alike': {
    readonly strategy: string
    readonly memoryMb: number
    readonly names: readonly string[]
  }
  readonly 'mock-outputs-missing': Nothing
  /** `leftMs` where it is known when it came up, `otherHours` where a new one could stand for long enough. */
  readonly 'mock-ends-too-early': {
    readonly hours: number
    readonly neededMs: number
    readonly leftMs?: number
    readonly otherHours?: number
  }
  readonly 'mock-not-up': { readonly parameter: string }
  readonly 'outputs-without-functions': { readonly file: string; readonly got: string }
  readonly 'no-such-stack': { readonly file: string; readonly known: string; readonly given: string }
  readonly 'several-stacks': { readonly file: string; readonly got: string }
  readonly 'outputs-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'outputs-wrong': { readonly file: string; readonly path: string; readonly issue: string }
  readonly 'output-of-no-function': { readonly place: string; readonly issues: string }
  readonly 'outputs-not-json': { readonly place: string; readonly got: string }
  readonly 'outputs-missing': { readonly file: string }
  readonly 'not-put-back': { readonly names: readonly string[]; readonly file: string; readonly command: string }
  readonly 'journal-held': { readonly pid?: number; readonly file: string }
  readonly 'journal-damaged': { readonly place: string; readonly got: string }
  readonly 'journal-unusable': { readonly file: string; readonly why: Unreadable | Problem }
  readonly 'journal-irregular': Nothing
  readonly 'payload-harmful': { readonly number: number }
  readonly 'payload-slowed': { readonly number: number }
  readonly 'payload-missing': Nothing
  readonly 'authority-without-mock': Nothing
  readonly 'mock-missing': Nothing
  readonly 'price-unknown': { readonly functions: readonly string[] }
  readonly 'too-expensive': { readonly mostUsd: number; readonly estimatedUsd: number }
  readonly 'functions-named-twice': Nothing
  readonly 'too-few-functions': { readonly given: string }
  readonly 'strategy-not-deployed': { readonly known: readonly string[]; readonly given: string }
  readonly 'hook-failed': { readonly phase: string; readonly ended: string }
  readonly 'too-many-functions-traced': { readonly most: number; readonly got: number }
  readonly 'traces-of-several-runs': {
    readonly count: number
    readonly runs: readonly string[]
    readonly most: number
    readonly by: 'run' | 'trace' | 'spans'
  }
  readonly 'traces-named-twice': { readonly what: string; readonly beside: string; readonly why: Beside }
  readonly 'spans-unreadable': { readonly file: string; readonly why: Unreadable }
  readonly 'not-spans': { readonly file: string }
  readonly 'too-many-spans': { readonly most: number }
  readonly 'too-many-invocations': { readonly most: number }
  readonly 'no-traced-runs': Nothing
  readonly 'not-a-trace-id': { readonly given: string }
  readonly 'not-a-run-name': { readonly given: string }
  readonly 'run-of-unknown-begin': { readonly given: string }
  readonly 'traces-unnamed': Nothing
  readonly 'span-too-long': { readonly mostDays: number }
  readonly 'span-reversed': { readonly given: string }
  readonly 'result-unwritable': { readonly folder: string; readonly system: string }
  readonly 'too-many-failed': { readonly failed: number; readonly allowed: number; readonly fault: Fault }
  readonly 'spent-too-much': { readonly spentUsd: number; readonly maxUsd: number }
  readonly 'update-busy': { readonly name: string; readonly seconds: number }
  readonly 'function-incomplete': Nothing
  readonly 'revision-missing': { readonly name: string }
  readonly 'variables-unreadable': { readonly name: string; readonly reason?: string }
  readonly 'variables-not-put-back': Nothing
  readonly 'function-qualified': { readonly given: string; readonly name: string }
  readonly 'cold-unrecognizable': { readonly functions: readonly string[] }
  readonly 'parallel-latest': Nothing
  readonly 'versions-needed': { readonly permission: string; readonly problem: Problem }
  readonly 'init-unreported': { readonly functions: readonly string[] }
  readonly 'deployed-meanwhile': { readonly name: string }
  readonly 'alias-moved': { readonly name: string; readonly alias: string }
  readonly 'alias-shared': { readonly name: string; readonly alias: string; readonly version: string }
  readonly 'apply-option-alone': { readonly option: string }
  readonly 'apply-without-yes': Nothing
  readonly 'concurrency-reserved': { readonly name: string; readonly reserved: number; readonly wanted: number }
  readonly 'concurrency-beyond-account': { readonly free: number; readonly all: number; readonly wanted: number }
  readonly 'not-a-function-name': { readonly given: string }
  readonly 'traces-not-retrieved': { readonly status: string }
  readonly 'warm-beside-only-cold': Nothing
  readonly 'not-an-object': { readonly given: string }
  readonly 'object-too-large': { readonly given: string; readonly mostBytes: number }
  readonly 'object-unknown': { readonly given: string }
  readonly 'functions-damaged': { readonly file: string }
  readonly 'own-size-alone': { readonly name: string; readonly memoryMb: number }
  readonly 'alias-unknown': { readonly name: string; readonly alias: string }
  readonly 'alias-applied': { readonly name: string; readonly alias: string }
  readonly 'report-missing': { readonly folder: string; readonly command: string }
  readonly 'version-of-other-code': { readonly name: string }
  readonly 'not-one-comparison': Nothing
  readonly 'nothing-recommended': { readonly code: string }
  readonly 'checks-failed': Nothing
  readonly 'not-of-functions': Nothing
  readonly 'function-changed': { readonly name: string; readonly changed: readonly string[] }
  readonly 'function-not-measured': { readonly name: string; readonly folder: string }
  readonly 'nothing-to-apply': { readonly name: string; readonly memoryMb: number }
  readonly 'result-beside-undo': Nothing
  readonly 'result-missing': Nothing
  readonly 'share-without-alias': Nothing
  readonly 'not-confirmed': Nothing
  readonly 'apply-cut-short': { readonly command: string }
  readonly 'not-a-share': { readonly option: string; readonly given: string }
  readonly 'version-not-ours': { readonly name: string }
  readonly 'version-not-published': { readonly name: string }
  readonly 'version-failed': { readonly name: string; readonly reason?: string }
  readonly 'version-pending': { readonly name: string; readonly seconds: number }
  readonly 'update-failed': { readonly name: string; readonly reason?: string }
}

type Nothing = Readonly<Record<string, never>>

/** The parameters of each problem, by its code. */
export interface Problems
  extends OptionProblems, FileProblems, ScenarioProblems, ResultProblems, GateProblems, AwsProblems {}

export type ProblemCode = keyof Problems

/** A problem as data. */
export type Problem<Code extends ProblemCode = ProblemCode> = {
  readonly [One in Code]: { readonly code: One; readonly parameters: Problems[One] }
}[Code]
