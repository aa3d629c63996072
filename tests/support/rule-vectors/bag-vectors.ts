import { encodeBase64, encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { encodeRootKeyPem } from '../../../src/bundle/root-key-pem.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair, sign } from '../../../src/crypto/sign.ts';
import { certifyLog } from '../../../src/ledger/log-identity.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import {
  bytesIn,
  remakeTagManifests,
  replaceIn,
  textIn,
  unzipFiles,
  zipFiles,
  zipTree,
} from '../bundle/rezip.ts';
import { swapLines, takeOver } from '../bundle/tamper-edits.ts';
import { at, edited, editLedger, recount, resealed, resigned, type Edit } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { plainVault } from './worlds.ts';

const essay = 'data/evidence/essay.txt';
const photo = 'data/evidence/photo.txt';
const records = [
  'data/records/i-essay-document-version-1.json',
  'data/records/i-photo-document-version-1.json',
] as const;
const stranger = createKeyPair(new Uint8Array(32).fill(77));

/** Layout, payload, tag files and signature of the good bundle. */
export async function addBagVectors(set: VectorSet, good: string, dated: string): Promise<void> {
  const bundle = set.bytes(good);
  const { root, id, log } = plainVault();
  const seal = (edit: Edit) => () => resealed(bundle, root, edit);
  const relist = (edit: Edit) => () => resigned(bundle, root, edit);
  const change = (edit: Edit) => () => edited(bundle, edit);
  const flip: Edit = (files) =>
    files.set(
      essay,
      bytesIn(files, essay).map((byte, place) => (place === 0 ? byte ^ 1 : byte)),
    );

  const otherApp: Edit = (files) =>
    replaceIn(files, paths.bundle, '"app": "evidence-vault/0.1.0"', '"app": "evidence-vault/0.1.1"');

  const layout = new RuleGroup(set, 'layout', { file: good });
  await layout.broken('EV-032', 'base-folder-wrong', 'One file lies beside the folder.', async () => {
    const { base, files } = await unzipFiles(bundle);
    return zipTree(
      [...files].map(([path, bytes]) => [path === paths.bagit ? `beside/${path}` : `${base}/${path}`, bytes]),
    );
  });
  await layout.broken(
    'EV-033',
    'base-folder-wrong',
    'The folder has another name than the bundle’s.',
    async () => zipFiles('evidence-vault-b-9999999999', (await unzipFiles(bundle)).files),
  );
  await layout.broken(
    'EV-034',
    'file-missing',
    'There is no signature.',
    change((files) => files.delete(paths.signature)),
  );
  await layout.broken(
    'EV-035',
    'bag-malformed',
    'The declaration ends in an empty line.',
    seal((files) => files.set(paths.bagit, utf8(`${textIn(files, paths.bagit)}\n`))),
  );
  await layout.broken(
    'EV-036',
    'bag-malformed',
    'A label comes twice.',
    seal((files) =>
      files.set(paths.bagInfo, utf8(`${textIn(files, paths.bagInfo)}Bag-Software-Agent: another\n`)),
    ),
  );
  await layout.broken(
    'EV-037',
    'bag-info-differs',
    'The identifier is another bundle’s.',
    seal((files) => replaceIn(files, paths.bagInfo, 'Identifier: b-0', 'Identifier: b-1')),
  );
  const differs = { verdict: 'fail', check: 'layout', result: 'fail', code: 'bag-info-differs' } as const;
  await layout.other(
    'EV-037',
    differs,
    'The day is another than that of madeAt.',
    seal((files) => replaceIn(files, paths.bagInfo, '2026-11-21', '2026-11-20')),
  );
  await layout.other(
    'EV-037',
    differs,
    'The info says practice, and the bundle does not.',
    seal((files) =>
      files.set(
        paths.bagInfo,
        utf8(`${textIn(files, paths.bagInfo)}Internal-Sender-Description: PRACTICE\n`),
      ),
    ),
  );
  await layout.broken(
    'EV-181',
    'manifest-incomplete',
    'A file is left to be fetched, and the tag manifests name the list of such files.',
    seal((files) =>
      files.set('fetch.txt', utf8('https://college.example/essay.txt 24 data/evidence/essay.txt\n')),
    ),
  );
  const shout: Edit = (files) => {
    const lines = textIn(files, paths.manifest256);
    files.set(paths.manifest256, utf8(lines.slice(0, 64).toUpperCase() + lines.slice(64)));
  };
  await layout.broken('EV-038', 'manifest-malformed', 'A digest is in capitals.', relist(shout));
  await layout.broken(
    'EV-039',
    'manifest-malformed',
    'Two lines stand in another order.',
    relist((files) => {
      const [first = '', second = '', ...rest] = textIn(files, paths.manifest256).split('\n');
      files.set(paths.manifest256, utf8([second, first, ...rest].join('\n')));
    }),
  );
  const withoutLine =
    (manifest: string, path: string): Edit =>
    (files) => {
      const lines = textIn(files, manifest).split('\n');
      files.set(manifest, utf8(lines.filter((line) => !line.endsWith(`  ${path}`)).join('\n')));
    };
  await layout.broken(
    'EV-040',
    'manifests-differ',
    'One payload manifest leaves out a file.',
    relist(withoutLine(paths.manifest512, essay)),
  );
  await layout.broken(
    'EV-041',
    'manifest-incomplete',
    'Neither payload manifest names the page.',
    relist((files, base) => {
      withoutLine(paths.manifest256, paths.page)(files, base);
      withoutLine(paths.manifest512, paths.page)(files, base);
    }),
  );
  const signAsIs: Edit = (files) =>
    files.set(paths.signature, sign(root.seed, root.publicKey, bytesIn(files, paths.tagManifest256)));
  await layout.broken(
    'EV-042',
    'manifests-differ',
    'One tag manifest leaves out a file.',
    change(withoutLine(paths.tagManifest512, paths.rootKey)),
  );
  await layout.broken(
    'EV-043',
    'manifest-incomplete',
    'Neither tag manifest names the ledger.',
    change((files, base) => {
      withoutLine(paths.tagManifest256, paths.ledger)(files, base);
      withoutLine(paths.tagManifest512, paths.ledger)(files, base);
      signAsIs(files, base);
    }),
  );
  await layout.broken(
    'EV-044',
    'bundle-malformed',
    'A name comes twice in bundle.json.',
    seal((files) =>
      replaceIn(files, paths.bundle, '"practice": false', '"practice": true, "practice": false'),
    ),
  );
  await layout.broken(
    'EV-045',
    'bundle-malformed',
    'The time in bundle.json is none.',
    seal((files) =>
      replaceIn(files, paths.bundle, '"madeAt": "2026-11-21T09:30:00.000Z"', '"madeAt": "2026-11-21"'),
    ),
  );
  await layout.broken(
    'EV-046',
    'bundle-too-new',
    'bundle.json is of version 2.',
    seal((files) => replaceIn(files, paths.bundle, '"version": 1', '"version": 2')),
  );
  await layout.broken(
    'EV-047',
    'ledger-malformed',
    'ledger.json holds an integer beyond 2^53 - 1.',
    seal((files) => replaceIn(files, paths.ledger, '"size":', '"later":9007199254740993,"size":')),
  );
  await layout.broken(
    'EV-048',
    'ledger-malformed',
    'A log comes twice.',
    seal((files) => editLedger(files, ({ logs }) => logs.push(at(logs, 0)))),
  );
  await layout.broken(
    'EV-049',
    'ledger-malformed',
    'Entries stand in falling order.',
    seal((files) => editLedger(files, ({ logs }) => at(logs, 0).entries.reverse())),
  );
  layout.keeps('EV-050', 'Anchors rise, and none is beyond the size.', { file: dated });
  await layout.other(
    'EV-050',
    { verdict: 'fail', check: 'layout', result: 'fail', code: 'ledger-malformed' },
    'An anchor comes twice.',
    () =>
      resealed(set.bytes(dated), root, (files) =>
        editLedger(files, ({ logs: [log] }) => log?.anchors?.push(at(log.anchors, 0))),
      ),
  );
  await layout.broken(
    'EV-051',
    'ledger-malformed',
    'A salt has 31 bytes.',
    seal((files) =>
      editLedger(files, ({ logs }) => {
        const field = at(at(at(logs, 0).entries, 0).fields, 0);
        field.salt = Buffer.from(field.salt ?? '', 'base64')
          .subarray(1)
          .toString('base64');
      }),
    ),
  );
  await layout.broken(
    'EV-052',
    'key-file-differs',
    'root-key.pem is another key.',
    seal((files) => files.set(paths.rootKey, encodeRootKeyPem(stranger.publicKey))),
  );

  const payload = new RuleGroup(set, 'integrity', { file: good });
  await payload.broken('EV-053', 'payload-altered', 'One bit of an evidence file is another.', change(flip));
  await payload.broken(
    'EV-054',
    'files-swapped',
    'Two evidence files have each other’s content.',
    change((files) => {
      const [one, two] = [bytesIn(files, essay), bytesIn(files, photo)];
      files.set(essay, two);
      files.set(photo, one);
    }),
  );
  await payload.broken(
    'EV-055',
    'file-renamed',
    'An evidence file has another name.',
    change((files) => {
      files.set('data/evidence/diary.txt', bytesIn(files, essay));
      files.delete(essay);
    }),
  );
  await payload.broken(
    'EV-056',
    'file-removed',
    'An evidence file is gone.',
    relist((files) => {
      files.delete(essay);
      recount(files);
    }),
  );
  await payload.broken(
    'EV-057',
    'file-added',
    'There is a file that no manifest names.',
    relist((files) => {
      files.set('data/evidence/extra.txt', utf8('extra'));
      recount(files);
    }),
  );
  await payload.broken(
    'EV-058',
    'size-total-differs',
    'Payload-Oxum is wrong.',
    relist((files) =>
      files.set(paths.bagInfo, utf8(textIn(files, paths.bagInfo).replace(/Oxum: \d+/u, 'Oxum: 1'))),
    ),
  );
  const second: Edit = (files) => swapLines(files, paths.manifest512, ...records);
  payload.keeps('EV-059', 'The second digests are right.', { check: 'integrity-sha512', full: true });
  await payload.other(
    'EV-059',
    { verdict: 'fail', check: 'integrity-sha512', result: 'fail', code: 'sha512-differs' },
    'Two lines of manifest-sha512.txt have each other’s digest.',
    relist(second),
    { full: true },
  );
  await payload.broken(
    'EV-060',
    'manifest-altered',
    'The page and its line of manifest-sha256.txt were changed after that was signed.',
    change((files) => {
      const page = textIn(files, paths.page).replace('verifier', 'Verifier');
      const before = encodeHex(hashes.sha256(bytesIn(files, paths.page)));
      files.set(paths.page, utf8(page));
      replaceIn(files, paths.manifest256, before, encodeHex(hashes.sha256(utf8(page))));
    }),
  );

  const tags = new RuleGroup(set, 'tag-integrity', { file: good });
  await tags.broken(
    'EV-061',
    'tag-file-altered',
    'bundle.json was changed after it was signed.',
    change(otherApp),
  );
  await tags.broken(
    'EV-062',
    'manifest-altered',
    'manifest-sha512.txt was changed after it was signed.',
    change(second),
  );
  await tags.broken('EV-063', 'file-removed', 'A tag file is listed and signed, and not there.', async () => {
    const extra = 'evidence-vault/extra.json';
    const more = await resigned(bundle, root, (files) => files.set(extra, utf8('{}')));
    return edited(more, (files) => files.delete(extra));
  });
  await tags.broken(
    'EV-064',
    'file-added',
    'There is a tag file that no tag manifest names.',
    change((files) => files.set('fetch.txt', utf8(`https://example.org/ 1 ${essay}\n`))),
  );

  const signature = new RuleGroup(set, 'signature', { file: good });
  await signature.broken(
    'EV-065',
    'signature-malformed',
    'A signature has 63 bytes.',
    change((files) => files.set(paths.signature, bytesIn(files, paths.signature).slice(1))),
  );
  await signature.broken(
    'EV-066',
    'signature-wrong',
    'bundle.json was changed and the tag manifests made anew, not the signature.',
    change((files, base) => {
      otherApp(files, base);
      remakeTagManifests(files);
    }),
  );
  await signature.broken(
    'EV-067',
    'signature-wrong',
    'The signature’s S is larger by the order of the group.',
    change((files) => files.set(paths.signature, plusOrder(bytesIn(files, paths.signature)))),
  );
  await signature.broken(
    'EV-068',
    'signature-wrong',
    'Beside the good signature there is one by another key.',
    change((files) =>
      files.set(
        'signatures/other.ed25519',
        sign(stranger.seed, stranger.publicKey, bytesIn(files, paths.tagManifest256)),
      ),
    ),
  );
  await signature.broken(
    'EV-069',
    'vault-id-mismatch',
    'The key is another’s, and the vault id is not its commitment.',
    () =>
      resealed(bundle, stranger, (files) => {
        takeOver(files);
        replaceIn(files, paths.bundle, vaultIdOf(hashes, stranger.publicKey), id);
        // The log is vouched for by that key and under that id.
        editLedger(files, ({ logs }) => {
          const certificate = certifyLog(stranger.seed, stranger.publicKey, id, log.keys.publicKey);
          at(logs, 0).certificate = encodeBase64(certificate);
        });
      }),
  );
}

const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The same signature to whoever does not look whether S is reduced (RFC 8032 section 5.1.7). */
function plusOrder(signature: Uint8Array): Uint8Array {
  let s = 0n;
  for (const byte of signature.slice(32).reverse()) s = (s << 8n) | BigInt(byte);
  s += order;
  const out = signature.slice();
  for (let place = 32; place < 64; place += 1) {
    out[place] = Number(s & 0xffn);
    s >>= 8n;
  }
  return out;
}
