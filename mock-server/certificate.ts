import 'reflect-metadata' // x509's container of classes refuses to load without it
import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** To spare at the end: a client's clock may be ahead, and a certificate knows whole seconds only. */
const SPARE_MS = HOUR_MS

/** PEM texts of a certificate authority made for one server and thrown away with it, and of the server's key and certificate. */
export interface Certificates {
  readonly ca: string
  readonly key: string
  readonly cert: string
}

/** `names`: host names (also `*.example.test`) and addresses the certificate is good for, for at least so many hours. */
export async function makeCertificates(names: readonly string[], hours: number): Promise<Certificates> {
  const [caKeys, keys] = await Promise.all([makeKeys(), makeKeys()])
  const nowMs = Date.now()
  const validity = {
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + hours * HOUR_MS + SPARE_MS),
  }
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=utakata throw-away CA',
    keys: caKeys,
    signingAlgorithm: EC,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  })
  const cert = await X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=utakata mock server',
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: EC,
    extensions: [
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
    ],
  })
  return { ca: ca.toString('pem'), cert: cert.toString('pem'), key: await pemOf(keys.privateKey) }
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${base64.match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`
}
