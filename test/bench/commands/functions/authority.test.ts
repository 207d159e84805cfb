import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAuthority } from '../../../../bench/commands/functions/ab-options.ts'
import { makeCertificates } from '../../../../mock-server/certificate.ts'
import { aFolder } from '../../../support/folders.ts'

test('an authority is read as it is', async () => {
  const { ca } = await makeCertificates(['localhost'], 1)
  expect(readAuthority(join(aFolder({ 'ca.pem': ca }), 'ca.pem'))).toBe(ca)
})

test('what is no certificate is refused before any request, and so is what is not there', () => {
  const folder = aFolder({
    'empty.pem': '',
    'text.pem': 'a text',
    'torn.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  })
  for (const name of ['empty.pem', 'text.pem', 'torn.pem']) {
    const file = join(folder, name)
    expect(() => readAuthority(file)).toThrow(expect.objectContaining({ code: 'not-an-authority' }))
  }
  expect(() => readAuthority(join(folder, 'none.pem'))).toThrow(
    expect.objectContaining({ code: 'authority-unreadable' }),
  )
})
