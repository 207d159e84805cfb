import type { ScenarioMistake } from '../../../io/problems.ts'
import type { ProblemTexts } from './problem-texts.ts'
import { breachText, CLAUSES } from './contract.ts'
import { didYouMean } from './did-you-mean.ts'
import { unreadableText } from './unreadable.ts'

/** What is wrong with a scenario or a strategy of a user. */
export const scenarioProblems = {
  'scenario-unknown': ({ known, given }) =>
    `expected one of the scenarios ${known.join(', ')}, or a YAML file, got "${given}", which is neither${didYouMean(given, known)}`,
  'scenario-unreadable': ({ file, why }) =>
    `expected a scenario as a YAML file, got "${file}", which ${unreadableText(why)}${why.code === 'not-regular' && why.kind === 'folder' ? '; name a file in it' : ''}`,
  'scenario-too-long': ({ file, mostKb }) => `${file}: expected a scenario of at most ${mostKb} kB, got a longer text`,
  'scenario-nested-deeply': ({ place }) => `${place}: expected maps and lists that are not nested so deeply`,
  'scenario-not-yaml': ({ place, message }) => `${place}: expected YAML, got a mistake in it: ${message}`,
  'scenario-key-twice': ({ place, key }) => `${place}: expected each key once, got ${key} again`,
  'scenario-alias': ({ file, message }) => `${file}: ${message}`,
  'scenario-endless': ({ file }) =>
    `${file}: expected no alias within what it stands for, got one; write its value out`,
  'not-a-setting': ({ option, given }) =>
    option !== '--sweep'
      ? `--set: expected KEY=VALUE, such as world.items.count=50, got "${given}"`
      : `--sweep: expected KEY=VALUE,VALUE,..., such as world.items.count=1,3,10, got "${given}"`,
  'setting-misplaced': ({ option, given, message }) =>
    `${option}: expected a key of the scenario and a YAML value, got "${given}": ${message}`,
  'list-in-setting': ({ path, values }) =>
    `--set: ${path}: expected one value, got a list of ${values.length}; measure each of them with utakata bench --sweep ${path}=${values.join(',')}`,
  'sweep-of-list': ({ path }) =>
    `--sweep: expected a key that takes one value, got ${path}, which is a list by itself; choose strategies with --strategies`,
  'scenario-mistakes': ({ mistakes, more }) =>
    [...mistakes.map(mistakeText), ...(more === undefined ? [] : [`and ${more} more`])].join('\n'),
  'list-in-scenario': ({ place, path, values }) =>
    `${place}: ${path}: expected one value, got a list of ${values}; only utakata bench runs a sweep over several`,
  'list-in-bench': ({ path, values }) =>
    `${path}: expected one value, got a list of ${values}; call bench() once for each value, or run the sweep with the command: utakata bench`,
  'sweep-too-large': ({ place, path, most, cells, lengths }) =>
    `${place}: ${path}: expected a sweep of at most ${most} grid points, got ${cells}${productText(lengths)}; take fewer values`,
  'sweep-values-alike': ({ place, path, one, other }) =>
    `${place}: ${path}: expected values that change what is measured, got ${one} and ${other}, which do not`,
  'strategy-file-missing': ({ file }) => `--strategy-file: expected a module, got "${file}", which is not there`,
  'strategy-file-name': ({ file }) =>
    `--strategy-file: expected a file named by letters, digits, dots, dashes and underscores alone, got "${file}"; the strategy is called as its file is`,
  'strategy-taken': ({ file, strategy }) =>
    `--strategy-file: expected a file of another name, got "${file}": there is a ${strategy} already`,
  'strategy-breaks-contract': ({ strategy, clause, breach }, textOf) => {
    const how =
      breach.code === 'failed'
        ? `${textOf(breach.problem)}; steps never reject and always end: correct whatever else it throws or waits for`
        : breachText(breach)
    return `--strategy-file: expected a strategy that keeps the contract, got ${strategy}: it ought to be one that ${CLAUSES[clause]}: ${how}`
  },
  'no-strategy-exported': ({ module, exported }) =>
    `expected ${module} to export a strategy, as its default or as its only function, got ${exported.join(', ') || 'nothing'}`,
  'strategy-unloadable': ({ file, problem }, textOf) =>
    `--strategy-file: "${file}" cannot be loaded: ${textOf(problem)}`,
  'strategy-waits': ({ strategy, problem }, textOf) =>
    `--strategy-file: expected a strategy that waits for nothing but its steps, got ${strategy}: ${textOf(problem)}; remove its own timers, files and requests`,
  'nothing-to-calibrate': () => 'expected runs of sequential in which nothing failed or was redirected, got none',
  'scenario-uncalibrated': ({ name, settings, problem }, textOf) =>
    `${name}: ${textOf(problem)}; utakata bench ${name}${settings.map((setting) => ` --set '${setting}'`).join('')} --strategies sequential --quick shows how they end`,
  'source-unreadable': ({ file, why }) => `expected a file to learn from, got "${file}", which ${unreadableText(why)}`,
  'not-a-source': ({ file }) =>
    `expected a recording of utakata, a HAR file, OTLP spans as JSON, traces of X-Ray, or a CSV with the columns host and delay_ms, got "${file}", which is none of them`,
  'not-a-recording': ({ file }) =>
    `expected a new file or a recording of utakata, got "${file}", which is something else; name another one`,
  'recording-without-key': ({ file, key }) =>
    `expected the key of "${file}" in "${key}", which is not there: without the key, known hosts would get new numbers; name a new file to record into`,
  'program-not-started': ({ program, system }) =>
    `expected a program that can be started, got "${program}" (${system}); as in: utakata record -- node job.mjs`,
  'overhead-unknown': ({ problem }, textOf) =>
    `could not measure the overhead of an exchange on this machine: ${textOf(problem)}; pass --as-observed to learn without subtracting it`,
  'exchanges-too-quick': ({ have, quick, overheadMs }) =>
    `expected exchanges that take longer than the overhead of this machine (${overheadMs.toFixed(1)} ms), but ${quick} of ${have} do not; pass --as-observed to learn without subtracting it`,
  'too-few-exchanges': ({ have, needed }) =>
    needed === undefined
      ? `expected exchanges that take time, got ${have} whose delays are 0: none can be learned from those; say in milliseconds, with fractions, how long each took`
      : `expected at least ${needed} requests for items (GET or HEAD) that succeeded, got ${have}: with delays that vary as these do, it takes about so many for a world that is 30% slower to be told apart; add more`,
} satisfies Partial<ProblemTexts>

