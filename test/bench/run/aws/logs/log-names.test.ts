import { expect, test } from 'vitest'
import { readFunctionName, readGroupName, readStreamName } from '../../../../../bench/run/aws/logs/log-names.ts'

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:orders'
const OF_ARN = {
  functionName: 'orders',
  region: 'eu-central-1',
  groupArn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders',
}

test('a function is named by its name, with a version, or by an ARN, whose region and account count', () => {
  expect(readFunctionName('orders')).toEqual({ functionName: 'orders' })
  expect(readFunctionName('orders:12')).toEqual({ functionName: 'orders', version: '12' })
  expect(readFunctionName('orders:$LATEST')).toEqual({ functionName: 'orders', version: '$LATEST' })
  expect(readFunctionName(ARN)).toEqual(OF_ARN)
  expect(readFunctionName(`${ARN}:7`)).toEqual({ ...OF_ARN, version: '7' })
  expect(readFunctionName('123456789012:function:orders')).toEqual({ functionName: 'orders' })
})

// Breakage: an alias is taken for a version, of which no log stream is.
test.each(['orders:prod', 'orders:v2', 'orders:012', `${ARN}:prod`])('%s is an alias', (given) => {
  expect(readFunctionName(given)).toMatchObject({ alias: given.split(':').at(-1), functionName: 'orders' })
})

test.each(['', 'or ders', 'orders:', 'a/b', 'orders:1:2', 'arn:aws:s3:::bucket', 'x'.repeat(141), 'orders\n'])(
  '%j names no function',
  (given) => {
    expect(readFunctionName(given)).toBeUndefined()
  },
)

test('a log group is a name or an ARN, without the end that the console shows', () => {
  expect(readGroupName('/ecs/shared-logs_1.a#b')).toBe('/ecs/shared-logs_1.a#b')
  expect(readGroupName(`${OF_ARN.groupArn}:*`)).toBe(OF_ARN.groupArn)
  for (const given of ['', 'a b', 'x'.repeat(513), '*']) expect(readGroupName(given)).toBeUndefined()
})

test('a log stream names version and container, and the function in a shared group, with brackets or without', () => {
  const container = '3893xmpl7fac4485b47bb75b671a283c'
  expect(readStreamName(`2026/11/26/[$LATEST]${container}`)).toEqual({ version: '$LATEST', container })
  expect(readStreamName(`2026/11/26/[12]${container}`)).toEqual({ version: '12', container })
  for (const stream of [`orders[12]${container}`, `orders[12][${container}]`])
    expect(readStreamName(`2026/11/26/${stream}`)).toEqual({ functionName: 'orders', version: '12', container })
  for (const stream of ['main', '2026/11/26/x', `2026/11/26/[prod]${container}`, `x2026/11/26/[1]${container}`, ''])
    expect(readStreamName(stream)).toBeUndefined()
})
