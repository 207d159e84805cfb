import { expect, test } from 'vitest'
import { graphOf } from '../../../../../bench/run/lab/xray/graph.ts'
import { viewOf } from '../../../../../bench/run/lab/xray/view.ts'
import { aLambdaCall, anId, aSegment, aSubsegment, NOW_SECONDS } from './building.ts'

test('a call of a function is a client, Lambda and the function in a row', () => {
  const run = aSubsegment(6, 2, { name: 'utakata:pipelined' })
  const services = graphOf([viewOf([...aLambdaCall(), run])])
  expect(
    services.map(({ ReferenceId, Name, Type, Root, Edges }) => [
      ReferenceId,
      Name,
      Type,
      Root,
      Edges.map((edge) => edge.ReferenceId),
    ]),
  ).toEqual([
    [0, 'notify', 'AWS::Lambda', true, [1]],
    [1, 'notify', 'AWS::Lambda::Function', undefined, []],
    [2, 'notify', 'client', undefined, [0]],
  ])
  expect(services[0]).toMatchObject({ StartTime: NOW_SECONDS - 10, EndTime: NOW_SECONDS - 9 })
  expect(services[0]!.Edges[0]).toMatchObject({ StartTime: NOW_SECONDS - 9.9, EndTime: NOW_SECONDS - 9.1 })
})

test('calls are counted by how they ended, in their service and on the edge to it', () => {
  const ends = [
    {},
    {},
    { error: true },
    { throttle: true },
    { http: { response: { status: 500 } } },
    { fault: true, error: true },
  ]
  const views = ends.map((end) =>
    viewOf([
      aSegment(1, { name: 'site' }),
      aSegment(2, { name: 'store', parent_id: anId(1), end_time: NOW_SECONDS - 8.5, ...end }),
      aSegment(3, { name: 'store', parent_id: anId(1), end_time: undefined, in_progress: true }),
    ]),
  )
  const [site, store, client] = graphOf(views)
  const all = {
    OkCount: 2,
    ErrorStatistics: { ThrottleCount: 1, OtherCount: 1, TotalCount: 2 },
    FaultStatistics: { OtherCount: 2, TotalCount: 2 },
    TotalCount: 6,
    TotalResponseTime: 9,
  }
  expect(store!.SummaryStatistics).toEqual(all)
  expect(site!.Edges).toMatchObject([{ ReferenceId: store!.ReferenceId, SummaryStatistics: all }])
  expect(site!.SummaryStatistics).toMatchObject({ OkCount: 6, TotalCount: 6, TotalResponseTime: 6 })
  expect(client!.Edges).toMatchObject([{ ReferenceId: site!.ReferenceId, SummaryStatistics: { TotalCount: 6 } }])
})

test('a service that sent no segment is known from its caller, and not twice when it did send one', () => {
  const call = (number: number, name: string, namespace: string) => aSubsegment(number, 1, { name, namespace })
  const services = graphOf([
    viewOf([
      aSegment(1, { name: 'site' }),
      call(2, 'api.example.com', 'remote'),
      call(3, 'DynamoDB', 'aws'),
      call(4, 'store', 'remote'),
      aSegment(5, { name: 'store', parent_id: anId(4) }),
    ]),
  ])
  expect(services.map(({ Name, Type }) => [Name, Type])).toEqual([
    ['site', undefined],
    ['store', undefined],
    ['api.example.com', 'remote'],
    ['DynamoDB', 'AWS::DynamoDB'],
    ['site', 'client'],
  ])
  expect(services[0]!.Edges.map(({ ReferenceId }) => ReferenceId)).toEqual([1, 2, 3])
})

test('segments that are each other’s callers make a graph without a root', () => {
  const services = graphOf([viewOf([aSegment(1, { parent_id: anId(2) }), aSegment(2, { parent_id: anId(1) })])])
  expect(services.map(({ Root, Edges }) => [Root, Edges.length])).toEqual([
    [undefined, 1],
    [undefined, 1],
  ])
  expect(graphOf([])).toEqual([])
})
