/**
 * Makes tests/vectors/witness/cosignature-1.json from c2sp.org's signed-note, tlog-cosignature and tlog-witness as this file says
 * them a second time, with OpenSSL's signatures and without a line of src/. Run it by itself to write them:
 * `node tests/unit/ledger/make-witness-vectors.ts`. A released vector never changes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as reference from './reference-format.ts';

const { filled, sha256, u, utf8 } = reference;

const log = reference.signer(filled(32, 0x22));
const witness = reference.signer(filled(32, 0x66));
const name = 'witness.example/awarding-organisation';

const keyId = (keyName: string, type: number, key: Uint8Array): Buffer =>
  sha256(utf8(`${keyName}\n`), u(8, type), key).subarray(0, 4);

const verifierKey = (keyName: string, type: number, key: Uint8Array): string =>
  [
    keyName,
    keyId(keyName, type, key).toString('hex'),
    Buffer.concat([u(8, type), key]).toString('base64'),
  ].join('+');

function cosignature(note: string, time: number): string {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const signature = witness.sign(utf8(`cosignature/v1\ntime ${String(time)}\n${text}`));
  const bytes = Buffer.concat([keyId(name, 4, witness.publicKey), u(64, time), signature]);
  return `— ${name} ${bytes.toString('base64')}`;
}

/** Everything in tests/vectors/witness/cosignature-1.json. */
export function makeWitnessVectors() {
  const leaves = Array.from({ length: 11 }, (_, index) => sha256(utf8(`leaf ${String(index)}`)));
  const noteAt = (size: number): string =>
    reference.checkpoint(log, size, reference.treeRoot(leaves.slice(0, size)));
  const origin = `evidence-vault/log/${reference.logId(log).toString('hex')}`;
  return {
    source: 'tests/unit/ledger/make-witness-vectors.ts',
    witness: {
      name,
      seed: witness.seed.toString('hex'),
      verifierKey: verifierKey(name, 4, witness.publicKey),
    },
    log: {
      id: reference.logId(log).toString('hex'),
      publicKey: log.publicKey.toString('hex'),
      verifierKey: verifierKey(origin, 1, log.publicKey),
    },
    cosignatures: [0, 1, 8, 11].map((size, position) => {
      const time = 1_790_000_000 + position * 3_600;
      return { size, time, note: noteAt(size), line: cosignature(noteAt(size), time) };
    }),
    requests: (
      [
        [0, 3],
        [3, 3],
        [3, 8],
        [8, 11],
        [7, 11],
      ] as const
    ).map(([oldSize, size]) => {
      const proof =
        oldSize === 0 || oldSize === size
          ? []
          : reference.treeSubproof(oldSize, leaves.slice(0, size)).map((hash) => hash.toString('base64'));
      return {
        oldSize,
        size,
        oldRoot: reference.treeRoot(leaves.slice(0, oldSize)).toString('hex'),
        body: [`old ${String(oldSize)}`, ...proof, '', noteAt(size)].join('\n'),
      };
    }),
  };
}

export const witnessVectorFile = new URL('../../vectors/witness/cosignature-1.json', import.meta.url);

if (import.meta.main) {
  mkdirSync(dirname(fileURLToPath(witnessVectorFile)), { recursive: true });
  writeFileSync(witnessVectorFile, `${JSON.stringify(makeWitnessVectors(), null, 2)}\n`);
}
