import type { ProcessName } from '../../io/problems.ts'
import type { LeftOutReason } from '../../run/aws/sort-traces.ts'
import type { TraceDoubt } from '../../run/aws/traces/segments.ts'
import type { Discard, Fault, ProcessFailure, TraceLack } from '../../io/trial-reasons.ts'
import { ENGLISH } from './en.ts'
import type { Messages } from './messages.ts'

/** Why a run does not count as a right one, as a clause. */
export function faultText(fault: Fault, messages: Messages = ENGLISH): string {
  switch (fault.code) {
    case 'no-result':
      return processFailureText(fault.failure, fault.variant, messages)
    case 'not-run': {
      const { variant, kills, withinMs } = fault
      const cause = messages.trials.processKilled(variant, withinMs)
      return kills === 1
        ? messages.trials.notRunAfterOneKill(variant, cause)
        : messages.trials.notRunAfterKills({ variant, kills, cause })
    }
    case 'timed-out':
      return messages.trials.timedOut(fault.withinMs)
    case 'ideal-unknown': {
      const process = processText({ code: 'virtual-clock', strategy: fault.strategy }, messages)
      return messages.trials.idealUnknown(processFailureText(fault.failure, process, messages))
    }
    case 'missing-outcomes':
      return messages.trials.missingOutcomes(fault.outcomes, fault.items)
    case 'answered-early':
      return messages.trials.answeredEarly(fault.posts)
    case 'unexpected-failures': {
      const { failures, kind, planned, example } = fault
      const text =
        planned === undefined
          ? messages.trials.failures(failures, kind)
          : messages.trials.failuresBeyondPlan({ failures, kind, planned })
      return example === undefined ? text : messages.trials.failuresWithExample(text, example)
    }
    case 'invocation-failed':
      return fault.message ?? messages.trials.invocationFailed
    case 'refused':
      return fault.message
    case 'unknown-answer':
      return messages.trials.unknownAnswer
    case 'cut-off':
      return messages.trials.cutOff
    case 'trace-has-fault':
      return messages.trials.traceHasFault
    case 'other-strategy':
      return messages.trials.otherStrategy(fault.answered, fault.expected)
  }
}

/** What a process is called in a clause. */
export function processText(process: ProcessName, messages: Messages = ENGLISH): string {
  if (typeof process === 'string') return process
  switch (process.code) {
    case 'mock-server':
      return messages.trials.mockServer
    case 'contract':
      return messages.trials.strategyProcess
    case 'job':
      return messages.trials.jobProcess
    case 'overhead':
      return messages.trials.overheadProcess
    case 'virtual-clock':
      return messages.trials.onVirtualClock(process.strategy)
  }
}

/** `process`: what it is called. */
function processFailureText(failure: ProcessFailure, process: string, messages: Messages): string {
  const text = processFailureClause(failure, process, messages)
  return 'stderr' in failure && failure.stderr !== undefined ? messages.trials.withErrors(text, failure.stderr) : text
}

function processFailureClause(failure: ProcessFailure, process: string, messages: Messages): string {
  switch (failure.code) {
    case 'exited': {
      const { signal, exitCode } = failure
      return messages.trials.processExited(process, signal ?? messages.trials.exitCode(String(exitCode)))
    }
    case 'killed':
      return messages.trials.processKilled(process, failure.withinMs)
    case 'unreachable':
      return messages.trials.processUnreachable(process, failure.message)
    case 'threw':
      return failure.message
    case 'waits-for-no-step':
      return messages.trials.waitsForNoStep
    case 'no-answer':
      return messages.trials.programNoAnswer({ program: process, run: failure.run, got: failure.got })
    case 'unrequested-output':
      return messages.trials.programUnrequestedOutput(process, failure.got)
    case 'wrong-figures':
      return messages.trials.programWrongFigures(process, failure.issue)
    case 'flooded':
      return messages.trials.programFlooded(process, failure.mostBytes / 1000)
    case 'closed-output':
      return messages.trials.programClosedOutput(process)
    case 'many-processes':
      return messages.trials.programManyProcesses(process, failure.most)
    case 'left-processes':
      return messages.trials.programLeftProcesses(process, failure.processes)
  }
}

/** What of the harness itself failed, as a clause. */
export function discardText(discard: Discard, messages: Messages = ENGLISH): string {
  switch (discard.code) {
    case 'mock-server-failed':
      return processFailureText(discard.failure, processText({ code: 'mock-server' }, messages), messages)
    case 'mock-server-stalled':
      return messages.trials.mockServerStalled(Math.round(discard.lagMs))
    case 'requests-unrecorded':
      return messages.trials.requestsUnrecorded(discard.requests, discard.unrecorded)
  }
}

/** Why there is no whole trace of an invocation, or none that is of use, as a clause. */
export function untracedText(reason: LeftOutReason, messages: Messages = ENGLISH): string {
  switch (reason.code) {
    case 'incomplete':
      return messages.clauses(reason.lacks.map((lack) => traceLackText(lack, messages)))
    case 'never-came':
      return messages.trials.traceNeverCame
    case 'not-delivered':
      return messages.trials.traceNotDelivered
    case 'not-found':
      return messages.trials.traceNotFound
    case 'not-requested':
      return messages.trials.traceNotRequested
    case 'of-another-function':
      return messages.trials.traceOfAnotherFunction
    case 'interrupted':
      return messages.trials.tracesInterrupted
    case 'xray-failed':
      return messages.trials.xrayFailed(reason.message)
    case 'not-in-file':
      return messages.trials.traceNotInFile(reason.file)
  }
}

function traceLackText(lack: TraceLack, messages: Messages): string {
  switch (lack.code) {
    case 'over-limit':
      return messages.trials.traceOverLimit
    case 'unreadable-segments':
      return messages.trials.traceUnreadableSegments(lack.segments)
    case 'no-segment':
      return messages.trials.traceNoSegment
    case 'lone-segment':
      return messages.trials.traceLoneSegment(lack.name, lack.origin)
    case 'open-segment':
      return messages.trials.traceOpenSegment([lack.name, lack.origin].filter(Boolean).join(' '))
    case 'no-run':
      return messages.trials.traceNoRun
    case 'no-timeline':
      return messages.trials.traceNoTimeline
    case 'no-timeline-parts':
      return messages.trials.traceNoTimelineParts(messages.all(lack.parts.map(String)), lack.of)
    case 'no-function':
      return messages.trials.traceNoFunction
    case 'other-functions':
      return messages.trials.traceOtherFunctions(lack.expected, messages.beside(lack.found))
    case 'open-function':
      return messages.trials.traceOpenFunction(lack.function)
    case 'impossible-span':
      return messages.trials.impossibleSpan(lack.function)
    case 'no-service-time':
      return messages.trials.traceNoServiceTime(lack.function)
  }
}

/** What of a trace could not be read, as a clause; in JSON alone, which is English. */
export function traceDoubtText(doubt: TraceDoubt): string {
  switch (doubt.code) {
    case 'nested-too-deep':
      return 'what is nested very deep was left out'
    case 'unreadable-rows':
      return `${doubt.rows} rows of its timeline cannot be read`
    case 'times-out-of-range':
      return 'its step times are out of range'
    case 'impossible-times':
      return `its steps have times that cannot be (${doubt.message})`
  }
}