function mistakeText({ place, key, wrong, inValue }: ScenarioMistake): string {
  // An option of its own says which key it is.
  const text = place === `--${key}` ? `${place}: ${wrongText(wrong)}` : `${place}: ${key}: ${wrongText(wrong)}`
  return inValue === undefined ? text : `${text}, in the value ${inValue}`
}

function wrongText(wrong: ScenarioMistake['wrong']): string {
  switch (wrong.code) {
    case 'unknown-key': {
      const { known, given, elsewhere } = wrong
      const meant =
        elsewhere.length > 0 ? `; there is ${elsewhere.join(', ')}` : didYouMean(given.replaceAll('"', ''), known)
      return `expected one of ${known.join(', ')}, got the unknown key ${given}${meant}`
    }
    case 'unexpected':
      return `${wrong.expectation}, got ${wrong.got}${wrong.isMissing ? '; the key is missing' : ''}`
    case 'file-missing':
      return `${missingFileText(wrong)}; paths are taken from the folder of the scenario`
    case 'file-empty':
      return `expected files that are not empty, got ${wrong.file}`
    case 'file-too-large':
      return `expected files of at most ${wrong.mostBytes / 1e6} MB, got ${wrong.file}`
    case 'traffic-wrong':
      return `expected ${wrong.expected}, got something else${wrong.line === 0 ? '' : ` in line ${wrong.line}`} of ${wrong.file}; utakata learn writes such files`
    case 'unlike-traffic':
      return wrong.of === 'median'
        ? `expected the median of world.traffic, ${Number(wrong.found.toPrecision(3))} ${wrong.unit}, got a median of ${Number(wrong.said.toPrecision(3))} ${wrong.unit}; what is in the traffic is served: to use other values, remove world.traffic`
        : `expected the errors of world.traffic, ${(wrong.found * 100).toFixed(1)}% of the requests, got ${(wrong.said * 100).toFixed(1)}%; what is in the traffic is served: to use other values, remove world.traffic`
    case 'empty-list':
      return 'expected at least one value in the list, got an empty one'
    case 'nested-list':
      return `expected one value at a place in the list, got a list in it, ${wrong.value}`
    case 'value-twice':
      return `expected each value once, got ${wrong.value} twice`
  }
}

function missingFileText({ of, got }: Extract<ScenarioMistake['wrong'], { code: 'file-missing' }>): string {
  switch (of) {
    case 'job':
      return `expected the path of a module, got ${got}, which is no file`
    case 'bodies':
      return `expected a pattern that matches files, such as samples/*.json, got ${got}, which matches none`
    case 'traffic':
      return `expected a file of observed exchanges, got ${got}, which is no file`
    case 'cwd':
      return `expected a folder, got ${got}, which is none`
  }
}

/** Lengths of lists in an error. */
const MAX_LENGTHS = 8

function productText(lengths: readonly number[]): string {
  const more = lengths.length > MAX_LENGTHS ? ' × ...' : ''
  return lengths.length === 1 ? '' : ` (${lengths.slice(0, MAX_LENGTHS).join(' × ')}${more})`
}
