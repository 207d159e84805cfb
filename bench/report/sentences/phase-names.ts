import type { Messages } from '../messages/messages.ts'

/** What a part of an invocation or of a run is called; names that functions have given to their own parts stay as they are. */
export function phaseIn(name: string, messages: Messages): string {
  const names: Readonly<Record<string, string>> = {
    waiting: messages.causes.waitingPhase,
    between: messages.causes.betweenPhase,
    CPU: messages.causes.cpuPhase,
    queueing: messages.causes.queueingPhase,
    'start-up': messages.causes.startUpPhase,
    fetch: messages.causes.fetchPhase,
    check: messages.causes.checkPhase,
    notify: messages.causes.notifyPhase,
    service: messages.causes.servicePhase,
    init: messages.causes.initPhase,
    handler: messages.causes.handlerPhase,
    run: messages.causes.runPhase,
    around: messages.causes.aroundPhase,
    overhead: messages.causes.overheadPhase,
    extensions: messages.causes.extensionsPhase,
  }
  return Object.hasOwn(names, name) ? names[name]! : name
}

/** As what there is more or less of, such as `waiting for servers` and `time in fetch`. */
export function phaseInSentence(name: string, messages: Messages): string {
  const { causes } = messages
  const names: Readonly<Record<string, string>> = {
    waiting: causes.ofWaiting,
    between: causes.ofBetween,
    CPU: causes.ofCpu,
    queueing: causes.ofQueueing,
    'start-up': causes.ofStartUp,
  }
  return Object.hasOwn(names, name) ? names[name]! : causes.ofPhase(phaseIn(name, messages))
}
