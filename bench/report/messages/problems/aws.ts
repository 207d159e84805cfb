import type { Beside, Problems } from '../../../io/problems.ts'
import { didYouMean } from './did-you-mean.ts'
import type { ProblemTexts } from './problem-texts.ts'
import { unreadableText } from './unreadable.ts'

/** Where it is in package.json, whoever installs it with scripts has to have what compiles it. */
const COMPILED = 'aws-lambda-ric@'

/** Why nothing of a result is applied, by what it recommends. */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'keep-reference': 'with this selection nothing is significantly better than the reference',
  inconclusive: 'with this selection it is not decided which variant is best',
  none: 'with this selection it is not decided which variant is best',
}

/** What AWS, or a comparison of functions, refuses. */
export const awsProblems = {
  'packages-missing': ({ purpose, packages }) =>
    `${purpose === 'pictures' ? '--pictures' : purpose} needs packages that are not part of utakata; install them in this project:\n  npm i ${packages.some((name) => name.startsWith(COMPILED)) ? '--no-save' : '-D'} --ignore-scripts ${packages.join(' ')}`,
  'node-of-lambda-missing': ({ needed, got }) =>
    `lab: expected Node ${needed} or later (Lambda runs Node 24), got ${got}; switch to it, for example with nvm install 24`,
  'aws-region-missing': () =>
    'expected a region of AWS, found none; set AWS_REGION (such as AWS_REGION=eu-central-1) or a region in the profile',
  'aws-region-refused': ({ given }) =>
    `expected a region of AWS such as eu-central-1, got ${given ?? 'another'}; set AWS_REGION or a region in the profile`,
  'aws-session-expired': () =>
    'the session of your AWS profile has expired or was never begun; sign in with aws sso login (or aws login)',
  'aws-credentials-missing': () =>
    'expected credentials for AWS, found none that can be used; set AWS_PROFILE to a profile that has some, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  'aws-credentials-expired': () =>
    'the credentials for AWS have expired; get new ones, such as with aws sso login, and try again',
  'aws-not-allowed': ({ permission, reason }) =>
    `the credentials for AWS are not allowed ${permission}${reason === undefined ? '' : ` (${reason})`}; add this action to a policy of the user or role`,
  'function-key-unusable': ({ action, why, permission }) =>
    `${action} was refused: the environment variables of the function are encrypted with a key of its own, ${keyFault(why, action, permission)}`,
  'aws-credentials-unknown': () =>
    'AWS does not know the credentials that were sent; check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the profile, and that they are of this partition of AWS',
  'aws-signature-refused': () =>
    'AWS does not accept the signature: the clock of this computer is off, or the secret key is not that of its access key; set the clock (timedatectl set-ntp true) and check AWS_SECRET_ACCESS_KEY',
  'xray-request-refused': ({ action, message }) =>
    `X-Ray does not accept what ${action} was asked for (${message}); check ${action === 'GetTraceSummaries' ? 'the filter and the span of time' : 'the ids of the traces'}`,
  'function-unknown': ({ message }) =>
    `Lambda does not know this function (${message}); check its name and the region, and that it is deployed`,
  'aws-name-unknown': ({ service, action, of }) =>
    `${service} does not know ${of ?? `what ${action} asks for`}; check the region, and that the mock world is deployed (npx utakata cdk deploy -c mock=ec2)`,
  'lambda-throttled': () =>
    'Lambda throttles: the concurrency of the function or of the account is used up; have fewer invocations at a time, or raise its reserved concurrency',
  'aws-throttled': ({ service, action }) =>
    `${service} still throttles ${action} after many pauses; try again later${service === 'X-Ray' ? ', or ask for fewer traces at a time' : service === 'CloudWatch Logs' ? ', or ask for a shorter span of time' : ''}`,
  'aws-unreachable': ({ service, place, system, variable }) =>
    `${service} cannot be reached${place === undefined ? '' : ` at ${place}`} (${system}); check the network, the region and ${variable}`,
  'aws-too-late': ({ service, action, variable }) =>
    `${service} took ${action} and did not answer in time; check the network, proxies and ${variable}, and try again`,
  'aws-failed': ({ service, action, status }) =>
    `${service} answered ${action} with its own failure (${status}), also when asked again; try again later`,
  'log-group-unknown': ({ group }) =>
    `there is no log group ${group}; check the name of the function and the region. A function that was never invoked has none, and one that logs elsewhere needs --log-group (aws lambda get-function-configuration --function-name NAME --query LoggingConfig.LogGroup)`,
  'logs-request-refused': ({ action, message }) =>
    `CloudWatch Logs does not accept what ${action} was asked for (${message}); check the log group and the span of time`,
  'too-many-invocations-logged': ({ most }) =>
    `expected at most ${most} invocations in this span of time, found more; give a shorter one, such as --last 1h`,
  'not-a-logged-function': ({ given }) => `expected the name of a function, NAME:VERSION or an ARN, got "${given}"`,
  'logs-of-alias': ({ functionName, alias }) =>
    `${functionName}:${alias}: expected a version, since logs do not name aliases; give the version that it points to (aws lambda get-alias --function-name ${functionName} --name ${alias} --query FunctionVersion)`,
  'not-a-log-group': ({ given }) => `--log-group: expected the name or the ARN of a log group, got "${given}"`,
  'logs-of-two-regions': ({ regions }) =>
    `expected functions of one region, got those of ${regions.join(' and ')}; ask for each by itself`,
  'logs-function-twice': ({ name }) =>
    `expected each function or version once, got ${name} twice; a version is part of its function`,
  'one-function-in-parts': ({ option, got }) =>
    `${option}: expected one function, of which two spans of time are compared, got ${got}`,
  'logs-options-exclude': ({ option, beside }) => `${option}: expected no ${beside} beside it; leave out one of them`,
  'against-half': ({ given, missing }) => `${given}: expected ${missing} beside it`,
  'logs-span-reversed': ({ from, to, given }) =>
    `${from}: expected an instant before ${to}, and before now, got "${given}"`,
  'split-outside': ({ given, from, until }) =>
    `--split: expected an instant within the span of time, ${from} to ${until}, got "${given}"; name the span with --last, or with --from and --to`,
  'spans-overlap': () =>
    '--against-from: expected a span of time that does not overlap with the other one, got one that does',
  'too-many-traces-found': ({ most }) =>
    `expected at most ${most} traces in this span of time, found more; ask for a shorter one, or for some of them with --filter`,
  'untraced-functions': ({ functions }) =>
    `expected functions that X-Ray traces, got ${functions.join(', ')}, whose tracing is not active; turn it on with \`aws lambda update-function-configuration --function-name ${functions[0]} --tracing-config Mode=Active\`${functions.length > 1 ? ', and so for each' : ''}, or do without by --no-traces`,
  'no-function-of': ({ strategy }) => `expected a function of ${strategy}, found none`,
  'functions-alike': ({ strategy, memoryMb, names }) =>
    `expected one function of ${strategy} with ${memoryMb} MB, got ${names.join(' and ')}; leave all but one out`,
  'mock-outputs-missing': () =>
    'expected MockAuthorityParameter and MockTokenSecret among the outputs, beside MockOrigin: run npx utakata cdk deploy -c mock=ec2 again',
  'mock-ends-too-early': ({ hours, neededMs, leftMs, otherHours }) => {
    const ends =
      leftMs === undefined
        ? `ends ${hours} h after its start`
        : leftMs > 0
          ? `ends in about ${roughTime(leftMs)}`
          : 'has ended, or is about to'
    const anew =
      otherHours === undefined
        ? 'ask for fewer --containers or --strategies'
        : `start a new one with npx utakata cdk deploy -c mock=ec2 -c mockHours=${otherHours} and the other settings of the stack, or ask for fewer --containers`
    return `the mock world ${ends}, and the comparison takes about ${roughTime(neededMs)}; ${anew}`
  },
  'mock-not-up': ({ parameter }) =>
    `the mock world is not up yet: ${parameter} has no certificate; wait a minute and try again`,
  'outputs-without-functions': ({ file, got }) =>
    `${file}: expected outputs that begin with Function, got ${got}: run \`npx utakata cdk deploy\``,
  'no-such-stack': ({ file, known, given }) => `${file}: expected --stack to be one of ${known}, got "${given}"`,
  'several-stacks': ({ file, got }) =>
    `${file}: expected one stack with functions, got ${got}: name one of them with --stack`,
  'outputs-unreadable': ({ file, why }) =>
    `expected the outputs of a deployment in ${file}, which ${unreadableText(why)}: run \`npx utakata cdk deploy\``,
  'outputs-wrong': ({ file, path, issue }) =>
    `${file}: ${path === '' ? '' : `${path}: `}expected stacks with outputs, each a text: ${issue}`,
  'output-of-no-function': ({ place, issues }) =>
    `${place}: expected a function with strategy, memoryMb, name and arn: ${issues}`,
  'outputs-not-json': ({ place, got }) => `${place}: expected JSON, got ${got}`,
  'outputs-missing': ({ file }) =>
    `expected ${file}, which npx utakata cdk deploy writes, or --outputs FILE, or --functions NAME,NAME; without an account, try npx utakata lab`,
  'not-put-back': ({ names, file, command }) =>
    `an earlier run ended before it had put back ${names.join(', ')} (${file}): run \`${command}\` first`,
  'journal-held': ({ pid, file }) =>
    `${pid === undefined ? 'another process' : `process ${pid}`} is comparing or restoring functions with ${file}: wait for its end, or stop it by Ctrl-C`,
  'journal-damaged': ({ place, got }) =>
    `${place}: expected a line of a journal of utakata, got ${got}: the file is damaged; look after the memory of the functions yourself, and take the file away`,
  'journal-unusable': ({ file, why }, textOf) =>
    `expected a journal that can be written, got ${file}${'parameters' in why ? `: ${textOf(why)}` : `, which ${unreadableText(why)}`}; nothing was changed in AWS`,
  'journal-irregular': () => 'it is no regular file',
  'payload-harmful': ({ number }) =>
    `--payload: expected events with a mock "world" or with "dryRun": true, since every invocation of a comparison would send its notifications again; number ${number} has neither`,
  'payload-slowed': ({ number }) =>
    `--payload: expected events without "slowedBy", by which a comparison makes one of its own variants slower; number ${number} has one`,
  'payload-missing': () =>
    'expected --payload FILE, what the functions are asked: only functions of npx utakata cdk deploy understand a mock world',
  'authority-without-mock': () => '--mock-ca: expected --mock ORIGIN beside it, whose certificate it is',
  'mock-missing': () =>
    'expected --mock ORIGIN, the address of a mock world that the functions can reach (such as of npx utakata cdk deploy -c mock=ec2), or --payload FILE',
  'price-unknown': ({ functions }) =>
    `--max-usd: expected functions whose price is known, but Lambda does not say which architecture ${functions.join(', ')} ${functions.length > 1 ? 'have' : 'has'}; leave --max-usd out, or those functions`,
  'too-expensive': ({ mostUsd, estimatedUsd }) =>
    `--max-usd: expected to spend at most USD ${mostUsd}, but it may be as much as USD ${estimatedUsd.toFixed(4)}; ask for fewer --containers or less --memory, or allow more`,
  'functions-named-twice': () =>
    '--functions: expected no --outputs and no --strategies beside it, which name functions too',
  'too-few-functions': ({ given }) => `--functions: expected two names or more, separated by commas, got "${given}"`,
  'strategy-not-deployed': ({ known, given }) =>
    `--strategies: expected some of ${known.join(', ')}, got "${given}"${didYouMean(given, known)}`,
  'hook-failed': ({ phase, ended }) => `--${phase}: expected a command that succeeds, it ended with ${ended}`,
  'too-many-functions-traced': ({ most, got }) =>
    `expected traces of at most ${most} functions, got those of ${got}; narrow them with --filter`,
  'traces-of-several-runs': ({ count, runs, most, by }) =>
    `expected traces of one comparison, got those of ${count}: ${count > most ? `${runs.join(', ')} and others` : runs.join(', ')}; ${ONE_RUN[by]}`,
  'traces-named-twice': ({ what, beside, why }) =>
    `${what}: expected no --${beside} beside it, since ${BESIDE[why]}; leave out one of them`,
  'spans-unreadable': ({ file, why }) => `expected spans in ${file}, which ${unreadableText(why)}`,
  'not-spans': ({ file }) =>
    `${file}: expected spans as JSON of OTLP (resourceSpans), as the file exporter of a collector or utakata export --format otlp writes them, got something else`,
  'too-many-spans': ({ most }) =>
    `--spans: expected at most ${most} spans, got more; split the files by time, or let a collector keep those of fewer functions`,
  'too-many-invocations': ({ most }) =>
    `--spans: expected at most ${most} invocations, got more; narrow them with --from and --until, or with --function`,
  'no-traced-runs': () => 'expected a folder of utakata ab or utakata lab, got one without traces',
  'not-a-trace-id': ({ given }) =>
    `--trace: expected an id such as 1-58406520-a006649127e371903a2de979, the 32 hexadecimal digits of a W3C trace id, or a traceparent header, got "${given}"`,
  'not-a-run-name': ({ given }) =>
    `--run: expected the name of a run, such as ab-20260115-090000-1a2b3c4d, got "${given}"`,
  'run-of-unknown-begin': ({ given }) =>
    `--run: expected a name as utakata ab gives it, which says when the run began, or --last beside it, got "${given}"`,
  'traces-unnamed': () =>
    'expected the folder of a comparison, --trace ID, or a span of time: --last 2h, or --from INSTANT with --until INSTANT; or a file of spans: --spans FILE',
  'span-too-long': ({ mostDays }) =>
    `expected a span of at most ${mostDays} days (--last, or --from and --until): X-Ray keeps traces for no longer`,
  'span-reversed': ({ given }) => `--from: expected an instant before --until, got "${given}"`,
  'result-unwritable': ({ folder, system }) =>
    `expected the folder of a run that can be written to, got "${folder}" (${system}); copy it to where it can`,
  'too-many-failed': ({ failed, allowed, fault }, _, { faultText }) =>
    `${failed} invocations failed, more than the ${allowed} allowed; the last one: ${faultText(fault)}`,
  'spent-too-much': ({ spentUsd, maxUsd }) =>
    `about USD ${spentUsd.toFixed(4)} was spent, more than the USD ${maxUsd} of --max-usd: invocations take longer than --expect`,
  'update-busy': ({ name, seconds }) => `${name}: Lambda was still busy with an update after ${seconds} s`,
  'function-incomplete': () => 'expected a function with FunctionName, FunctionArn and MemorySize, got one without',
  'revision-missing': ({ name }) => `${name}: expected a RevisionId, without which a change is not safe`,
  'variables-unreadable': ({ name, reason }) =>
    `${name}: its environment variables cannot be read (${reason ?? 'no code given'}), and an update would wipe them: nothing was changed. Allow yourself kms:Decrypt on the key of the function, and kms:Encrypt for the update, or leave it out`,
  'variables-not-put-back': () => 'its environment variables cannot be read, and an update would wipe them',
  'function-qualified': ({ given, name }) =>
    `--functions: expected functions without a version or an alias, since neither can be given new containers, got "${given}"; with ${name} its present code and configuration are measured`,
  'cold-unrecognizable': ({ functions }) =>
    `${functions.join(', ')}: with the system log level WARN there is no report of an invocation, so that with --latest cold starts cannot be told from warm invocations; with versions they could, or with the level INFO`,
  'parallel-latest': () =>
    '--parallel: only versions of a function can be invoked at the same time, and with --latest there are none',
  'init-unreported': ({ functions }) =>
    `--only cold: at the system log level WARN ${functions.join(', ')} ${functions.length > 1 ? 'log' : 'logs'} no initialisation times; set the level to INFO`,
  'versions-needed': ({ permission, problem }, textOf) =>
    `the credentials are not allowed ${permission}, and without versions this cannot be compared: ${textOf(problem)}`,
  'deployed-meanwhile': ({ name }) =>
    `${name}: was deployed during the comparison, so that its runs would mix two versions of the code; compare again`,
  'alias-moved': ({ name, alias }) =>
    `${name}: somebody else has moved alias ${alias} meanwhile; look at it and try again`,
  'alias-shared': ({ name, alias, version }) =>
    `${name}: alias ${alias} sends a part of its invocations to version ${version}, which the last apply in this folder did not set; end that first (aws lambda update-alias --function-name ${name} --name ${alias} --routing-config AdditionalVersionWeights={}), or leave --share out`,
  'own-size-alone': ({ name, memoryMb }) =>
    `${name} has ${memoryMb} MB already: name another size with --memory, to compare it with`,
  'alias-unknown': ({ name, alias }) =>
    `${name} has no alias ${alias}; aws lambda list-aliases --function-name ${name} lists those that it has`,
  'alias-applied': ({ name, alias }) => `alias ${alias} of ${name} is as this result recommends already`,
  'apply-option-alone': ({ option }) => `${option}: expected --apply beside it`,
  'apply-without-yes': () =>
    '--apply: expected --yes beside it where there is no terminal to ask at; otherwise the comparison would be paid for, and nothing applied',
  'concurrency-reserved': ({ name, reserved, wanted }) =>
    `${name} has reserved ${reserved} concurrent invocations, and --concurrency (with --parallel, for each of its variants) needs ${wanted}`,
  'concurrency-beyond-account': ({ free, all, wanted }) =>
    `the account has ${free} concurrent invocations left of ${all}, and --concurrency (with --parallel, for each variant) needs ${wanted}`,
  'not-a-function-name': ({ given }) =>
    `--function: expected the name of a Lambda function, of letters, digits, - and _, or its ARN, got "${given}"`,
  'traces-not-retrieved': ({ status }) =>
    `CloudWatch Logs gave no traces: the retrieval ended as ${status}; try again later, with utakata xray`,
  'warm-beside-only-cold': () => '--only cold: expected no --warm-invocations beside it',
  'not-an-object': ({ given }) => `--payload: expected an object in S3 as s3://BUCKET/KEY, got "${given}"`,
  'object-too-large': ({ given, mostBytes }) =>
    `--payload: expected at most ${mostBytes / 1e6} MB, more than Lambda takes as it is, and ${given} is larger`,
  'object-unknown': ({ given }) => `--payload: ${given} does not exist, or its bucket does not`,
  'functions-damaged': ({ file }) =>
    `${file}: expected the functions of a comparison as utakata ab writes them; compare again`,
  'report-missing': ({ folder, command }) =>
    `${folder} has no report.json that can be read, and its selection decides what to apply. Run ${command} first, with --optimize unless you want the fastest.`,
  'version-of-other-code': ({ name }) =>
    `${name}: its code is not the code that was measured, so that no alias was moved; compare again`,
  'not-one-comparison': () =>
    'expected the result of one comparison, and this one has several sizes that were each compared by themselves; compare the sizes of one function, or functions of one size',
  'nothing-recommended': ({ code }) =>
    `${NOT_APPLICABLE[code] ?? `with this selection no variant can be applied (${code})`}; npx utakata report shows the details`,
  'checks-failed': () =>
    'the checks of this result did not pass, so that it is not applied; compare again with more --containers',
  'not-of-functions': () => 'expected a comparison of Lambda functions, as utakata ab makes it',
  'function-changed': ({ name, changed }) =>
    `${name}: has changed since it was measured (${changed.join(', ')}); compare again`,
  'function-not-measured': ({ name, folder }) => `${folder}: expected ${name} among the functions of this result`,
  'nothing-to-apply': ({ name, memoryMb }) =>
    `${name}: has ${memoryMb} MB already; with --alias NAME an alias is moved to a version of it`,
  'result-beside-undo': () => '--undo: expected no result beside it; it puts back what was applied last',
  'result-missing': () => 'expected the folder of a result, such as utakata-results/ab-..., or --undo',
  'share-without-alias': () => '--share: expected --alias NAME beside it, whose invocations are shared',
  'not-confirmed': () => 'not confirmed, so nothing was changed; where nobody can answer, --yes confirms',
  'apply-cut-short': ({ command }) =>
    `an earlier apply was cut short: put back what it has changed first, with ${command}`,
  'not-a-share': ({ option, given }) =>
    `${option}: expected a share such as 10%, more than 0 and less than 100, got "${given}"`,
  'version-not-ours': ({ name }) =>
    `${name}: expected a new version, but Lambda answered with one that is not utakata's; try again, or use --latest`,
  'version-not-published': ({ name }) =>
    `${name}: no version could be published, since somebody else went on changing the function; try again once that has ended`,
  'version-failed': ({ name, reason }) => `${name}: Lambda failed to make a version: ${reason ?? 'no reason given'}`,
  'version-pending': ({ name, seconds }) =>
    `${name}: a version could not be invoked ${seconds} s after it was published`,
  'update-failed': ({ name, reason }) =>
    `${name}: Lambda took the update, and failed to make it: ${reason ?? 'no reason given'}`,
} satisfies Partial<ProblemTexts>

