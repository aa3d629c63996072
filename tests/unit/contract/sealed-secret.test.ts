import { createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { encodeBase64, parseBase64 } from '../../../src/base/bytes.ts';
import {
  createSecretReceiver,
  sealedSecretSchema,
  sealSecret,
  type SecretReceiver,
} from '../../../src/contract/sealed-secret.ts';

let receiver: SecretReceiver;
beforeAll(async () => {
  receiver = await createSecretReceiver();
});

const purpose = 'vault.open/passphrase';
const refused = { code: 'input.record-invalid' };

describe('a sealed secret', () => {
  it('opens for whom and for what it was sealed, letter for letter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (secret) => {
        const sealed = await sealSecret(receiver.publicKey, purpose, secret);
        expect(sealedSecretSchema.safeParse(sealed).success).toBe(true);
        expect(await receiver.open(sealed, purpose)).toBe(secret);
      }),
      { numRuns: 60 },
    );
  });

  it('opens for no other purpose and for nobody else', async () => {
    const sealed = await sealSecret(receiver.publicKey, purpose, 'four plain test words');
    for (const other of ['', 'vault.uncover/passphrase', `${purpose}\0`, purpose.toUpperCase()])
      await expect(receiver.open(sealed, other)).rejects.toMatchObject(refused);
    const somebodyElse = await createSecretReceiver();
    await expect(somebodyElse.open(sealed, purpose)).rejects.toMatchObject(refused);
  });

  it('opens no more once any bit of it is changed', async () => {
    const sealed = await sealSecret(receiver.publicKey, purpose, 'secret');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('key' as const, 'box' as const),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        async (part, where, bit) => {
          const bytes = parseBase64(sealed[part]);
          const at = where % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          await expect(
            receiver.open({ ...sealed, [part]: encodeBase64(bytes) }, purpose),
          ).rejects.toMatchObject(refused);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('never looks the same twice, and does not hold the secret', async () => {
    const secret = 'the same words';
    const [one, two] = [
      await sealSecret(receiver.publicKey, purpose, secret),
      await sealSecret(receiver.publicKey, purpose, secret),
    ];
    expect(one.key).not.toBe(two.key);
    expect(one.box).not.toBe(two.box);
    expect(Buffer.from(parseBase64(one.box)).includes(secret)).toBe(false);
  });

  it('is at most 4,096 bytes long', async () => {
    const longest = 'ä'.repeat(2048);
    expect(await receiver.open(await sealSecret(receiver.publicKey, purpose, longest), purpose)).toBe(
      longest,
    );
    await expect(sealSecret(receiver.publicKey, purpose, `${longest}x`)).rejects.toMatchObject(refused);
  });

  it.each(['', 'A'.repeat(88), 'not base64!', encodeBase64(new Uint8Array(65).fill(4))])(
    'is not sealed to a key that is none: "%s"',
    async (key) => {
      await expect(sealSecret(key, purpose, 'secret')).rejects.toMatchObject(refused);
    },
  );

  it('keeps what went wrong free of the secret', async () => {
    const sealed = await sealSecret(receiver.publicKey, purpose, 'tell nobody');
    const thrown: unknown = await receiver.open(sealed, 'else').catch((error: unknown) => error);
    expect(JSON.stringify(thrown)).not.toContain('tell nobody');
  });

  it('can be opened by the recipe alone, from a secret that was sealed once', () => {
    const file = new URL('../../vectors/contract/sealed-secret-1.json', import.meta.url);
    const vector = z
      .object({
        privateKey: z.record(z.string(), z.string()),
        receiver: z.string(),
        purpose: z.string(),
        secret: z.string(),
        sealed: sealedSecretSchema,
      })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    const point = Buffer.from(vector.sealed.key, 'base64');
    const sender = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const privateKey = createPrivateKey({ format: 'jwk', key: vector.privateKey });
    const shared = diffieHellman({ privateKey, publicKey: sender });
    const info = `evidence-vault sealed secret v1\0${vector.sealed.key}\0${vector.receiver}\0${vector.purpose}`;
    const key = Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(32), info, 32));
    const box = Buffer.from(vector.sealed.box, 'base64');
    const opening = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
    opening.setAuthTag(box.subarray(-16));
    const opened = Buffer.concat([opening.update(box.subarray(0, -16)), opening.final()]);
    expect(opened.toString()).toBe(vector.secret);
  });
});
