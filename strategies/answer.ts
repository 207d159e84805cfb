import { StepError } from './failure.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
}

/** A header as one line, however often it came (RFC 9110, 5.3). */
export function headerOf(headers: Answer['headers'], name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** Where the bytes of a body go as they come. */
export interface Intake {
  /** False where no more are to come until `onReady`. */
  write(chunk: Uint8Array): boolean
  /** All have come. */
  end(): void
  /** No more is to come; unless it is done, what is held for the body is let go. */
  destroy(): void
}

/** What an intake says, never from within `write`, except `onWait` and `onFail`. */
export interface IntakeEvents {
  onReady(): void
  /** From here to `onContinue` the body waits for memory that others use, which is no fault of its server. */
  onWait(): void
  onContinue(): void
  onDone(body: Uint8Array): void
  onFail(error: StepError): void
}

export function tooLarge(mostBytes: number): StepError {
  return new StepError('too-large', `the body is larger than ${mostBytes} bytes`)
}
