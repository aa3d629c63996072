import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import { concatBytes, parseBase64, utf8 } from '../../../src/base/bytes.ts';
import type { BundleInput } from '../../../src/bundle/bundle-input.ts';
import type { BundleSet } from '../../../src/bundle/bundle-set.ts';
import { planBundle } from '../../../src/bundle/plan-bundle.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { crc32 } from '../../../src/crypto/crc32.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { CountedVault } from '../../support/bundle/counted-vault.ts';
import { encrypt } from '../../support/bundle/encrypt.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { stampedBundle } from '../../support/bundle/stamped-vault.ts';
import { tamperings } from '../../support/bundle/tamperings.ts';

/** Bundles on disk as an officer finds them in a folder. */
export interface SampleBundles {
  readonly vaultId: string;
  readonly good: string;
  readonly tampered: string;
  /** A program in front of a sound bundle: it is one thing to one reader and another to the next. */
  readonly hostile: string;
  readonly noZip: string;
  /** Its state was stamped by an authority. */
  readonly stamped: string;
  /** The policy of a reader who trusts that authority. */
  readonly policy: string;
  /** The certificate that leads to it, in DER. */
  readonly certificate: string;
  /** Id of the vault that was stamped. */
  readonly stampedVaultId: string;
  /** One of three attempts is not shown. */
  readonly partial: string;
  /** An export that was split in two. */
  readonly parts: readonly string[];
  /** The good one, encrypted with age. */
  readonly locked: string;
  /** The file with the key that opens it. */
  readonly key: string;
}

export const noteText = 'What I would do better: <script>alert(1)</script> measure twice.';

export async function writeSampleBundles(folder: string): Promise<SampleBundles> {
  const vault = samsVault();
  const evidence: readonly [name: string, bytes: Uint8Array][] = [
    ['Notes.txt', utf8(noteText)],
    ['Photo.png', smallPicture()],
    // Its name says picture; it is a page with a program in it.
    ['Disguised.png', utf8('<html><script>fetch("http://127.0.0.1/")</script></html>\u0000')],
  ];
  for (const [number, [name, bytes]] of evidence.entries())
    vault.capture({
      item: `i-more-${number}`,
      kind: 'document',
      name,
      attempt: 2,
      bytes,
      record: { assignment: 'i-assignment', attempt: 'i-attempt-2', name, role: 'submission-file' },
    });
  const good = await makeBundle(vault);
  const keys = await createAgeKeyPair();
  const dated = await stampedBundle();
  const counted = new CountedVault();
  counted.assignment('welding');
  for (let number = 1; number <= 3; number += 1) counted.attempt('welding');
  counted.close();
  const partial = await makeBundle(counted.vault, counted.input(['i-welding-attempt-2']));
  const parts = await twoParts(counted);
  const tampering = tamperings.find(({ name }) => name === 'a payload byte');
  if (tampering === undefined) throw new Error('there is no such tampering');
  const write = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
  return {
    vaultId: vault.id,
    good: await write('sam.zip', good),
    tampered: await write('tampered.zip', await tampering.make(good, vault)),
    hostile: await write('hostile.zip', concatBytes(utf8('#!/bin/sh\n'), good)),
    locked: await write('sam.zip.age', await encrypt(good, [keys.recipient])),
    key: await write('age-identity.txt', utf8(`# created: today\r\n${keys.identity}\r\n`)),
    stamped: await write('stamped.zip', dated.bundle),
    stampedVaultId: dated.vault.id,
    certificate: await write('root.crt', parseBase64(dated.policy.authorities[0]?.certificate ?? '')),
    partial: await write('partial.zip', partial),
    parts: await Promise.all(parts.map((bytes, at) => write(`part-${at + 1}.zip`, bytes))),
    policy: await write('trusting.json', utf8(JSON.stringify(dated.policy))),
    noZip: await write('letter.zip', utf8('Dear officer')),
  };
}

/** The attempts of a vault in two bundles that name each other. */
async function twoParts(counted: CountedVault): Promise<Uint8Array[]> {
  const drafts = [['i-welding-attempt-3'], ['i-welding-attempt-1', 'i-welding-attempt-2']].map(
    (hide, at) => ({
      ...counted.input(hide),
      bundleId: `b-000000000${at + 1}`,
    }),
  );
  const withSet = (parts: BundleSet['parts']): BundleInput[] =>
    drafts.map((draft, at) => ({ ...draft, set: { part: at + 1, parts } }));
  const blank = drafts.map(({ bundleId }) => ({ bundle: bundleId, manifest: '0'.repeat(64), items: 0 }));
  const parts = withSet(blank).map((input) => {
    const { manifest, items } = planBundle(hashes, input);
    return { bundle: input.bundleId, manifest, items };
  });
  return Promise.all(withSet(parts).map((input) => makeBundle(counted.vault, input)));
}

/** A PNG of 40 by 30 grey points. */
function smallPicture(): Uint8Array {
  const [width, height] = [40, 30];
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits of grey for each point.
  header[8] = 8;
  const rows = new Uint8Array((width + 1) * height).fill(128);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  return concatBytes(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  );
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const body = concatBytes(utf8(type), content);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, content.length);
  ends.setUint32(4, crc32(body));
  const bytes = new Uint8Array(ends.buffer);
  return concatBytes(bytes.subarray(0, 4), body, bytes.subarray(4));
}
