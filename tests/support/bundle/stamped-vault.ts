import { encodeBase64, encodeHex, utf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { LogAnchor } from '../../../src/bundle/ledger-document.ts';
import { signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { emptyPolicy, type Policy } from '../../../src/verify/policy.ts';
import { imprintOf, makeToken, type TokenChoices } from '../timestamps/made-token.ts';
import { makeBundle } from './make-bundle.ts';
import { SmallVault } from './small-vault.ts';

/** When the entries of a `SmallVault` say that they were made; the token is of an hour later. */
const stampedAt = new Date('2026-11-20T11:15:30.000Z');

/** What of a stamped vault departs from the honest one. */
export interface StampedChoices {
  readonly token?: TokenChoices;
  /** Stamps the note in place of a test's own authority. */
  readonly stamp?: (note: Uint8Array) => Promise<{ readonly token: Uint8Array; readonly root: Uint8Array }>;
  /** Other bytes than the note are stamped. */
  readonly message?: Uint8Array;
  readonly entry?: (entry: JsonObject) => JsonObject;
  readonly anchors?: (anchors: readonly LogAnchor[], vault: SmallVault) => readonly LogAnchor[];
  /** What comes into the history before the stamp. */
  readonly earlier?: (vault: SmallVault) => void;
  /** What comes into the history after the stamp. */
  readonly later?: (vault: SmallVault) => void;
  /** True for fields of the stamp that stay closed. */
  readonly closes?: (name: string) => boolean;
}

/** A bundle of one item, whose state was stamped before another item came, and the policy that trusts the token's root. */
export async function stampedBundle(
  choices: StampedChoices = {},
): Promise<{ readonly bundle: Uint8Array; readonly policy: Policy; readonly vault: SmallVault }> {
  const vault = new SmallVault();
  vault.capture({
    item: 'i-file-1',
    kind: 'document',
    name: 'essay',
    record: { name: 'essay', role: 'file' },
  });
  choices.earlier?.(vault);
  const { log } = vault;
  const [note, size, root] = [log.checkpoint, log.tree.size, log.tree.root()];
  const made =
    (await choices.stamp?.(utf8(note))) ??
    makeToken({
      ...choices.token,
      tstInfo: {
        imprint: imprintOf(choices.message ?? utf8(note)),
        time: stampedAt,
        ...choices.token?.tstInfo,
      },
    });
  const entry = {
    kind: 'checkpoint-stamped',
    at: stampedAt.toISOString(),
    ...{ log: log.id, size, root: encodeHex(root), note },
    authority: 'http://authority.example/',
    token: encodeBase64(made.token),
  };
  const place = log.append(choices.entry?.(entry) ?? entry);
  choices.later?.(vault);
  const anchors = [{ size, note, proof: log.tree.consistencyProof(size) }];
  const input = vault.input();
  const bundle = await makeBundle(vault, {
    ...input,
    logs: input.logs.map((one) => ({ ...one, anchors: choices.anchors?.(anchors, vault) ?? anchors })),
    entries: input.entries.map((one) =>
      one.index === place && choices.closes !== undefined
        ? { ...one, discloses: (name) => choices.closes?.(name) !== true }
        : one,
    ),
  });
  const authorities = [{ name: 'Test root', certificate: encodeBase64(made.root) }];
  return { bundle, policy: { ...emptyPolicy, authorities }, vault };
}

/** The same anchor, of a history that this log's key signed and that never was. */
export function otherHistory(anchor: LogAnchor, { log }: SmallVault): LogAnchor {
  const root = new Uint8Array(32).fill(7);
  return { ...anchor, note: signCheckpoint({ log: log.id, ...log.keys, size: anchor.size, root }) };
}
