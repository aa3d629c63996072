import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { DKIMSignOptions } from 'mailauth';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

import type { KeyDirectory } from '../../../src/sources/mail/dkim/key-directory.ts';

export interface TestKey {
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256' | 'rsa-sha1';
  readonly pem: string;
  /** Its TXT record. */
  readonly record: string;
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function rsaKey(bits = 2048, more = ''): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { algorithm: 'rsa-sha256', pem: pemOf(privateKey), record: `v=DKIM1; k=rsa; ${more}p=${p}` };
}

export function ed25519Key(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const p = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  return { algorithm: 'ed25519-sha256', pem: pemOf(privateKey), record: `v=DKIM1; k=ed25519; p=${p}` };
}

export interface Signing {
  readonly domain?: string;
  readonly selector?: string;
  readonly canonicalization?: string;
  readonly covers?: string;
  readonly expires?: Date;
  readonly limit?: number;
  readonly time?: Date;
}

const usually = 'From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:Content-Transfer-Encoding';

/** The message with a DKIM-Signature before it, signed on the spot. */
export async function signed(message: string, key: TestKey, signing: Signing = {}): Promise<string> {
  const by = {
    signingDomain: signing.domain ?? 'college.test',
    selector: signing.selector ?? 'k1',
    privateKey: key.pem,
    algorithm: key.algorithm,
  };
  const limit = signing.limit === undefined ? {} : { maxBodyLength: signing.limit };
  const options: DKIMSignOptions = {
    ...by,
    canonicalization: signing.canonicalization ?? 'relaxed/relaxed',
    signTime: signing.time ?? new Date('2026-01-05T10:00:01Z'),
    ...(signing.expires === undefined ? {} : { expires: signing.expires }),
    signatureData: [{ ...by, ...limit }],
  };
  // The library reads a string with colons, whatever its types say.
  const covers = { headerList: signing.covers ?? usually };
  const { signatures, errors } = await dkimSign(
    Buffer.from(message, 'latin1'),
    Object.assign({}, options, covers),
  );
  if (errors.length > 0) throw new Error('the test key does not sign');
  return `${signatures.replace(/\r\n$/, '')}\r\n${message}`;
}

/** A name system in memory, which remembers what it was asked. */
export function directoryOf(
  records: Readonly<Record<string, string>>,
): KeyDirectory & { readonly asked: string[]; silent: boolean } {
  const asked: string[] = [];
  const directory = {
    asked,
    silent: false,
    ask: async (name: string) => {
      asked.push(name);
      if (directory.silent) return undefined;
      const record = records[name];
      // A long record comes in strings of at most 255 characters.
      const strings = record?.match(/.{1,255}/g);
      return {
        name,
        records: strings === null || strings === undefined ? [] : [[...strings]],
        at: '2026-01-06T08:00:00.000Z',
        resolver: ['192.0.2.53'],
      };
    },
  };
  return directory;
}

/** An e-mail about marked work, with CRLF. */
export const marked = [
  'From: Ann Assessor <ann@college.test>',
  'To: sam@learner.test',
  'Subject: Unit 5: your work was',
  '  marked',
  'Date: Mon, 5 Jan 2026 10:00:00 +0000',
  'Message-ID: <m1@college.test>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 7bit',
  '',
  'Well done,  Sam. You passed.',
  '',
  'Ann',
  '',
].join('\r\n');
