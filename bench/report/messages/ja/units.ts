import type { units as Texts } from '../en/units.ts'

/** Before Japanese: a space stands only after a letter that is not Japanese. */
export const spaced = (text: string) => (/\p{ASCII}$/u.test(text) ? `${text} ` : text)

/** As in English. */
export const units: typeof Texts = {
  nodeVersion: (version) => version.replace(' (bundled)', '（同梱版）'),
  range: (low, high) => `${low}～${high}`,
  withDetail: (text, detail) => `${text}（${detail}）`,
  withInterval: ({ estimate, low, high }) => `${estimate}（${low}～${high}）`,
  unitsTimesIterations: (units, iterations) => `方式ごとに ${units} × ${iterations}`,
  iterationsInUnits: (iterations, units) => `方式ごとに ${units}、計 ${iterations}`,
  times: (factor) => `${factor} 倍`,
  timesRange: (low, high) => `${low}～${high} 倍`,
  timesWithInterval: ({ estimate, low, high }) => `${estimate} 倍（${low}～${high} 倍）`,
  seconds: (seconds) => `${seconds} 秒`,
  minutes: (minutes) => `${minutes} 分`,
  hours: (hours) => `${hours} 時間`,
  days: (days) => `${days} 日`,
  minutesAndSeconds: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
  sentence: (text) => `${text}。`,
  ratioIntervalSuffix: (low, high) => `（${low}～${high}）`,
  medianDelay: (delay) => `遅延の中央値 ${delay}`,
}
