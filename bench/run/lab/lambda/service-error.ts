import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What AWS answers instead of what it was asked for. */
export class ServiceError extends Error {
  readonly status: ContentfulStatusCode
  /** As `x-amzn-errortype` has it, by which an SDK makes its error. */
  readonly type: string
  readonly details: Readonly<Record<string, string>>

  constructor(
    status: ContentfulStatusCode,
    type: string,
    message: string,
    details: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.type = type
    this.details = details
  }
}
