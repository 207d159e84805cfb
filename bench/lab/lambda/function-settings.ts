/** A function of the local Lambda. */
export interface FunctionSettings {
  readonly name: string
  /** The unpacked bundle. */
  readonly folder: string
  /** `FILE.EXPORT`. */
  readonly handler: string
  readonly memoryMb: number
  readonly timeoutMs: number
  readonly variables: Readonly<Record<string, string>>
  /** How its log is written, START and REPORT lines too. */
  readonly logFormat: 'Text' | 'JSON'
  /** Most containers at a time; as many as are asked for where it is undefined. */
  readonly reservedConcurrency?: number | undefined
}

/** No region of AWS, and no account: nothing here can be taken for what is deployed. */
export const LAB_REGION = 'us-east-1'
const LAB_ACCOUNT = '000000000000'

export function arnOf(name: string): string {
  return `arn:aws:lambda:${LAB_REGION}:${LAB_ACCOUNT}:function:${name}`
}