function roughTime(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}

/** What an update takes of the key, as far as anybody says. */
const KEY_PERMISSIONS = ['kms:Decrypt', 'kms:Encrypt']

function keyFault(
  why: Problems['function-key-unusable']['why'],
  action: string,
  permission: string | undefined,
): string {
  switch (why) {
    case 'denied': {
      // Lambda decrypts them by the function's role to invoke it, and by whoever asks to change it.
      if (action === 'Invoke')
        return `which its role may not use; allow the role ${permission ?? 'kms:Decrypt'} on that key`
      const all = [...new Set([...KEY_PERMISSIONS, ...(permission === undefined ? [] : [permission])])]
      return `which you may not use${permission === undefined ? '' : ` (${permission})`}; allow yourself ${all.slice(0, -1).join(', ')} and ${all.at(-1)} on that key, in your policy or the policy of the key, or leave the function out`
    }
    case 'disabled':
      return 'which is disabled; enable it with aws kms enable-key, or leave the function out'
    case 'invalid-state':
      return 'which cannot be used as it is, such as while its deletion is pending; look at it with aws kms describe-key, or leave the function out'
    case 'missing':
      return 'which does not exist; give the function another one with aws lambda update-function-configuration --kms-key-arn, or leave it out'
  }
}

const ONE_RUN = {
  run: 'say which with --run',
  trace: 'name the traces of one with --trace',
  spans: 'give --spans the files of one',
} as const

const BESIDE: Readonly<Record<Beside, string>> = {
  'folder-has-traces': 'its own traces are asked for, and its own report is made again',
  'names-traces': 'it names traces by itself',
  'both-begin': 'both say when the span of time begins',
  'reads-files': 'it reads files alone, and asks X-Ray for nothing',
}
