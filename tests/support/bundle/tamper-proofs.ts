import { encodeBase64, encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { sign } from '../../../src/crypto/sign.ts';
import { certifyLog } from '../../../src/ledger/log-identity.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import { bytesIn, remakeManifests, remakeTagManifests, replaceIn, textIn } from './rezip.ts';
import {
  edited,
  flipFirstByte,
  gradeRecord,
  rename,
  report1,
  resigned,
  stranger,
  takeOver,
  type Tampering,
} from './tamper-edits.ts';

/** Changes to signature and history, many of them signed again, and to the zip as a whole. */
export const tamperedProofs: readonly Tampering[] = [
  {
    name: 'a signature by another key',
    rule: 'S2',
    check: 'signature',
    code: 'signature-wrong',
    file: paths.signature,
    make: edited((files) => remakeTagManifests(files, stranger)),
  },
  {
    name: 'a second signature by another key',
    rule: 'S2',
    check: 'signature',
    code: 'signature-wrong',
    file: 'signatures/other.ed25519',
    make: edited((files) =>
      files.set(
        'signatures/other.ed25519',
        sign(stranger.seed, stranger.publicKey, bytesIn(files, paths.tagManifest256)),
      ),
    ),
  },
  {
    name: 'a signature cut short',
    rule: 'S1',
    check: 'signature',
    code: 'signature-malformed',
    file: paths.signature,
    make: edited((files) => files.set(paths.signature, bytesIn(files, paths.signature).slice(1))),
  },
  {
    name: 'a key that is not the vault id’s',
    rule: 'S3',
    check: 'signature',
    code: 'vault-id-mismatch',
    make: edited((files, vault) => {
      takeOver(files);
      replaceIn(files, paths.bundle, vaultIdOf(hashes, stranger.publicKey), vault.id);
      remakeManifests(files, stranger);
    }),
  },
  {
    name: 'a manifest signed by another key than the checkpoint’s',
    rule: 'H2',
    check: 'checkpoint',
    code: 'log-other-vault',
    make: edited((files) => {
      takeOver(files);
      remakeManifests(files, stranger);
    }),
  },
  {
    name: 'a certificate by the stranger over a checkpoint that is not theirs',
    rule: 'H5',
    check: 'history',
    code: 'entry-not-in-history',
    make: edited((files, vault) => {
      takeOver(files);
      const { log } = vault;
      const certificate = certifyLog(
        stranger.seed,
        stranger.publicKey,
        vaultIdOf(hashes, stranger.publicKey),
        log.keys.publicKey,
      );
      const ledger = textIn(files, paths.ledger).replace(
        /"certificate":"[^"]+"/,
        `"certificate":"${encodeBase64(certificate)}"`,
      );
      files.set(paths.ledger, utf8(ledger.replace('\\"Refer\\"', '\\"Merit\\"')));
      remakeManifests(files, stranger);
    }),
  },
  {
    name: 'a grade in the history',
    rule: 'H5',
    check: 'history',
    code: 'entry-not-in-history',
    make: resigned((files) => replaceIn(files, paths.ledger, '\\"Refer\\"', '\\"Merit\\"')),
  },
  {
    name: 'a grade in the record',
    rule: 'H10',
    check: 'history',
    code: 'record-differs',
    file: gradeRecord,
    make: resigned((files) => replaceIn(files, gradeRecord, 'Refer', 'Merit')),
  },
  {
    name: 'a record with a duplicate name',
    rule: 'H10',
    check: 'history',
    code: 'record-differs',
    file: gradeRecord,
    make: resigned((files) =>
      replaceIn(files, gradeRecord, '"said": "Refer"', '"said": "Merit", "said": "Refer"'),
    ),
  },
  {
    name: 'a file replaced and signed again',
    rule: 'H9',
    check: 'history',
    code: 'content-differs',
    make: resigned((files) => {
      flipFirstByte(files, report1);
      replaceIn(
        files,
        paths.bundle,
        encodeHex(hashes.sha256(utf8('%PDF-1.7 report of attempt 1'))),
        encodeHex(hashes.sha256(bytesIn(files, report1))),
      );
    }),
  },
  {
    name: 'a file that no record tells of',
    rule: 'H10',
    check: 'history',
    code: 'file-unexplained',
    file: 'data/evidence/extra.pdf',
    make: resigned((files) => {
      files.set('data/evidence/extra.pdf', utf8('extra'));
      const total = [...files].filter(([path]) => path.startsWith('data/'));
      files.set(
        paths.bagInfo,
        utf8(
          textIn(files, paths.bagInfo).replace(
            /Oxum: .*/,
            `Oxum: ${total.reduce((sum, [, bytes]) => sum + bytes.length, 0)}.${total.length}`,
          ),
        ),
      );
    }),
  },
  {
    name: 'a wrong total',
    rule: 'P3',
    check: 'integrity',
    code: 'size-total-differs',
    file: paths.bagInfo,
    make: resigned((files) =>
      files.set(paths.bagInfo, utf8(textIn(files, paths.bagInfo).replace(/Oxum: \d+/, 'Oxum: 1'))),
    ),
  },
  {
    name: 'a row of another name',
    rule: 'H8',
    check: 'history',
    code: 'row-differs',
    make: resigned((files) => replaceIn(files, paths.bundle, '"name": "Grade"', '"name": "Best grade"')),
  },
  {
    name: 'a checkpoint by another key',
    rule: 'H3',
    check: 'checkpoint',
    code: 'checkpoint-wrong',
    make: resigned((files, vault) => {
      const path = `evidence-vault/checkpoints/${vault.log.id}.txt`;
      files.set(
        path,
        utf8(
          textIn(files, path).replace(
            /(— \S+ \S{20})(.)/u,
            (_, start: string, next: string) => start + (next === 'A' ? 'B' : 'A'),
          ),
        ),
      );
    }),
  },
  {
    name: 'a checkpoint that is none',
    rule: 'H3',
    check: 'checkpoint',
    code: 'checkpoint-malformed',
    make: resigned((files, vault) =>
      files.set(`evidence-vault/checkpoints/${vault.log.id}.txt`, utf8('nothing\n')),
    ),
  },
  {
    name: 'a checkpoint taken out',
    rule: 'H3',
    check: 'checkpoint',
    code: 'file-removed',
    make: resigned((files, vault) => files.delete(`evidence-vault/checkpoints/${vault.log.id}.txt`)),
  },
  {
    name: 'a longer history than was signed',
    rule: 'H4',
    check: 'checkpoint',
    code: 'checkpoint-size-differs',
    make: resigned((files, vault) =>
      replaceIn(
        files,
        paths.ledger,
        `"size":${vault.log.entries.length}`,
        `"size":${vault.log.entries.length + 1}`,
      ),
    ),
  },
  {
    name: 'a log under another id',
    rule: 'H1',
    check: 'checkpoint',
    code: 'log-id-mismatch',
    make: resigned((files, vault) => {
      const other = '0'.repeat(32);
      files.set(paths.ledger, utf8(textIn(files, paths.ledger).replaceAll(vault.log.id, other)));
      rename(
        files,
        `evidence-vault/checkpoints/${vault.log.id}.txt`,
        `evidence-vault/checkpoints/${other}.txt`,
      );
    }),
  },
  {
    name: 'the end cut off',
    rule: 'Z1',
    check: 'zip',
    code: 'zip-truncated',
    make: (bundle) => bundle.subarray(0, bundle.length - 100),
  },
  {
    name: 'half of it',
    rule: 'Z1',
    check: 'zip',
    code: 'zip-truncated',
    make: (bundle) => bundle.subarray(0, bundle.length / 2),
  },
  {
    name: 'something behind it',
    rule: 'Z1',
    check: 'zip',
    code: 'zip-trailing-data',
    make: (bundle) => new Uint8Array([...bundle, 0]),
  },
  {
    name: 'something in front of it',
    rule: 'Z4',
    check: 'zip',
    code: 'zip-prefix',
    make: (bundle) => new Uint8Array([0, ...bundle]),
  },
];
