import { expect, test } from 'vitest'
import { sweptSizes } from '../../../../bench/run/aws/trace-variants.ts'
import { extractInvocation } from '../../../../bench/run/aws/traces/traced.ts'
import { container } from '../../../support/traced-trials.ts'

const ofSizes = (...variants: readonly (readonly ['sequential' | 'pipelined', number])[]) =>
  variants.flatMap(([strategy, memoryMb]) =>
    container(`${strategy} ${memoryMb}`, strategy, 1).map((one) => extractInvocation({ ...one, memoryMb })),
  )

// Breakage: strategies of 1769 MB held against the reference of 512 MB.
test('sizes are kept apart where every strategy was run at each of several', () => {
  expect(
    sweptSizes(ofSizes(['sequential', 1769], ['pipelined', 1769], ['sequential', 512], ['pipelined', 512])),
  ).toEqual([512, 1769])
  expect(sweptSizes(ofSizes(['sequential', 1769], ['pipelined', 1769]))).toEqual([])
  // An old function and a new one, each of its own size, are compared with each other.
  expect(sweptSizes(ofSizes(['sequential', 512], ['pipelined', 1769]))).toEqual([])
  const foreign = ofSizes(['sequential', 512], ['sequential', 1769]).map((one) => ({ ...one, strategy: undefined }))
  expect(sweptSizes(foreign)).toEqual([])
})
