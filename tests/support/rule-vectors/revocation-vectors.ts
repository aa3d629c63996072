import { encodeBase64, encodeHex } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { octetString } from '../../../src/practice/authority/der.ts';
import {
  makeOcspAnswer,
  makeRevocationList,
  type RevocationListPlan,
  type RevokedPlan,
} from '../../../src/practice/authority/make-revocation.ts';
import { makeToken } from '../timestamps/made-token.ts';
import { authorityKeys } from './fixed-keys.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { awards, SeenVault, stampTime, witnessTime } from './worlds.ts';

const { issuers, leaf } = makeToken({ keys: authorityKeys });
const before = new Date('2026-11-20T11:15:29Z');
const then = new Date(stampTime);
const after = new Date('2026-11-20T13:00:00Z');
const asked = new Date('2026-11-20T14:00:00Z');
/** CRLReason (RFC 5280 section 5.3.1). */
const superseded = 4;
const keyCompromise = 1;
/** The serial number of the certificate that signs tokens; the one above it has 2, the trusted one 1. */
const signer = 3;

const listOf = (revoked: readonly RevokedPlan[], plan: Partial<RevocationListPlan> = {}): Uint8Array =>
  makeRevocationList({
    issuer: issuers.intermediate.name,
    issuerKey: issuers.intermediate.keys.privateKey,
    thisUpdate: asked,
    revoked,
    ...plan,
  });

function answerOf(revoked: RevokedPlan | undefined): Uint8Array {
  const { name, keys } = issuers.intermediate;
  return makeOcspAnswer({
    issuer: name,
    issuerKeys: keys,
    serial: signer,
    revoked,
    thisUpdate: asked,
    signer: { name, privateKey: keys.privateKey },
  });
}

/** An entry that keeps what issuers said of the certificates behind the token. */
function evidence(revocation: readonly Uint8Array[], changes: JsonObject = {}): JsonObject {
  return {
    kind: 'stamp-evidence',
    at: '2026-11-20T14:00:00.000Z',
    authority: 'http://authority.example/',
    signer: encodeHex(hashes.sha256(leaf)),
    chain: [],
    revocation: revocation.map(encodeBase64),
    ...changes,
  };
}

/** Certificates of an authority that their issuers took back. */
export async function addRevocationVectors(set: VectorSet): Promise<void> {
  const told = (revocation: readonly Uint8Array[], changes?: JsonObject) => () => {
    const world = new SeenVault().capture('i-essay').stamped();
    world.vault.log.append(evidence(revocation, changes));
    return world.bundle();
  };
  const good = 'rules/good-revocation.zip';
  await set.file(good, told([listOf([]), answerOf(undefined)]));
  const group = new RuleGroup(set, 'time', { file: good, policy: 'policies/authority.json' });
  const policy = 'policies/authority.json';
  const revoked = {
    verdict: 'incomplete',
    check: 'time',
    result: 'not-checked',
    code: 'time-authority-revoked',
  } as const;
  const passes = { verdict: 'incomplete', check: 'time', result: 'pass' } as const;

  await group.broken(
    'EV-177',
    'time-stamp-malformed',
    'The evidence of a stamp does not name the certificate that it is about.',
    told([listOf([])], { signer: 'none' }),
  );
  await group.open(
    'EV-178',
    'time-authority-revoked',
    'A list says that the certificate was revoked at the token’s very moment, for it was superseded.',
    told([listOf([{ serial: signer, at: then, reason: superseded }])]),
  );
  await group.other(
    'EV-178',
    revoked,
    'An answer by OCSP says that it was revoked the second before; a list without it does not clear it.',
    told([listOf([]), answerOf({ serial: signer, at: before, reason: superseded })]),
    { policy },
  );
  await group.other(
    'EV-178',
    revoked,
    'A list says that the certificate above it was revoked.',
    told([
      listOf([{ serial: 2, at: before, reason: superseded }], {
        issuer: issuers.root.name,
        issuerKey: issuers.root.keys.privateKey,
      }),
    ]),
    { policy },
  );
  await group.other(
    'EV-178',
    revoked,
    'The list lies in the entry of the stamp itself.',
    () =>
      new SeenVault()
        .capture('i-essay')
        .stamped({
          changes: {
            revocation: [encodeBase64(listOf([{ serial: signer, at: before, reason: superseded }]))],
          },
        })
        .bundle(),
    { policy },
  );
  await group.other(
    'EV-178',
    passes,
    'It was superseded after the token, so the token stays good.',
    told([listOf([{ serial: signer, at: after, reason: superseded }])]),
    { policy },
  );

  await group.open(
    'EV-179',
    'time-authority-compromised',
    'It was revoked after the token, for no stated reason, and nobody had seen the token in the history before.',
    told([answerOf({ serial: signer, at: after })]),
  );
  await group.other(
    'EV-179',
    revoked,
    'It was revoked after the token, and invalid since before it.',
    told([listOf([{ serial: signer, at: after, reason: keyCompromise, invalidFrom: before }])]),
    { policy },
  );
  await group.other(
    'EV-179',
    passes,
    'The key was lost after a witness had seen the token in the history.',
    () => {
      const world = new SeenVault().capture('i-essay').stamped().cosigned(awards, witnessTime);
      world.vault.log.append(evidence([listOf([{ serial: signer, at: after, reason: keyCompromise }])]));
      return world.bundle();
    },
    { policy: 'policies/both.json' },
  );

  const early = { serial: signer, at: before, reason: superseded };
  group.keeps('EV-180', 'The issuer signed the list, and the certificate is not in it.');
  await group.other(
    'EV-180',
    revoked,
    'The issuer signed the list, and the certificate is in it.',
    { file: 'rules/EV-178.zip' },
    { policy },
  );
  await group.other(
    'EV-180',
    passes,
    'A list under the issuer’s name, signed with somebody else’s key, says nothing.',
    told([listOf([early], { issuerKey: issuers.other.keys.privateKey })]),
    { policy },
  );
  await group.other(
    'EV-180',
    passes,
    'A list with a critical extension that the verifier does not follow says nothing.',
    told([
      listOf([early], {
        extensions: [{ oid: '1.2.3.4.5', critical: true, value: octetString(new Uint8Array(1)) }],
      }),
    ]),
    { policy },
  );
  await group.other(
    'EV-180',
    passes,
    'What is said of the trusted certificate itself counts for nothing.',
    told([
      listOf([{ serial: 1, at: before, reason: superseded }], {
        issuer: issuers.root.name,
        issuerKey: issuers.root.keys.privateKey,
      }),
    ]),
    { policy },
  );
}
