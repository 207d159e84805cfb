import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { SecurityGroup, Peer, Port, type Vpc } from 'aws-cdk-lib/aws-ec2'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { IConstruct } from 'constructs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { aStack, type Context, EVERYTHING, FAN_OUT, findingsOf, STACKS } from '../support/stacks.ts'

// Breakage: something is added that AWS advises against and nobody says why. The next two prove that findings are seen at all.
test.each(STACKS)('cdk-nag finds nothing unexplained in a stack %s', (_, context) => {
  expect(findingsOf(aStack(context))).toEqual([])
})

// Breakage: the pack is not run, its report is read from the wrong place, or a whole stack is explained at once.
test('cdk-nag finds what nobody explained, in a stack alone and in one with all the rest', () => {
  quietly()
  for (const context of [{}, EVERYTHING, FAN_OUT]) {
    const slowedBy = aStack(context)
    new Queue(slowedBy.stack, 'Planted')
    expect(findingsOf(slowedBy)).toEqual([
      'AwsSolutions-SQS3 at utakata/Planted/Resource',
      'AwsSolutions-SQS4 at utakata/Planted/Resource',
    ])
  }
})

// Breakage: a reason is given for more than it says: for all wildcards of a role, or for all rules of a network.
test.each<[string, Context, readonly string[]]>([
  ['a mock world', EVERYTHING, ['Pipelined512/Role', 'Notifier/Job/Role', 'Notifier/ScheduleRole', 'MockWorld/Role']],
  ['a fan-out', FAN_OUT, ['FanOut/Machine/Role']],
])('the explanations of a stack with %s cover nothing else in the same places', (_, context, roles) => {
  quietly()
  const slowedBy = aStack(context)
  for (const path of roles)
    (at(slowedBy.stack, path) as Role).addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: [`${ANY}*`] }))
  const expected = roles.flatMap((path) => [
    `AwsSolutions-IAM5[Action::s3:*] at utakata/${path}/DefaultPolicy/Resource`,
    `AwsSolutions-IAM5[Resource::${ANY}*] at utakata/${path}/DefaultPolicy/Resource`,
  ])
  expect(findingsOf(slowedBy).toSorted()).toEqual(expected.toSorted())
})

const ANY = 'arn:aws:s3:::any/'

// Breakage: what is explained of the network covers what is opened in it.
test('cdk-nag sees a way into the network of the mock world', () => {
  quietly()
  const slowedBy = aStack(EVERYTHING)
  const vpc = at(slowedBy.stack, 'MockWorld/Network') as Vpc
  new SecurityGroup(vpc, 'Open', { vpc }).addIngressRule(Peer.anyIpv4(), Port.tcp(22))
  expect(findingsOf(slowedBy)).toContain('AwsSolutions-EC23 at utakata/MockWorld/Network/Open/Resource')
})

function at(root: IConstruct, path: string): IConstruct {
  return path.split('/').reduce((node, id) => node.node.findChild(id), root)
}

/** The CDK prints what it finds. */
function quietly(): void {
  const spies = [vi.spyOn(process.stderr, 'write').mockReturnValue(true), vi.spyOn(console, 'error').mockReturnValue()]
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()))
}
