import { describe, expect, it } from 'vitest';

import { encodeHex } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { LogAnchor } from '../../../src/bundle/ledger-document.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { cosign } from '../../../src/ledger/witness/cosignature.ts';
import { encodeVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { giveAnswers } from '../../../src/verify/answers.ts';
import { parsePolicy, type Policy, type PolicyWitness } from '../../../src/verify/policy.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import type { VerifyOptions } from '../../../src/verify/verify-bundle.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { otherHistory } from '../../support/bundle/stamped-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

class TestWitness {
  readonly keys = createKeyPair();
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  get key(): string {
    return encodeVerifierKey({ name: this.name, publicKey: this.keys.publicKey }, 'cosignature');
  }

  sign(note: string, time: string): string {
    return cosign({ name: this.name, ...this.keys }, note, Date.parse(time) / 1000);
  }
}

const awards = new TestWitness('awards.example/witness');
const college = new TestWitness('college.example/witness');

/** A vault whose states are cosigned as it grows; what an export would show of it. */
class WitnessedVault {
  readonly vault = new SmallVault();
  readonly #anchors = new Map<number, string>();

  capture(item: string): void {
    this.vault.capture({ item, kind: 'document', name: `${item}.txt`, record: { title: item } });
  }

  get note(): string {
    return this.vault.log.checkpoint;
  }

  /** The witness sees the log as it stands; `changes` say otherwise than it was. */
  cosigned(witness: TestWitness, time: string, changes: JsonObject = {}): void {
    const { log } = this.vault;
    const { note } = this;
    const size = log.entries.length;
    this.#anchors.set(size, note);
    log.append({
      kind: 'checkpoint-cosigned',
      at: '2026-11-20T10:16:00.000Z',
      log: log.id,
      size,
      root: encodeHex(log.tree.root()),
      note,
      witness: witness.name,
      key: witness.key,
      line: witness.sign(note, time),
      ...changes,
    });
  }

  anchors(): LogAnchor[] {
    const { tree } = this.vault.log;
    return [...this.#anchors]
      .sort(([a], [b]) => a - b)
      .map(([size, note]) => ({ size, note, proof: tree.consistencyProof(size) }));
  }

  async verify(
    witnesses: readonly (TestWitness | PolicyWitness)[],
    options: Partial<VerifyOptions> = {},
    anchors = this.anchors(),
  ): Promise<VerificationReport> {
    const input = this.vault.input();
    const bundle = await makeBundle(this.vault, {
      ...input,
      logs: input.logs.map((log) => ({ ...log, anchors })),
    });
    return verifyBytes(bundle, { policy: policyOf(witnesses), ...options });
  }
}

function policyOf(witnesses: readonly (TestWitness | PolicyWitness)[]): Policy {
  return parsePolicy({
    format: 'evidence-vault-policy',
    version: 1,
    witnesses: witnesses.map((one) => (one instanceof TestWitness ? trust(one) : one)),
  });
}

function trust(witness: TestWitness, when: Partial<PolicyWitness> = {}): PolicyWitness {
  return { name: `${witness.name} as I know it`, key: witness.key, ...when };
}

const noon = '2026-11-20T12:00:00.000Z';
const later = '2026-11-21T12:00:00.000Z';

function witnessed(): WitnessedVault {
  const world = new WitnessedVault();
  world.capture('i-essay');
  world.cosigned(awards, noon);
  return world;
}

const found = (report: VerificationReport) => {
  const { result, code, detail } = checkOf(report, 'witnesses');
  return { result, code, detail };
};

describe('witnesses of a bundle', () => {
  it('that the policy names are told with what they saw and when, and date what they saw', async () => {
    const report = await witnessed().verify([awards]);
    expect(report.ok).toBe(true);
    expect(found(report)).toEqual({
      result: 'pass',
      detail: `Seen by awards.example/witness as I know it on ${noon} (2 entries).`,
    });
    expect(checkOf(report, 'time').result).toBe('pass');
    expect(report.items[0]?.dated).toEqual({ by: noon, authority: 'awards.example/witness as I know it' });
    const [, history] = giveAnswers(report.checks);
    expect(history).toMatchObject({ outcome: 'pass' });
    expect(history?.sentences.join(' ')).toContain('Seen by awards.example/witness as I know it');
  });

  it('that nobody trusts prove nothing, and what was found is told', async () => {
    for (const trusted of [[], [college]]) {
      const report = await witnessed().verify(trusted);
      expect(report.ok).toBe(true);
      expect(found(report)).toMatchObject({ result: 'not-checked', code: 'witness-not-trusted' });
      expect(found(report).detail).toContain(`Found: awards.example/witness on ${noon}.`);
      expect(checkOf(report, 'time').result).toBe('not-checked');
      expect(report.items[0]?.dated).toBeUndefined();
    }
  });

  it('are not trusted for bearing a name that the policy names', async () => {
    const impostor = new TestWitness(awards.name);
    const report = await witnessed().verify([impostor]);
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'witness-not-trusted' });
  });

  it('are none where nobody signed', async () => {
    const world = new WitnessedVault();
    world.capture('i-essay');
    expect(found(await world.verify([awards]))).toMatchObject({
      result: 'not-checked',
      code: 'witness-none',
    });
  });

  it('that saw only some of the items are told, and those that came later stay open', async () => {
    const world = witnessed();
    world.capture('i-letter');
    const report = await world.verify([awards]);
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'witness-partly' });
    expect(found(report).detail).toContain('Seen by awards.example/witness');
    expect(report.items.map(({ dated }) => dated?.by)).toEqual([noon, undefined]);
    world.cosigned(college, later);
    expect(found(await world.verify([awards, college])).result).toBe('pass');
  });

  it('are believed only for the time that the policy says, and as of the time that is asked about', async () => {
    const world = witnessed();
    const codes = async (when: Partial<PolicyWitness>, options: Partial<VerifyOptions> = {}) =>
      found(await world.verify([trust(awards, when)], options)).code;
    expect(await codes({ from: '2026-11-21T00:00:00.000Z' })).toBe('witness-not-then');
    expect(await codes({ until: '2026-11-19T00:00:00.000Z' })).toBe('witness-not-then');
    expect(await codes({ compromisedFrom: '2026-11-19T00:00:00.000Z' })).toBe('witness-compromised');
    expect(await codes({}, { at: '2026-11-20T00:00:00.000Z' })).toBe('witness-later');
    expect(await codes({ from: '2026-11-20T00:00:00.000Z', until: later }, { at: later })).toBeUndefined();
  });

  it('whose key was lost later count only if another had seen their line before', async () => {
    const world = witnessed();
    const lost = trust(awards, { compromisedFrom: '2026-11-22T00:00:00.000Z' });
    expect(found(await world.verify([lost])).code).toBe('witness-compromised');
    world.cosigned(college, later);
    const report = await world.verify([lost, college]);
    expect(found(report).result).toBe('pass');
    expect(report.items[0]?.dated?.by).toBe(noon);
    const tooLate = trust(awards, { compromisedFrom: '2026-11-20T20:00:00.000Z' });
    expect((await world.verify([tooLate, college])).items[0]?.dated?.by).toBe(later);
  });
});

