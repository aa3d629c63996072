import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { checkpointPath, folders, paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { encodeFields } from '../../../src/ledger/entry.ts';
import { bytesIn, replaceIn, textIn, type Files } from '../bundle/rezip.ts';
import { at, editDocument, editLedger, fieldOf, resealed, type Edit } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf, plainVault } from './worlds.ts';

const essay = 'data/evidence/essay.txt';
const essayRecord = 'data/records/i-essay-document-version-1.json';
/** Places of entries in the good bundle's log. */
const [profile, essayAt] = [1, 2];

/** Entries, rows and records. */
export async function addHistoryVectors(set: VectorSet, good: string): Promise<void> {
  const bundle = set.bytes(good);
  const { root, log } = plainVault();
  const seal = (edit: Edit) => () => resealed(bundle, root, edit);
  const note = checkpointPath(log.id);

  const history = new RuleGroup(set, 'history', { file: good });
  const inEntry = (
    place: number,
    edit: (fields: ReturnType<typeof fieldOf>[], entry: { proof: string[] }) => void,
  ) =>
    seal((files) =>
      editLedger(files, ({ logs }) => {
        const entry = at(at(logs, 0).entries, place);
        edit(entry.fields, entry);
      }),
    );
  const named = (fields: ReturnType<typeof fieldOf>[], name: string) =>
    fieldOf({ index: 0, fields, proof: [] }, name);
  await history.broken(
    'EV-076',
    'entry-not-in-history',
    'A closed field has another commitment than its leaf.',
    inEntry(essayAt, (fields) => {
      named(fields, 'text').commitment = encodeBase64(new Uint8Array(32));
    }),
  );
  await history.broken(
    'EV-077',
    'entry-not-in-history',
    'A salt is another.',
    inEntry(essayAt, (fields) => {
      named(fields, 'at').salt = encodeBase64(new Uint8Array(32));
    }),
  );
  await history.broken(
    'EV-078',
    'entry-not-in-history',
    'The two lowest hashes of a proof stand the other way round.',
    inEntry(essayAt, (_, entry) => {
      entry.proof.reverse();
    }),
  );
  await history.other(
    'EV-078',
    { verdict: 'fail', check: 'history', result: 'fail', code: 'entry-not-in-history' },
    'A proof has a hash too many.',
    inEntry(essayAt, (_, entry) => {
      entry.proof.push(encodeBase64(new Uint8Array(32)));
    }),
  );
  await history.broken(
    'EV-079',
    'entry-not-in-history',
    'A closed field has another name.',
    seal((files) => {
      editLedger(files, ({ logs }) => {
        fieldOf(at(at(logs, 0).entries, essayAt), 'text').name = 'texts';
      });
      replaceIn(files, essayRecord, '"text"', '"texts"');
    }),
  );
  await history.broken(
    'EV-080',
    'entry-malformed',
    'A value was committed to with blanks, as no canonical JSON has them.',
    async () => {
      const vault = plainVault();
      const last = vault.log.entries.length;
      vault.state('n-000000001', 'note', { text: 'one' });
      const fields = at(vault.log.entries, last).fields.map((field) =>
        field.name === 'record.text' ? { ...field, value: utf8(' "one"') } : field,
      );
      const made = await bundleOf(vault);
      const broken = encodeFields(hashes, fields);
      vault.log.entries[last] = broken;
      const { tree, checkpoint } = vault.log;
      return resealed(made, root, (files) => {
        files.set(note, utf8(checkpoint));
        editLedger(files, ({ logs }) => {
          const { entries } = at(logs, 0);
          for (const [place, entry] of entries.entries())
            entry.proof = tree.inclusionProof(place).map(encodeBase64);
          fieldOf(at(entries, last), 'record.text').value = ' "one"';
        });
        dropStatement(files, 1);
      });
    },
  );
  await history.broken(
    'EV-081',
    'entry-malformed',
    'The field kind stays closed.',
    seal((files) => {
      editLedger(files, ({ logs }) => {
        const field = fieldOf(at(at(logs, 0).entries, profile), 'kind');
        field.commitment = encodeBase64(commitmentIn(field));
        delete field.salt;
        delete field.value;
      });
      dropStatement(files, 0);
    }),
  );
  await history.broken(
    'EV-082',
    'entry-unlisted',
    'An entry has no row.',
    seal((files) => dropStatement(files, 0)),
  );
  await history.broken(
    'EV-083',
    'entry-listed-twice',
    'An entry has two rows.',
    seal((files) => copyStatement(files, {})),
  );
  await history.broken(
    'EV-084',
    'row-without-entry',
    'A row is of an entry that is not here.',
    seal((files) => copyStatement(files, { index: 99 })),
  );
  await history.broken(
    'EV-085',
    'row-differs',
    'A row has another name than its entry.',
    seal((files) => replaceIn(files, paths.bundle, '"name": "essay.txt"', '"name": "Distinction.txt"')),
  );
  await history.broken(
    'EV-086',
    'row-differs',
    'A row stands in the list of another kind.',
    seal((files) =>
      editDocument(files, ({ statements, others }) => {
        others.push(at(statements, 0));
        statements.pop();
      }),
    ),
  );
  await history.broken(
    'EV-087',
    'content-differs',
    'A row says another size of its file than its entry.',
    seal((files) => replaceIn(files, paths.bundle, '"size": 25', '"size": 26')),
  );
  await history.other(
    'EV-087',
    { verdict: 'fail', check: 'history', result: 'fail', code: 'content-differs' },
    'An evidence file is another, everywhere but in the history.',
    seal((files) => {
      const before = bytesIn(files, essay);
      const after = before.map((byte, place) => (place === 0 ? byte ^ 1 : byte));
      files.set(essay, after);
      replaceIn(files, paths.bundle, hex(before), hex(after));
    }),
  );
  await history.broken(
    'EV-088',
    'record-differs',
    'A record file says another name than its entry.',
    seal((files) => replaceIn(files, essayRecord, '"name": "essay.txt"', '"name": "Merit.txt"')),
  );
  await history.other(
    'EV-088',
    { verdict: 'fail', check: 'history', result: 'fail', code: 'record-differs' },
    'A record file has a name twice, one of them true.',
    seal((files) => replaceIn(files, essayRecord, '"notShown":', '"notShown": [], "notShown":')),
  );
  await history.broken(
    'EV-089',
    'record-shared',
    'Two rows name one record file.',
    seal((files) => {
      editDocument(files, ({ items }) => {
        const second = at(items, 1);
        files.delete(second.record);
        second.record = at(items, 0).record;
      });
    }),
  );
  await history.broken(
    'EV-090',
    'file-unexplained',
    'A file is listed and signed that no row names.',
    seal((files) => files.set('data/evidence/extra.txt', utf8('extra'))),
  );
  await history.broken(
    'EV-091',
    'practice-mark-differs',
    'The history says practice, and the bundle does not.',
    async () =>
      resealed(await bundleOf(plainVault(true)), root, (files) => {
        replaceIn(files, paths.bundle, '"practice": true', '"practice": false');
        files.set(
          paths.bagInfo,
          utf8(textIn(files, paths.bagInfo).replace(/Internal-Sender-Description: .*\n/u, '')),
        );
      }),
  );
  history.keeps('EV-092', 'What is of a known kind is judged.', { item: { id: 'i-essay', result: 'pass' } });
  await history.other(
    'EV-092',
    {
      verdict: 'incomplete',
      check: 'history',
      result: 'pass',
      item: { id: 'x-000000001', result: 'not-checked', code: 'kind-unknown' },
    },
    'A record is of a kind that no version knows.',
    () => {
      const vault = plainVault();
      vault.state('x-000000001', 'horoscope', { sign: 'Libra' });
      return bundleOf(vault);
    },
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(hashes.sha256(bytes)).toString('hex');
}

function commitmentIn(field: {
  name: string;
  salt?: string | undefined;
  value?: string | undefined;
}): Uint8Array {
  const name = utf8(field.name);
  const length = Uint8Array.of(name.length);
  const pieces = [
    utf8('evidence-vault field v1\0'),
    length,
    name,
    Buffer.from(field.salt ?? '', 'base64'),
    utf8(field.value ?? ''),
  ];
  return hashes.sha256(new Uint8Array(Buffer.concat(pieces)));
}

/** Takes a statement's row and record file out. */
function dropStatement(files: Files, place: number): void {
  editDocument(files, ({ statements }) => {
    const [dropped] = statements.splice(place, 1);
    if (dropped === undefined || !files.delete(dropped.record)) throw new Error('no such statement');
  });
}

/** A statement's row once more, with a record file of its own. */
function copyStatement(files: Files, changes: { readonly index?: number }): void {
  editDocument(files, ({ statements }) => {
    const row = at(statements, 0);
    const record = `${folders.records}copy.json`;
    files.set(record, bytesIn(files, row.record));
    statements.push({ ...row, entry: { ...row.entry, ...changes }, record });
  });
}
