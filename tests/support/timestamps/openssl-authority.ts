import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openssl } from './openssl.ts';

/** How an authority made by openssl signs and stamps. */
export interface OpensslChoices {
  /** Options of `openssl genpkey` for all its keys, e.g. `RSA`, `rsa_keygen_bits:2048`. */
  readonly key: readonly [algorithm: string, option: string];
  /** The imprint's hash. */
  readonly imprint: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** The signature's hash. */
  readonly signature: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** The hash in the attribute that names the certificate. */
  readonly names: 'sha1' | 'sha256' | 'sha512';
  /** Root, intermediate and signer; without it root and signer. */
  readonly intermediate: boolean;
  /** The policy that the request asks for. */
  readonly policy?: string;
}

/** RSA of 2048 bits. */
export const rsa = ['RSA', 'rsa_keygen_bits:2048'] as const;
export const curve = (name: string): readonly [string, string] => ['EC', `ec_paramgen_curve:${name}`];
/** SHA-256 everywhere, the signer right under the root. */
export const usual = {
  imprint: 'sha256',
  signature: 'sha256',
  names: 'sha256',
  intermediate: false,
} as const;

/** What honest authorities do: every kind of key and hash that is accepted. */
export const honestChoices: readonly (readonly [name: string, choices: OpensslChoices])[] = [
  ['RSA with SHA-256', { ...usual, key: rsa }],
  ['RSA with SHA-384', { ...usual, key: rsa, imprint: 'sha384', signature: 'sha384' }],
  [
    'RSA with SHA-512 and a chain of three',
    { ...usual, key: rsa, imprint: 'sha512', signature: 'sha512', names: 'sha512', intermediate: true },
  ],
  ['P-256 with SHA-256 and a chain of three', { ...usual, key: curve('P-256'), intermediate: true }],
  ['P-384 with SHA-384', { ...usual, key: curve('P-384'), imprint: 'sha384', signature: 'sha384' }],
  ['P-384 with SHA-512', { ...usual, key: curve('P-384'), imprint: 'sha512', signature: 'sha512' }],
  ['P-521 with SHA-512', { ...usual, key: curve('P-521'), imprint: 'sha512', signature: 'sha512' }],
  ['a certificate named by SHA-1, as RFC 2634 has it', { ...usual, key: curve('P-256'), names: 'sha1' }],
];

export interface OpensslToken {
  readonly token: Uint8Array;
  /** DER of TimeStampResp and TimeStampReq. */
  readonly response: Uint8Array;
  readonly query: Uint8Array;
  readonly message: Uint8Array;
  readonly root: Uint8Array;
}

const configuration = (choices: OpensslChoices): string => `
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
serial = serial
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha1,sha256,sha384,sha512
signer_digest = ${choices.signature}
ess_cert_id_alg = ${choices.names}
accuracy = secs:1,millisecs:500,microsecs:100
clock_precision_digits = 3
tsa_name = yes
${choices.intermediate ? 'certs = middle.pem' : ''}
`;

/** Stamps `message` as a user of openssl would: keys, certificates, request and answer are all made by it, in the folder. */
export async function stampWithOpenssl(
  folder: string,
  message: Uint8Array,
  choices: OpensslChoices,
): Promise<OpensslToken> {
  const tool = (...options: readonly string[]): Promise<string> => openssl(folder, ...options);
  const [algorithm, option] = choices.key;
  const makeKey = (name: string): Promise<string> =>
    tool('genpkey', '-algorithm', algorithm, '-pkeyopt', option, '-out', `${name}.key`);
  const certify = async (name: string, issuer: string, section: string, serial: string): Promise<void> => {
    await makeKey(name);
    await tool(
      'req',
      '-new',
      '-key',
      `${name}.key`,
      '-subj',
      `/O=Test/CN=${name}`,
      '-config',
      'conf',
      '-out',
      `${name}.csr`,
    );
    const issuing = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-set_serial', serial, '-days', '30'];
    const extensions = ['-extfile', 'conf', '-extensions', section];
    await tool('x509', '-req', '-in', `${name}.csr`, ...issuing, ...extensions, '-out', `${name}.pem`);
  };
  await writeFile(join(folder, 'conf'), configuration(choices));
  await writeFile(join(folder, 'serial'), '01\n');
  await writeFile(join(folder, 'message'), message);
  await makeKey('root');
  const self = ['-subj', '/O=Test/CN=root', '-config', 'conf', '-extensions', 'ca', '-days', '30'];
  await tool('req', '-new', '-x509', '-key', 'root.key', ...self, '-out', 'root.pem');
  if (choices.intermediate) await certify('middle', 'root', 'ca', '2');
  await certify('signer', choices.intermediate ? 'middle' : 'root', 'signer', '3');
  const policy = choices.policy === undefined ? [] : ['-tspolicy', choices.policy];
  await tool('ts', '-query', '-data', 'message', `-${choices.imprint}`, '-cert', ...policy, '-out', 'query');
  const reply = [
    'ts',
    '-reply',
    '-config',
    'conf',
    '-section',
    'tsa',
    '-queryfile',
    'query',
    '-signer',
    'signer.pem',
  ];
  await tool(...reply, '-inkey', 'signer.key', '-out', 'response');
  await tool('ts', '-reply', '-in', 'response', '-token_out', '-out', 'token');
  await tool('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
  const bytes = async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(join(folder, name)));
  return {
    token: await bytes('token'),
    response: await bytes('response'),
    query: await bytes('query'),
    message,
    root: await bytes('root.der'),
  };
}