describe('a cosignature that does not hold fails', () => {
  const failing = async (world: WitnessedVault, check: 'witnesses' | 'history' | 'time' = 'witnesses') => {
    const report = await world.verify([awards, college]);
    expect(report.ok).toBe(false);
    const { result, findings = [] } = checkOf(report, check);
    expect(result).toBe('fail');
    return findings.map(({ code }) => code);
  };
  const with1 = (changes: (world: WitnessedVault) => JsonObject, witness = awards): WitnessedVault => {
    const world = new WitnessedVault();
    world.capture('i-essay');
    world.cosigned(witness, noon, changes(world));
    return world;
  };

  it('if its time was changed, whoever signed it', async () => {
    for (const witness of [awards, new TestWitness('nobody.example')]) {
      const back = with1(({ note }) => {
        const line = witness.sign(note, noon);
        const [dash = '', name = '', encoded = ''] = line.split(' ');
        const bytes = Buffer.from(encoded, 'base64');
        bytes.writeUInt32BE(bytes.readUInt32BE(8) - 86_400, 8);
        return { line: [dash, name, bytes.toString('base64')].join(' ') };
      }, witness);
      expect(await failing(back)).toEqual(['witness-signature-wrong']);
    }
  });

  it('if it is over another state of the history', async () => {
    const world = new WitnessedVault();
    const early = awards.sign(world.note, noon);
    world.capture('i-essay');
    world.cosigned(awards, noon, { line: early });
    expect(await failing(world)).toEqual(['witness-signature-wrong']);
  });

  it('if it cannot be read, or its key is not the one beside it', async () => {
    expect(await failing(with1(() => ({ line: '— a b' })))).toEqual(['witness-record-malformed']);
    expect(await failing(with1(() => ({ key: college.key })))).toEqual(['witness-record-malformed']);
    expect(await failing(with1(() => ({ witness: 'another' })))).toEqual(['witness-record-malformed']);
    expect(await failing(with1(() => ({ size: 'two' })))).toEqual(['witness-record-malformed']);
  });

  it('if what it saw is not shown to begin this history', async () => {
    const world = witnessed();
    const report = await world.verify([awards], {}, []);
    expect(checkOf(report, 'witnesses')).toMatchObject({ result: 'fail', code: 'witness-without-anchor' });
  });

  it('if the log’s key signed another tree of the same size: there were two histories', async () => {
    const world = witnessed();
    const { note } = otherHistory({ size: 2, note: world.note, proof: [] }, world.vault);
    world.cosigned(college, later, { size: 2, note, root: '07'.repeat(32), line: college.sign(note, later) });
    expect(await failing(world, 'history')).toEqual(['history-forked']);
    expect(await failing(world)).toEqual(['witness-without-anchor']);
  });

  it('if records within what it saw say that they are later, or those that follow that they are older', async () => {
    const vain = new WitnessedVault();
    vain.capture('i-essay');
    // The vault says 20 November; the witness saw it two weeks before.
    vain.cosigned(awards, '2026-11-06T12:00:00.000Z');
    expect(await failing(vain, 'time')).toContain('time-later-than-token');
    const backdated = new WitnessedVault();
    backdated.cosigned(awards, '2026-11-28T12:00:00.000Z');
    backdated.capture('i-essay');
    expect(await failing(backdated, 'time')).toContain('time-earlier-than-token');
  });

  it('if two contradict each other', async () => {
    const world = new WitnessedVault();
    world.capture('i-essay');
    world.cosigned(awards, later);
    world.cosigned(college, noon);
    expect(await failing(world, 'time')).toContain('time-tokens-contradict');
  });
});

describe('a policy', () => {
  it('refuses a witness whose key is none, or is a log’s', () => {
    const { key } = awards;
    const log = encodeVerifierKey({ name: 'log.example', publicKey: createKeyPair().publicKey }, 'ed25519');
    for (const wrong of ['', 'nonsense', `${key}x`, log])
      expect(() => policyOf([{ name: 'Somebody', key: wrong }])).toThrow(
        expect.objectContaining({ code: 'input.policy-invalid' }),
      );
    expect(policyOf([{ name: 'Somebody', key }]).witnesses).toHaveLength(1);
  });
});
