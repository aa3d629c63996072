import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { fixedTestKey } from '../credentials/sign.ts';
import type { KeyPair } from '../../../src/practice/authority/make-certificate.ts';

const file = new URL('../../vectors/authority-keys.json', import.meta.url);
const schema = z.object({ about: z.string(), keys: z.array(z.string()) });

/** Root's, intermediate's, signer's and somebody else's RSA keys: RSA, since its signatures are the same each time. They guard nothing. */
export const authorityKeys: readonly KeyPair[] = schema
  .parse(JSON.parse(readFileSync(file, 'utf8')))
  .keys.map((text) => {
    const privateKey = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    return { privateKey, publicKey: createPublicKey(privateKey) };
  });

/** The key of the college whose credentials the policies trust. */
export const collegeKey = fixedTestKey(61);
