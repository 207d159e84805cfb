interface ExchangeRecorder {
  readonly stop: () => void
}

export const RECORD_VARIABLE: string
export function keyFileOf(file: string): string
export function recordExchanges(file: string): ExchangeRecorder
