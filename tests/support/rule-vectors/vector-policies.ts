import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { cardSigned, centre } from './card-vectors.ts';
import { did } from '../credentials/judge.ts';
import { fixedTestKey } from '../credentials/sign.ts';
import { collegeKey } from './fixed-keys.ts';
import { mailKey } from './mail-vectors.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { parsePolicy } from '../../../src/verify/policy.ts';
import type { VectorSet } from './vector-set.ts';
import { authorityRoot, awards, college, plainVault, stampTime } from './worlds.ts';

/** What readers of the vectors trust, each in a file. */
export function addPolicies(set: VectorSet): void {
  const write = (name: string, lists: object): void => {
    const policy = { format: 'evidence-vault-policy', version: 1, ...lists };
    parsePolicy(policy);
    set.files.set(`policies/${name}.json`, utf8(`${JSON.stringify(policy, null, 2)}\n`));
  };
  const authority = { name: 'Practice authority', certificate: authorityRoot() };
  const trusting = (limits: object = {}) => ({ authorities: [{ ...authority, ...limits }] });
  const witness = { name: 'Example Awards', key: awards.key };
  const seeing = (limits: object = {}) => ({ witnesses: [{ ...witness, ...limits }] });
  const vault = { name: 'Sam Taylor', key: plainVault().id };
  write('empty', {});
  write('authority', trusting());
  write('authority-then', trusting({ from: stampTime, until: stampTime }));
  write('authority-later', trusting({ from: '2026-11-20T11:15:31.000Z' }));
  write('authority-lost', trusting({ compromisedFrom: stampTime }));
  write('authority-lost-later', {
    ...trusting({ compromisedFrom: '2026-11-21T00:00:00.000Z' }),
    ...seeing(),
  });
  write('authority-rules', trusting({ policies: ['1.2.3.4.99'] }));
  write('both', { ...trusting(), ...seeing() });
  write('witness', seeing());
  write('other-witness', { witnesses: [{ name: 'College', key: college.key }] });
  write('witness-until', seeing({ until: '2026-11-20T11:59:59.000Z' }));
  write('witness-lost', seeing({ compromisedFrom: '2026-11-20T12:00:00.000Z' }));
  write('witness-lost-later', seeing({ compromisedFrom: '2026-11-21T00:00:00.000Z' }));
  write('vault', { vaults: [vault] });
  write('other-vault', { vaults: [{ key: vaultIdOf(hashes, new Uint8Array(32).fill(9)) }] });
  write('vault-then', { ...trusting(), vaults: [{ ...vault, until: stampTime }] });
  const signing = (limits: object = {}, signer: Uint8Array = centre.publicKey) => ({
    cardSigners: [{ name: 'Coastal', key: encodeBase64(signer), ...limits }],
  });
  write('card-signer', signing());
  write('other-card-signer', signing({}, new Uint8Array(32).fill(9)));
  write('card-signer-then', signing({ from: cardSigned, until: cardSigned }));
  write('card-signer-later', signing({ from: '2026-11-20T10:10:01.000Z' }));
  write('card-signer-lost', { ...trusting(), ...signing({ compromisedFrom: '2026-11-21T00:00:00.000Z' }) });
  const mail = (limits: object = {}) => ({ ...trusting(), dkimKeys: [{ ...mailKey, ...limits }] });
  write('mail', mail());
  write('mail-until', mail({ until: '2026-11-20T11:15:29.000Z' }));
  write('mail-lost', mail({ compromisedFrom: stampTime }));
  const issuing = (limits: object = {}, key = collegeKey) => ({
    ...trusting(),
    issuers: [{ name: 'Riverside College', id: did, keys: [key.multibase], ...limits }],
  });
  write('college', issuing());
  write('college-other-key', issuing({}, fixedTestKey(62)));
  write('college-until', issuing({ until: '2026-11-20T11:15:29.000Z' }));
  write('college-lost', issuing({ compromisedFrom: stampTime }));
  write('vault-before', { ...trusting(), vaults: [{ ...vault, until: '2026-11-20T11:15:29.999Z' }] });
}
