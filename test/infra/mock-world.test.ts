import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { expect, onTestFinished, test } from 'vitest'
import { buildMockWorld, DEFAULT_WORLD } from '../../infra/mock-bundle.ts'
import { samplesOf } from '../../mock-server/samples.ts'
import { readServeOptions, parseWorld } from '../../mock-server/serve-options.ts'
import { aFolder } from '../support/folders.ts'
import {
  EVERYTHING,
  functionsOf,
  grantsOf,
  idIn,
  type Resource,
  resourcesOf,
  templateOf,
  textOf,
  theResource,
} from '../support/stacks.ts'

const MOCK = { mock: 'ec2', mockHours: '3' }
const PORT = 8443

interface Rule {
  readonly IpProtocol: string
  readonly FromPort: number
  readonly ToPort: number
  readonly CidrIp?: string
  readonly GroupId?: unknown
  readonly SourceSecurityGroupId?: unknown
}

interface Group {
  readonly SecurityGroupIngress?: readonly Rule[]
  readonly SecurityGroupEgress?: readonly Rule[]
}

interface Instance {
  readonly UserData: unknown
  readonly IamInstanceProfile: unknown
  readonly NetworkInterfaces: readonly { readonly GroupSet: readonly unknown[]; readonly SubnetId: unknown }[]
  readonly LaunchTemplate: { readonly LaunchTemplateName: string }
}

const group = (template: ReturnType<typeof templateOf>, name: 'Functions' | 'Server'): Resource<Group> =>
  theResource<Group>(template, 'AWS::EC2::SecurityGroup', `MockWorld${name}`)

const instanceOf = (template: ReturnType<typeof templateOf>) =>
  theResource<Instance>(template, 'AWS::EC2::Instance').Properties

/** The lines that the instance runs when it starts. */
function userData(context: Readonly<Record<string, string>> = MOCK): readonly string[] {
  return textOf(instanceOf(templateOf(context)).UserData).split('\n')
}

// Breakage: a rule admits an address, another port or another group; SSH is the usual one.
test('nobody but the functions reaches the mock server, on one port', () => {
  const template = templateOf(EVERYTHING)
  const server = group(template, 'Server')
  expect(instanceOf(template).NetworkInterfaces.flatMap(({ GroupSet }) => GroupSet.map(idIn))).toEqual([server.id])
  for (const { Properties } of resourcesOf<Group>(template, 'AWS::EC2::SecurityGroup'))
    expect(Properties).not.toHaveProperty('SecurityGroupIngress')
  const rule = theResource<Rule>(template, 'AWS::EC2::SecurityGroupIngress').Properties
  expect(rule).toMatchObject({ IpProtocol: 'tcp', FromPort: PORT, ToPort: PORT })
  expect(rule).not.toHaveProperty('CidrIp')
  expect([rule.GroupId, rule.SourceSecurityGroupId].map(idIn)).toEqual([server.id, group(template, 'Functions').id])
  const admitted = functionsOf(template).flatMap(({ Properties }) => Properties.VpcConfig ?? [])
  for (const { SecurityGroupIds } of admitted as { SecurityGroupIds: unknown[] }[])
    expect(SecurityGroupIds.map(idIn)).toEqual([group(template, 'Functions').id])
})

// Breakage: the group of the functions names no rule of its own (EC2 then adds one that lets everything out), it names a wider one,
// or their subnet gets a route, a NAT gateway or an endpoint.
test('the functions have no way out but to the mock server', () => {
  const template = templateOf(EVERYTHING)
  const subnets = resourcesOf<{ CidrBlock: string; MapPublicIpOnLaunch: boolean }>(template, 'AWS::EC2::Subnet')
  const server = subnets.find(({ Properties }) => Properties.MapPublicIpOnLaunch)
  expect(instanceOf(template).NetworkInterfaces.map(({ SubnetId }) => idIn(SubnetId))).toEqual([server!.id])
  expect(group(template, 'Functions').Properties.SecurityGroupEgress).toEqual([
    expect.objectContaining({ IpProtocol: 'tcp', FromPort: PORT, ToPort: PORT, CidrIp: server!.Properties.CidrBlock }),
  ])
  for (const type of [
    'SecurityGroupEgress',
    'NatGateway',
    'VPCEndpoint',
    'EgressOnlyInternetGateway',
    'VPCPeeringConnection',
  ])
    expect(resourcesOf(template, `AWS::EC2::${type}`)).toEqual([])
  const routes = resourcesOf<{ RouteTableId: unknown }>(template, 'AWS::EC2::Route')
  expect(routes.map(({ Properties }) => idIn(Properties.RouteTableId))).toEqual([
    expect.stringMatching(/^MockWorldNetworkserver/),
  ])
  const [inside] = functionsOf(template).flatMap(({ Properties }) => Properties.VpcConfig ?? []) as {
    SubnetIds: unknown[]
  }[]
  expect(inside!.SubnetIds.map(idIn)).toEqual([expect.stringMatching(/^MockWorldNetworkfunctions/)])
})

