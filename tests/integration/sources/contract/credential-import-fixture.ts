import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { importGiven } from '../../../../src/vault/import-given.ts';
import type { ReportedItem } from '../../../../src/vault/ingest/ingest-sink.ts';
import { bakedPng } from '../../../support/credentials/bake.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt, signWithProof } from '../../../support/credentials/sign.ts';
import { temporaryRoot } from '../../../support/vault/vault-world.ts';
import type { SourceFixture } from './source-fixture.ts';

const key = createTestKey();
const badge = async (title: string): Promise<string> =>
  JSON.stringify(await signWithProof(sampleBadge(key.did, { name: title }), key));

/** A key signs anew each time, so that all worlds are given the same files. */
const files: ReadonlyMap<string, Uint8Array> = new Map([
  ['badge.json', Buffer.from(await badge('Unit 3: Food safety'))],
  ['badge.png', bakedPng(await badge('Unit 4: Knife skills'))],
  ['badge.jwt', Buffer.from(await signAsJwt(sampleBadge(key.did, { name: 'Unit 5: Menus' }), key))],
]);
/** The same credential, signed for another title. */
const another = Buffer.from(await badge('Unit 3: Food safety, second edition'));
/** It says that it is a credential, and stops in the middle. */
const broken = another.subarray(0, another.length / 2);

function keyOf(bytes: Uint8Array): string {
  return `credential/${createHash('sha256').update(bytes).digest('hex')}`;
}

/** What comes of a sound file: the credential, the file itself, and a grade for each of two results. */
function keysOf(bytes: Uint8Array): string[] {
  return ['', '/document', '/grade/0', '/grade/1'].map((part) => `${keyOf(bytes)}${part}`);
}

/** Credentials that somebody handed over one after the other. Nobody is asked about them. */
export const credentialImportFixture: SourceFixture = {
  start: async () => {
    const root = await temporaryRoot();
    const pathOf = (name: string): string => join(root, name);
    for (const [name, bytes] of files) await writeFile(pathOf(name), bytes);
    const whole = files.get('badge.json') ?? Buffer.alloc(0);
    return {
      secrets: [],
      methods: ['import'],
      changedIsAnother: true,
      snapshot: async () => {
        const held = [...files.keys()].map((name) => readFile(pathOf(name), 'base64'));
        return JSON.stringify(await Promise.all(held));
      },
      pull: async (vault, options) => {
        const items: ReportedItem[] = [];
        let state: 'ok' | 'partial' = 'ok';
        for (const name of files.keys()) {
          const report = await importGiven(vault, pathOf(name), options);
          if (report.state !== 'ok') state = 'partial';
          items.push(...report.items);
        }
        return { state, items };
      },
      changeOne: async () => {
        await writeFile(pathOf('badge.json'), another);
        return { changed: [], added: keysOf(another) };
      },
      breakOne: async () => {
        await writeFile(pathOf('badge.json'), broken);
        return {
          key: keyOf(broken),
          code: 'input.json-invalid',
          alongside: keysOf(whole),
          mend: () => writeFile(pathOf('badge.json'), whole),
        };
      },
      fallSilent: async () => {
        for (const name of files.keys()) await rm(pathOf(name));
      },
      end: () => rm(root, { recursive: true, force: true }),
    };
  },
};
