import type { units as Texts } from '../en/units.ts'

/** As in English. */
export const units: typeof Texts = {
  range: (low, high) => `${low}～${high}`,
  withDetail: (text, detail) => `${text} (${detail})`,
  withInterval: ({ estimate, low, high }) => `${estimate} (${low}～${high})`,
  iterationsInUnits: (iterations, units) => `それぞれ ${units}で ${iterations}`,
  seconds: (seconds) => `${seconds} 秒`,
  minutesAndSeconds: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
  sentence: (text) => `${text}。`,
  ratioIntervalSuffix: (low, high) => ` (${low}～${high})`,
}
