/**
 * Makes tests/vectors/timestamps/index.json with openssl 3 and with the practice authority's parts. Run it by itself to write it:
 * `node tests/unit/ledger/timestamps/make-vectors.ts`. Keys are new each time; a released vector never changes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

import { encodeBase64, encodeHex, utf8 } from '../../../../src/base/bytes.ts';
import { readTimestamp } from '../../../../src/ledger/timestamps/read-timestamp.ts';
import { Anchors } from '../../../../src/ledger/timestamps/find-authority.ts';
import { verifyTimestamp } from '../../../../src/ledger/timestamps/verify-timestamp.ts';
import type { VerifyTimestampOptions } from '../../../../src/ledger/timestamps/verify-timestamp.ts';
import { tokenCases } from '../../../support/timestamps/broken-tokens.ts';
import { opensslAccepts } from '../../../support/timestamps/openssl.ts';
import { honestChoices, stampWithOpenssl } from '../../../support/timestamps/openssl-authority.ts';

export const vectorFile = fileURLToPath(new URL('../../../vectors/timestamps/index.json', import.meta.url));

const authority = z.strictObject({ name: z.string(), certificate: z.string() });

/** One vector: binary values in base64, the nonce in hexadecimal. */
const vector = z.strictObject({
  name: z.string(),
  madeBy: z.enum(['openssl ts', 'practice authority']),
  token: z.string(),
  message: z.string(),
  nonce: z.string().optional(),
  trusted: z.array(authority),
  chain: z.array(z.string()).optional(),
  /** What `openssl ts -verify` said when it was made, at the token's time. */
  openssl: z.enum(['accepts', 'refuses']),
  expected: z.discriminatedUnion('ok', [
    z.strictObject({
      ok: z.literal(true),
      time: z.string(),
      accuracyMs: z.number().optional(),
      authority: z.string(),
      serial: z.string(),
      policy: z.string(),
      hash: z.enum(['SHA-256', 'SHA-384', 'SHA-512']),
    }),
    z.strictObject({ ok: z.literal(false), code: z.string() }),
  ]),
});

export const vectorSet = z.strictObject({ about: z.string(), source: z.string(), vectors: z.array(vector) });

type Vector = z.infer<typeof vector>;

const base64 = (list: readonly Uint8Array[]): string[] => list.map(encodeBase64);

async function freeze(
  name: string,
  madeBy: Vector['madeBy'],
  token: Uint8Array,
  options: VerifyTimestampOptions,
  accepted: boolean,
): Promise<Vector> {
  const { message, nonce, trusted, chain } = options;
  const verdict = await verifyTimestamp(token, options);
  if (trusted instanceof Anchors) throw new Error('vectors write down whom they trust');
  const { accuracyMs, ...rest } = verdict.ok ? verdict : { ...verdict, accuracyMs: undefined };
  const common = {
    name,
    madeBy,
    token: encodeBase64(token),
    message: encodeBase64(message),
    ...(nonce && { nonce: encodeHex(nonce) }),
    trusted: trusted.map((one) => ({ name: one.name, certificate: encodeBase64(one.certificate) })),
    ...(chain && { chain: base64(chain) }),
    openssl: accepted ? ('accepts' as const) : ('refuses' as const),
  };
  if (!rest.ok) return { ...common, expected: { ok: false, code: rest.code } };
  const { ok, time, authority: by, serial, policy, hash } = rest;
  const accuracy = accuracyMs === undefined ? {} : { accuracyMs };
  return { ...common, expected: { ok, time, ...accuracy, authority: by, serial, policy, hash } };
}

async function madeByOpenssl(folder: string): Promise<Vector[]> {
  const vectors: Vector[] = [];
  for (const [name, choices] of honestChoices) {
    const message = utf8(`stamped: ${name}\n`);
    const made = await stampWithOpenssl(folder, message, choices);
    const { nonce, time } = readTimestamp(made.token);
    const trusted = [{ name: 'openssl', certificate: made.root }];
    const question = { token: made.token, query: made.query, trusted: [made.root], at: new Date(time) };
    const accepted = await opensslAccepts(folder, question);
    vectors.push(await freeze(name, 'openssl ts', made.token, { message, nonce, trusted }, accepted));
  }
  return vectors;
}

async function madeByHand(folder: string): Promise<Vector[]> {
  const vectors: Vector[] = [];
  for (const { name, made, options, opensslTrusts = [made.root], opensslUntrusted } of tokenCases) {
    const accepted = await opensslAccepts(folder, {
      token: made.token,
      query: made.query,
      trusted: opensslTrusts,
      untrusted: opensslUntrusted,
      at: made.time,
    });
    const all = { ...made.options, ...options };
    vectors.push(await freeze(name, 'practice authority', made.token, all, accepted));
  }
  return vectors;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-vault-vectors-'));
  try {
    const set: z.infer<typeof vectorSet> = {
      about:
        'Each token is judged with its message, nonce and trusted certificates; rules are those of src/ledger/timestamps.',
      source: 'tests/unit/ledger/timestamps/make-vectors.ts',
      vectors: [...(await madeByOpenssl(folder)), ...(await madeByHand(folder))],
    };
    mkdirSync(dirname(vectorFile), { recursive: true });
    writeFileSync(vectorFile, `${JSON.stringify(set, null, 1)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
