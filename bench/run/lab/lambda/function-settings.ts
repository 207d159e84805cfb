/** A function of the local Lambda. */
export interface FunctionSettings {
  readonly name: string
  /** The unpacked bundle. */
  readonly folder: string
  /** `FILE.EXPORT`. */
  readonly handler: string
  readonly memoryMb: number
  /** What it is said to be deployed for, whatever this machine is; the machine's own by default. */
  readonly architecture?: 'arm64' | 'x86_64'
  readonly timeoutMs: number
  /** None that is reserved, see `reservedIn`. */
  readonly variables: Readonly<Record<string, string>>
  /** How its log is written, START and REPORT lines too. */
  readonly logFormat: 'Text' | 'JSON'
  /** With JSON: from `WARN` on Lambda is said to log no `platform.report`. */
  readonly systemLogLevel?: 'DEBUG' | 'INFO' | 'WARN'
  /** Most containers at a time; as many as are asked for where it is undefined. */
  readonly reservedConcurrency?: number | undefined
}

/** A function as one of its versions has it. */
export interface VersionSettings extends FunctionSettings {
  /** A number, or `$LATEST`. */
  readonly version: string
}

/**
 * Variables that Lambda sets itself, and those by which a process loads code that is not the function's or finds its programs elsewhere.
 * AWS takes the latter: there they change a sandbox, here a process of whoever runs the lab.
 * Source: AWS Lambda Developer Guide, "Defined runtime environment variables"; Node.js documentation, "Environment variables"; ld.so(8); dyld(1).
 */
const RESERVED = [
  /^(?:AWS_LAMBDA_|LAMBDA_|_)/i,
  /^AWS_(?:REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/i,
  /^AWS_(?:XRAY_DAEMON_ADDRESS|XRAY_CONTEXT_MISSING|EC2_METADATA_DISABLED)$/i,
  /^(?:LD_|DYLD_|OPENSSL_|SSL_CERT_|GCONV_PATH$|BASH_ENV$|ENV$|PATH$)/i,
  /^NODE_(?!ENV$)/i,
  // A profile may name a program that prints credentials, which the SDK runs.
  /^AWS_(?:PROFILE|DEFAULT_PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE)$/i,
]

/** Which of a function's variables are reserved, by name. */
export function reservedIn(variables: Readonly<Record<string, string>>): string[] {
  return Object.keys(variables).filter((name) => RESERVED.some((reserved) => reserved.test(name)))
}

export function architectureOf({ architecture }: FunctionSettings): 'arm64' | 'x86_64' {
  return architecture ?? (process.arch === 'arm64' ? 'arm64' : 'x86_64')
}

/** No region of AWS, and no account: nothing here can be taken for what is deployed. */
export const LAB_REGION = 'us-east-1'
const LAB_ACCOUNT = '000000000000'

/** Of a version or an alias where a qualifier is given. */
export function arnOf(name: string, qualifier?: string): string {
  const suffix = qualifier === undefined ? '' : `:${qualifier}`
  return `arn:aws:lambda:${LAB_REGION}:${LAB_ACCOUNT}:function:${name}${suffix}`
}