interface Subnet {
  readonly AvailabilityZone: unknown
  readonly CidrBlock: string
}

const subnetsOf = (context: Readonly<Record<string, string>>) =>
  resourcesOf<Subnet>(templateOf(context), 'AWS::EC2::Subnet')

// Breakage: the functions or the server stay in a zone that Lambda has refused.
test('the network is in the first zone of the region, or wholly in the one that was named', () => {
  expect(subnetsOf(MOCK).map(({ Properties }) => Properties.AvailabilityZone)).toEqual(
    [0, 0].map((index) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })),
  )
  const named = subnetsOf({ ...MOCK, mockZone: 'us-east-1b' })
  expect(named.map(({ Properties }) => Properties.AvailabilityZone)).toEqual(['us-east-1b', 'us-east-1b'])
})

// Breakage: CloudFormation is to make a subnet in another zone before it takes away the one with the same addresses, and fails.
test('the network of another zone shares no resource with the one before', () => {
  const [first, second] = ['us-east-1a', 'us-east-1b'].map((mockZone) => {
    const template = templateOf({ ...MOCK, mockZone })
    return ['VPC', 'Subnet'].flatMap((type) => resourcesOf(template, `AWS::EC2::${type}`).map(({ id }) => id))
  })
  expect(first).toHaveLength(3)
  expect(first!.filter((id) => second!.includes(id))).toEqual([])
})

// Breakage: the server may talk to anybody in any way.
test('the mock server goes out by HTTPS alone', () => {
  const { SecurityGroupEgress = [] } = group(templateOf(MOCK), 'Server').Properties
  expect(SecurityGroupEgress.map(({ IpProtocol, FromPort, ToPort }) => [IpProtocol, FromPort, ToPort])).toEqual([
    ['tcp', 443, 443],
  ])
})

// Breakage: the instance would only stop, keep its disk, or give its credentials to requests of the old kind.
test('the instance ends itself, takes its disk along and wants IMDSv2', () => {
  const template = templateOf(MOCK)
  const { LaunchTemplate, ...instance } = instanceOf(template)
  expect(instance).toMatchObject({
    InstanceInitiatedShutdownBehavior: 'terminate',
    BlockDeviceMappings: [{ Ebs: { Encrypted: true, DeleteOnTermination: true } }],
  })
  const launched = theResource(template, 'AWS::EC2::LaunchTemplate').Properties
  expect(launched).toMatchObject({ LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } })
  expect(LaunchTemplate.LaunchTemplateName).toBe(launched.LaunchTemplateName)
})

// Breakage: anything stands before its end: what fails there would leave an instance that costs money for ever.
test('the first thing an instance does is to fix its end', () => {
  const [shell, first, second] = userData()
  expect([shell, first, second]).toEqual(['#!/bin/bash', 'shutdown -h +180', 'set -eu'])
  expect(userData({ mock: 'ec2' })[1]).toBe('shutdown -h +120')
})

// Breakage: a quote or a brace is left open: nobody sees the log of an instance that ends by itself.
test('the start of the instance is a script that a shell can read', () => {
  const script = userData()
    .join('\n')
    .replaceAll(/<[\w:.]+>/g, 'value')
  expect(() => execFileSync('bash', ['-n'], { input: script, stdio: ['pipe', 'ignore', 'pipe'] })).not.toThrow()
})

