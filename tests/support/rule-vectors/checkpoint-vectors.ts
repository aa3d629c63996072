import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { checkpointPath, folders, paths } from '../../../src/bundle/layout.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { checkpointOrigin, signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { signNote } from '../../../src/ledger/signed-note.ts';
import { otherHistory } from '../bundle/stamped-vault.ts';
import { replaceIn, textIn } from '../bundle/rezip.ts';
import { rename, takeOver } from '../bundle/tamper-edits.ts';
import { at, editLedger, resealed, type Edit } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf, plainVault, SeenVault } from './worlds.ts';

const stranger = createKeyPair(new Uint8Array(32).fill(77));
/** Checkpoints and anchors. */
export async function addCheckpointVectors(set: VectorSet, good: string, dated: string): Promise<void> {
  const bundle = set.bytes(good);
  const { root, log } = plainVault();
  const seal = (edit: Edit) => () => resealed(bundle, root, edit);
  const note = checkpointPath(log.id);

  const checkpoints = new RuleGroup(set, 'checkpoint', { file: good });
  await checkpoints.broken(
    'EV-070',
    'log-id-mismatch',
    'The log is named otherwise than its key says.',
    seal((files) => {
      const other = '0'.repeat(32);
      editLedger(files, ({ logs: [one] }) =>
        Object.assign(one ?? {}, { log: other, checkpoint: checkpointPath(other) }),
      );
      files.set(paths.bundle, utf8(textIn(files, paths.bundle).replaceAll(log.id, other)));
      for (const path of files.keys())
        if (path.startsWith(folders.records)) replaceIn(files, path, log.id, other);
      rename(files, note, checkpointPath(other));
    }),
  );
  await checkpoints.broken(
    'EV-071',
    'log-other-vault',
    'Another vault signed the bundle; the log is certified by the one that it is of.',
    () => resealed(bundle, stranger, takeOver),
  );
  await checkpoints.broken(
    'EV-072',
    'file-removed',
    'The checkpoint is neither listed nor there.',
    seal((files) => files.delete(note)),
  );
  await checkpoints.broken(
    'EV-073',
    'checkpoint-malformed',
    'The checkpoint’s size is written with a zero in front.',
    seal((files) => {
      const [origin = '', size = '', hash = ''] = textIn(files, note).split('\n');
      files.set(
        note,
        utf8(signNote(`${origin}\n0${size}\n${hash}\n`, origin, log.keys.seed, log.keys.publicKey)),
      );
    }),
  );
  await checkpoints.broken(
    'EV-074',
    'checkpoint-wrong',
    'Another key signed the checkpoint in the log’s name.',
    seal((files) => {
      const [origin = '', ...rest] = textIn(files, note).split('\n\n')[0]?.split('\n') ?? [];
      files.set(
        note,
        utf8(signNote([origin, ...rest, ''].join('\n'), origin, stranger.seed, stranger.publicKey)),
      );
    }),
  );
  await checkpoints.other(
    'EV-074',
    { verdict: 'fail', check: 'checkpoint', result: 'fail', code: 'checkpoint-wrong' },
    'The log’s key signed a checkpoint of another origin.',
    seal((files) => {
      const body = textIn(files, note).split('\n\n')[0] ?? '';
      const other = checkpointOrigin('0'.repeat(32));
      files.set(
        note,
        utf8(
          signNote(
            `${body.replace(checkpointOrigin(log.id), other)}\n`,
            other,
            log.keys.seed,
            log.keys.publicKey,
          ),
        ),
      );
    }),
  );
  await checkpoints.broken(
    'EV-075',
    'checkpoint-size-differs',
    'ledger.json says one entry more than the checkpoint.',
    seal((files) =>
      editLedger(files, ({ logs }) => {
        at(logs, 0).size += 1;
      }),
    ),
  );

  const anchors = new RuleGroup(set, 'history', { file: dated });
  const anchored = (edit: (anchor: { size: number; note: string; proof: string[] }) => void) => async () => {
    // One that no token needs.
    const world = new SeenVault();
    world.anchors.set(1, world.note);
    const whole = await world.capture('i-essay').stamped().bundle();
    return resealed(whole, root, (files) =>
      editLedger(files, ({ logs }) => edit(at(at(logs, 0).anchors, 0))),
    );
  };
  const { log: seen } = new SeenVault().vault;
  await anchors.broken(
    'EV-093',
    'anchor-malformed',
    'An anchor’s note has a second signature.',
    anchored((anchor) => {
      const [text = ''] = anchor.note.split('\n\n');
      const [, line = ''] = signNote(
        `${text}\n`,
        'somebody.example',
        stranger.seed,
        stranger.publicKey,
      ).split('\n\n');
      anchor.note += line;
    }),
  );
  await anchors.broken(
    'EV-094',
    'anchor-wrong',
    'Another key signed an anchor in the log’s name.',
    anchored((anchor) => {
      const [text = ''] = anchor.note.split('\n\n');
      anchor.note = signNote(`${text}\n`, checkpointOrigin(seen.id), stranger.seed, stranger.publicKey);
    }),
  );
  await anchors.broken(
    'EV-095',
    'anchor-not-in-history',
    'The consistency proof of an anchor is another’s.',
    anchored((anchor) => {
      anchor.proof = anchor.proof.map(() => encodeBase64(new Uint8Array(32)));
    }),
  );
  await anchors.other(
    'EV-095',
    { verdict: 'fail', check: 'history', result: 'fail', code: 'anchor-not-in-history' },
    'The log’s key signed another beginning of its history.',
    anchored((anchor) => {
      anchor.note = signCheckpoint({
        log: seen.id,
        ...seen.keys,
        size: anchor.size,
        root: new Uint8Array(32).fill(7),
      });
    }),
  );
  await anchors.broken(
    'EV-096',
    'history-forked',
    'The log’s key signed another tree of the checkpoint’s size.',
    async () => {
      const world = new SeenVault().capture('i-essay').stamped();
      const input = world.input();
      const { tree } = world.vault.log;
      const fork = otherHistory({ size: tree.size, note: '', proof: [] }, world.vault);
      return bundleOf(world.vault, {
        ...input,
        logs: input.logs.map((one) => ({ ...one, anchors: [...(one.anchors ?? []), fork] })),
      });
    },
  );
  await anchors.broken(
    'EV-097',
    'history-forked',
    'A stamp is of another tree that the log’s key signed, of an anchor’s size.',
    () => {
      const world = new SeenVault().capture('i-essay').stamped();
      const [first] = world.input().logs[0]?.anchors ?? [];
      if (first === undefined) throw new Error('no anchor');
      const { note: other } = otherHistory(first, world.vault);
      world.stamped({
        message: utf8(other),
        changes: { size: first.size, note: other, root: '07'.repeat(32) },
      });
      return world.bundle();
    },
  );
}
