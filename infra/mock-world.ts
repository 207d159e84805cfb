import { CfnOutput, type CfnOutputProps, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  Instance,
  InstanceClass,
  InstanceInitiatedShutdownBehavior,
  InstanceSize,
  InstanceType,
  AmazonLinuxCpuType,
  MachineImage,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  UserData,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { Network } from './job-function.ts'

/** Above 1,024, so that the server needs no rights. */
const PORT = 8443

export interface MockWorldProps {
  /** With `serve.mjs` and `world.json`. */
  readonly folder: string
  /** After so many hours the instance ends, whatever happens. */
  readonly hours: number
  /** Where its network is; the first zone of the region otherwise. */
  readonly zone?: string | undefined
}

/**
 * The mock server on a small instance of the same region, in a network where nobody but the functions reaches it: HTTPS with an
 * authority of its own, made when it starts, and a token. Not a function: its own cold starts would be measured.
 */
export class MockWorld extends Construct {
  readonly network: Network

  constructor(scope: Construct, id: string, { folder, hours, zone }: MockWorldProps) {
    super(scope, id)
    const vpc = this.#makeNetwork(zone)
    const functions = new SecurityGroup(this, 'Functions', {
      vpc,
      allowAllOutbound: false,
      description: 'The functions',
    })
    const server = new SecurityGroup(this, 'Server', {
      vpc,
      allowAllOutbound: false,
      description: 'The mock server, for the functions alone',
    })
    server.addIngressRule(functions, Port.tcp(PORT))
    // To its subnet and not its group: a rule to another group stands outside of this one, which EC2 then lets out everywhere.
    for (const { ipv4CidrBlock } of vpc.publicSubnets) functions.addEgressRule(Peer.ipv4(ipv4CidrBlock), Port.tcp(PORT))
    server.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'Packages, its program and AWS')
    this.network = { vpc, securityGroup: functions }

    const token = new Secret(this, 'Token', {
      description: 'The token of the mock world',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const authority = new StringParameter(this, 'Authority', {
      parameterName: `/${Stack.of(this).stackName}/mock-world/authority`,
      description: 'The certificate authority of the mock world, written by its server when it starts',
      stringValue: 'not yet',
    })
    const program = new Asset(this, 'Program', { path: folder })
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })
    // Not with grantRead, which would let it read the programs of all stacks.
    const object = program.bucket.arnForObjects(program.s3ObjectKey)
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [object] }))
    token.grantRead(role)
    role.addToPolicy(new PolicyStatement({ actions: ['ssm:PutParameter'], resources: [authority.parameterArn] }))

    const instance = new Instance(this, 'Instance', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      associatePublicIpAddress: true,
      securityGroup: server,
      role,
      instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL),
      machineImage: MachineImage.latestAmazonLinux2023({ cpuType: AmazonLinuxCpuType.ARM_64 }),
      requireImdsv2: true,
      instanceInitiatedShutdownBehavior: InstanceInitiatedShutdownBehavior.TERMINATE,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(8, {
            encrypted: true,
            deleteOnTermination: true,
            volumeType: EbsDeviceVolumeType.GP3,
          }),
        },
      ],
      userData: this.#startUp(program, token, authority, hours),
      // A change of the program starts a new one: the old one has its world and its authority.
      userDataCausesReplacement: true,
    })
    // Of the stack, so that their names are what they say.
    const addOutput = (name: string, output: CfnOutputProps) => new CfnOutput(Stack.of(this), name, output)
    addOutput('MockOrigin', {
      value: `https://${instance.instancePrivateIp}:${PORT}`,
      description: `Ends ${hours} h after its start. Another number of mockHours starts a new one; the same one does not.`,
    })
    addOutput('MockHours', { value: String(hours) })
    addOutput('MockTokenSecret', { value: token.secretName })
    addOutput('MockAuthorityParameter', { value: authority.parameterName })
    this.#explain(instance, token)
  }

  /**
   * One zone, and no way out for the functions: they need none, and a NAT gateway would cost more than all the rest. One alone since
   * Lambda refuses functions as soon as any of their subnets is in a zone that it does not support ("The provided subnets contain availability
   * zone Lambda doesn't support", github.com/keboola/developer-portal/issues/81, in us-east-1); AWS lists no such zones, so whoever is refused
   * names another one.
   */
  #makeNetwork(zone: string | undefined): Vpc {
    // A network of its own for each zone: a subnet that moved would meet its own addresses in the old one.
    const vpc = new Vpc(this, `Network${zone ?? ''}`, {
      ...(zone === undefined ? { maxAzs: 1 } : { availabilityZones: [zone] }),
      // It would take a function of the CDK's own.
      restrictDefaultSecurityGroup: false,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'server', subnetType: SubnetType.PUBLIC, cidrMask: 28 },
        { name: 'functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 22 },
      ],
    })
    Validations.of(vpc).acknowledge({ id: 'AwsSolutions-VPC7', reason: 'It stands for hours and holds a mock world.' })
    return vpc
  }

  /** The end comes first, so that no failure later on leaves an instance that costs money. */
  #startUp(program: Asset, token: Secret, authority: StringParameter, hours: number): UserData {
    const { region } = Stack.of(this)
    const userData = UserData.forLinux()
    userData.addCommands(`shutdown -h +${hours * 60}`, 'set -eu', 'dnf install -y nodejs24 unzip')
    const zip = userData.addS3DownloadCommand({ bucket: program.bucket, bucketKey: program.s3ObjectKey, region })
    userData.addCommands(
      `unzip -o ${zip} -d /opt/utakata-mock`,
      // Whoever packed it may have kept it to themselves.
      'chmod -R a+rX /opt/utakata-mock',
      'umask 077',
      `aws secretsmanager get-secret-value --region ${region} --secret-id ${token.secretArn} --query SecretString --output text > /run/utakata-token`,
      [
        // Not started again after a failure: it would have another authority, which nobody trusts.
        'systemd-run --unit=utakata-mock --property=DynamicUser=yes --property=RuntimeDirectory=utakata',
        '--property=LoadCredential=token:/run/utakata-token --property=LimitNOFILE=65536',
        '/usr/bin/node-24 /opt/utakata-mock/serve.mjs --world /opt/utakata-mock/world.json',
        `--host 0.0.0.0 --port ${PORT} --name "$(hostname -I | cut -d' ' -f1)" --hours ${hours}`,
        '--token-file /run/credentials/utakata-mock.service/token --ca-file /run/utakata/ca.pem',
      ].join(' '),
      'for i in $(seq 60); do [ -s /run/utakata/ca.pem ] && break; sleep 1; done',
      `aws ssm put-parameter --region ${region} --name ${authority.parameterName} --overwrite --value file:///run/utakata/ca.pem`,
    )
    return userData
  }

  #explain(instance: Instance, token: Secret): void {
    Validations.of(instance).acknowledge(
      { id: 'AwsSolutions-EC28', reason: 'It stands for hours; the comparison measures it from outside.' },
      { id: 'AwsSolutions-EC29', reason: 'It is to end by itself.' },
    )
    Validations.of(token).acknowledge({ id: 'AwsSolutions-SMG4', reason: 'It lives as long as the instance: hours.' })
  }
}
