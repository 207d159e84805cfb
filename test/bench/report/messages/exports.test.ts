import { test } from 'vitest'
import { exportTexts } from '../../../../bench/report/messages/exports.ts'
import { expectWording } from '../../../support/wording.ts'

test('what people read in files of other tools is as it is kept', () => {
  const texts: Readonly<Record<keyof typeof exportTexts, string>> = {
    benchstatUse: exportTexts.benchstatUse,
    benchstatSchedule: exportTexts.benchstatSchedule,
    run: exportTexts.run({ variant: 'pipelined', unit: 'process', block: 1, iteration: 2 }),
    lane: exportTexts.lane(3),
    gate: exportTexts.gate('demo'),
    wholeBenchmark: exportTexts.wholeBenchmark,
    notCompared: exportTexts.notCompared('it is not in revision 1a2b3c4'),
    verdictOver: exportTexts.verdictOver('slower', 'sequential', '1.900 (1.880 to 1.920)'),
  }
  expectWording('exports.txt', texts)
})
