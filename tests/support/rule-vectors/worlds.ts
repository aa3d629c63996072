import { encodeBase64, encodeHex, utf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { BundleInput } from '../../../src/bundle/bundle-input.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { cosign } from '../../../src/ledger/witness/cosignature.ts';
import { encodeVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { makeBundle } from '../bundle/make-bundle.ts';
import { SmallVault } from '../bundle/small-vault.ts';
import { imprintOf, makeToken, type TokenChoices } from '../timestamps/made-token.ts';
import { resealed, leaveOutPages } from './edits.ts';
import { authorityKeys } from './fixed-keys.ts';

/** When the entries of a `SmallVault` say that they were made: 2026-11-20T10:15:30.000Z. */
export const stampTime = '2026-11-20T11:15:30.000Z';
export const witnessTime = '2026-11-20T12:00:00.000Z';

/** A witness with a key that is always the same. */
export class VectorWitness {
  readonly name: string;
  readonly keys;

  constructor(name: string, seed: number) {
    this.name = name;
    this.keys = createKeyPair(new Uint8Array(32).fill(seed));
  }

  get key(): string {
    return encodeVerifierKey({ name: this.name, publicKey: this.keys.publicKey }, 'cosignature');
  }

  sign(note: string, time: string): string {
    return cosign({ name: this.name, ...this.keys }, note, Date.parse(time) / 1000);
  }
}

export const awards = new VectorWitness('awards.example/witness', 51);
export const college = new VectorWitness('college.example/witness', 52);

/** A bundle without pages of its own, signed by the vault. */
export async function bundleOf(vault: SmallVault, input: BundleInput = vault.input()): Promise<Uint8Array> {
  return resealed(await makeBundle(vault, input), vault.root, leaveOutPages);
}

/** One statement and two files. */
export function plainVault(practice = false): SmallVault {
  const vault = new SmallVault(1, practice);
  vault.state('e-profile001', 'profile', { name: 'Sam Taylor', candidateNumber: '4471' });
  for (const name of ['essay', 'photo'])
    vault.capture({
      item: `i-${name}`,
      kind: 'document',
      name: `${name}.txt`,
      bytes: utf8(`This is the ${name} of Sam.`),
      record: { name: `${name}.txt`, role: 'file' },
    });
  return vault;
}

export interface StampChoices {
  readonly time?: string;
  readonly token?: TokenChoices;
  /** Other bytes than the note are stamped. */
  readonly message?: Uint8Array;
  /** What of the entry is otherwise. */
  readonly changes?: JsonObject;
}

/** A vault of which authorities and witnesses see states as it grows. */
export class SeenVault {
  readonly vault = new SmallVault();
  readonly anchors = new Map<number, string>();

  capture(item: string): this {
    this.vault.capture({ item, kind: 'document', name: item, record: { name: item, role: 'file' } });
    return this;
  }

  get note(): string {
    return this.vault.log.checkpoint;
  }

  #seen(): JsonObject {
    const { log } = this.vault;
    const size = log.entries.length;
    this.anchors.set(size, this.note);
    return { log: log.id, size, root: encodeHex(log.tree.root()), note: this.note };
  }

  /** An authority stamps the log as it stands. */
  stamped({ time = stampTime, token = {}, message, changes = {} }: StampChoices = {}): this {
    const made = makeToken({
      ...token,
      keys: authorityKeys,
      tstInfo: {
        imprint: imprintOf(message ?? utf8(this.note)),
        time: new Date(time),
        ...token.tstInfo,
      },
    });
    this.vault.log.append({
      kind: 'checkpoint-stamped',
      at: time,
      ...this.#seen(),
      authority: 'http://authority.example/',
      token: encodeBase64(made.token),
      ...changes,
    });
    return this;
  }

  /** A witness signs the log as it stands. */
  cosigned(witness: VectorWitness, time = witnessTime, changes: JsonObject = {}): this {
    const { note } = this;
    this.vault.log.append({
      kind: 'checkpoint-cosigned',
      at: time,
      ...this.#seen(),
      witness: witness.name,
      key: witness.key,
      line: witness.sign(note, time),
      ...changes,
    });
    return this;
  }

  input(): BundleInput {
    const input = this.vault.input();
    const { tree } = this.vault.log;
    const anchors = [...this.anchors]
      .sort(([a], [b]) => a - b)
      .map(([size, note]) => ({ size, note, proof: tree.consistencyProof(size) }));
    return { ...input, logs: input.logs.map((log) => ({ ...log, anchors })) };
  }

  bundle(): Promise<Uint8Array> {
    return bundleOf(this.vault, this.input());
  }
}

/** The authority's root, which policies name. */
export function authorityRoot(): string {
  return encodeBase64(makeToken({ keys: authorityKeys }).root);
}