/** The arguments that the instance gives the server, with the paths of this machine. */
function serveArguments(folder: string): string[] {
  const line = userData().find((each) => each.startsWith('systemd-run'))!
  const [, given] = line.split('/opt/utakata-mock/serve.mjs ')
  return given!
    .replace(/"\$\(.*?\)"/, '127.0.0.1')
    .replace('/run/credentials/utakata-mock.service', aFolder({ token: 'x'.repeat(48) }))
    .replace('/run/utakata', aFolder())
    .replace('/opt/utakata-mock', folder)
    .split(' ')
}

// Breakage: an option is renamed, or the world that is deployed is one that the server refuses.
test('the program that is deployed takes its own world and the options that the instance gives it', async () => {
  const folder = await buildMockWorld(join(aFolder(), 'mock-world'), undefined)
  const world = parseWorld(readFileSync(join(folder, 'world.json'), 'utf8'), 'world.json')
  expect(world).toMatchObject({ https: true, hosts: 'one' })
  const options = readServeOptions(serveArguments(folder))
  expect(options).toMatchObject({
    world,
    host: '0.0.0.0',
    port: PORT,
    names: ['127.0.0.1'],
    hours: 3,
    token: 'x'.repeat(48),
  })
})

// Breakage: the program needs a package that is not in its file (the instance has none), or its authority, whatever is added to
// it, gets longer than the 4 KB that a parameter of the standard tier holds.
test('the program that is deployed runs without any package, and its authority fits into its parameter', async () => {
  const folder = await buildMockWorld(join(aFolder(), 'mock-world'), undefined)
  const args = serveArguments(folder).map((arg) => (arg === '0.0.0.0' ? '127.0.0.1' : arg === String(PORT) ? '0' : arg))
  const program = spawn(process.execPath, [join(folder, 'serve.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void program.kill('SIGKILL'))
  const [said]: Buffer[] = await once(program.stdout, 'data')
  expect(JSON.parse(String(said))).toEqual({ origin: expect.stringMatching(/^https:/) })
  const ca = readFileSync(args[args.indexOf('--ca-file') + 1]!)
  expect(ca.byteLength).toBeLessThan(4096)
  templateOf(MOCK).hasResourceProperties('AWS::SSM::Parameter', { Type: 'String', Tier: Match.absent() })
})

// Breakage: the bodies stay where they are, or are found from the folder that the server is started in.
test('the bodies of a world are deployed with it, in their order', async () => {
  const items = { count: 12, bodies: 'bodies/*.json' }
  const given = aFolder({ 'world.json': JSON.stringify({ ...DEFAULT_WORLD, items }) })
  mkdirSync(join(given, 'bodies'))
  for (const name of ['b', 'a', 'c']) writeFileSync(join(given, `bodies/${name}.json`), `{"is":"${name}"}`)
  const folder = await buildMockWorld(join(aFolder(), 'mock-world'), join(given, 'world.json'))
  rmSync(given, { recursive: true })
  const { world } = readServeOptions(serveArguments(folder))
  expect(
    samplesOf(world)
      .slice(0, 4)
      .map(({ bytes, type }) => [String(bytes), type]),
  ).toEqual(['a', 'b', 'c', 'a'].map((name) => [`{"is":"${name}"}`, 'application/json']))
})

test('a world whose bodies are not there is refused before it is deployed', async () => {
  const items = { count: 12, bodies: 'bodies/*.json' }
  const file = join(aFolder({ 'world.json': JSON.stringify({ ...DEFAULT_WORLD, items }) }), 'world.json')
  await expect(buildMockWorld(join(aFolder(), 'mock-world'), file)).rejects.toThrow(
    'mockWorld: expected items.bodies with files, such as samples/*.json, from the folder of that file, got "bodies/*.json"',
  )
})

// Breakage: a world is deployed as it is: the instance would start, refuse it where nobody looks, and stand there until its end.
test.each([
  ['no JSON', 'text', 'expected a file with a world as JSON'],
  ['a list', '[]', 'expected a file with a world as JSON'],
  [
    'a world without feeds',
    JSON.stringify({ ...DEFAULT_WORLD, items: { ...DEFAULT_WORLD.items, count: 0 } }),
    'items.count: expected a whole number',
  ],
])('what the mock server would refuse is refused before it is deployed: %s', async (_, text, expected) => {
  const file = join(aFolder({ 'world.json': text }), 'world.json')
  const refused = buildMockWorld(join(aFolder(), 'mock-world'), file)
  await expect(refused).rejects.toThrow(expected)
  await expect(refused).rejects.toMatchObject({ refused: { key: 'mockWorld' } })
})

// Breakage: the unit has another name than the path of its credentials, others may read the token, the program is its
// packer's alone, or it is started again with an authority that nobody knows.
test('the server runs as nobody, with the token as a credential of its unit', () => {
  const lines = userData()
  const at = (part: string) => lines.findIndex((line) => line.includes(part))
  const run = lines[at('systemd-run')]!
  expect(run).toMatch(
    /--unit=utakata-mock .*DynamicUser=yes.*RuntimeDirectory=utakata.*LoadCredential=token:\/run\/utakata-token/,
  )
  expect(run).toContain('--token-file /run/credentials/utakata-mock.service/token --ca-file /run/utakata/ca.pem')
  expect(run).not.toContain('Restart=')
  const order = [
    'unzip -o',
    'chmod -R a+rX',
    'umask 077',
    '> /run/utakata-token',
    'systemd-run',
    'aws ssm put-parameter',
  ].map(at)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order).not.toContain(-1)
})

// Breakage: the role reads the programs of other stacks, another secret, or writes any parameter but its own.
test('the instance reads its program and its token, writes its authority, and may do nothing else', () => {
  const template = templateOf(MOCK)
  const profile = theResource<{ Roles: unknown[] }>(
    template,
    'AWS::IAM::InstanceProfile',
    idIn(instanceOf(template).IamInstanceProfile),
  )
  const token = theResource(template, 'AWS::SecretsManager::Secret').id
  const authority = theResource<{ Name?: string }>(template, 'AWS::SSM::Parameter')
  // A name with a path brings the slash along; two of them would be the ARN of nothing.
  const slash = authority.Properties.Name?.startsWith('/') === true ? '' : '/'
  const fetched = /aws s3 cp '(.*?)'/.exec(userData().join('\n'))![1]!.replace('s3://', '')
  expect(grantsOf(template, idIn(profile.Properties.Roles[0]))).toEqual([
    `s3:GetObject on arn:<AWS::Partition>:s3:::${fetched}`,
    `secretsmanager:DescribeSecret on <${token}>`,
    `secretsmanager:GetSecretValue on <${token}>`,
    `ssm:PutParameter on arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${slash}<${authority.id}>`,
  ])
})

// Breakage: a token is written in the template, or passed to a program as an argument, which everybody on the machine sees.
test('the token is made by AWS and stands nowhere in the template', () => {
  const template = templateOf(MOCK)
  const secret = theResource(template, 'AWS::SecretsManager::Secret')
  expect(secret.Properties).toEqual({
    Description: 'The token of the mock world',
    // Letters and digits alone: others would not do as a bearer token.
    GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
  })
  expect(JSON.stringify(template.toJSON())).not.toContain('resolve:secretsmanager')
  expect(userData().filter((line) => line.includes(secret.id))).toEqual([
    expect.stringMatching(/^aws secretsmanager get-secret-value .* > \/run\/utakata-token$/),
  ])
})

// Breakage: a client cannot learn where the world is and what it takes to be let in.
test('the outputs name the address, the hours, the secret and the parameter', () => {
  const template = templateOf(MOCK)
  const outputs = Object.entries(template.findOutputs('*')).map(([key, { Value }]) => `${key} ${textOf(Value)}`)
  expect(outputs).toContainEqual(expect.stringMatching(/^MockOrigin https:\/\/<\w+\.PrivateIp>:8443$/))
  expect(outputs).toContain(`MockHours ${MOCK.mockHours}`)
  expect(outputs).toContainEqual(expect.stringMatching(/^MockTokenSecret /))
  expect(outputs).toContainEqual(expect.stringMatching(/^MockAuthorityParameter <MockWorldAuthority\w+>$/))
})
