import { utf8 } from '../../../src/base/bytes.ts';
import { oids } from '../../../src/ledger/timestamps/object-identifiers.ts';
import { purposeExtension } from '../../../src/practice/authority/make-certificate.ts';
import { octetString, oid, sequence } from '../../../src/practice/authority/der.ts';
import type { TokenChoices } from '../timestamps/made-token.ts';
import { RuleGroup, type Asking, type VectorSet } from './vector-set.ts';
import { awards, bundleOf, college, SeenVault, witnessTime } from './worlds.ts';

const day = 86_400_000;
const shifted = (time: string, by: number) => new Date(Date.parse(time) + by).toISOString();
const past = new Date('2026-11-01T00:00:00Z');
const sha1Imprint = sequence(sequence(oid('1.3.14.3.2.26')), octetString(new Uint8Array(20)));

/** Tokens of authorities. */
export async function addTimeVectors(set: VectorSet, good: string, dated: string): Promise<void> {
  const trusting: Asking = { policy: 'policies/authority.json' };
  const group = new RuleGroup(set, 'time', { file: dated, ...trusting });
  const stamped =
    (...[choices]: Parameters<SeenVault['stamped']>) =>
    () =>
      new SeenVault().capture('i-essay').stamped(choices).bundle();
  const token = (choices: TokenChoices) => stamped({ token: choices });
  await group.broken(
    'EV-116',
    'time-stamp-malformed',
    'A stamp’s token is written in base64 with bits left over.',
    stamped({ changes: { token: 'AB==' } }),
  );
  await group.broken(
    'EV-117',
    'time-stamp-without-anchor',
    'The state that was stamped is none of the anchors.',
    async () => {
      const world = new SeenVault().capture('i-essay').stamped();
      return bundleOf(world.vault);
    },
  );
  await group.broken(
    'EV-118',
    'time-token-other',
    'The token is of other bytes than the note.',
    stamped({ message: utf8('another note\n') }),
  );
  await group.broken(
    'EV-119',
    'time-token-malformed',
    'The token is cut off.',
    stamped({ changes: { token: 'MIIB' } }),
  );
  await group.broken(
    'EV-120',
    'time-token-altered',
    'The token is signed with another key than its certificate’s.',
    token({ foreignKey: true }),
  );
  await group.broken(
    'EV-121',
    'time-token-certificate',
    'The token’s signed attribute names another certificate.',
    token({ names: 'root' }),
  );
  await group.broken(
    'EV-122',
    'time-token-purpose',
    'The certificate is for logging in, not for timestamps.',
    token({ leaf: { extensions: [purposeExtension(['1.3.6.1.5.5.7.3.2'])] } }),
  );
  await group.broken(
    'EV-123',
    'time-token-chain',
    'A certificate vouches that is no authority’s.',
    token({ intermediate: { extensions: [purposeExtension([oids.timeStamping])] } }),
  );
  await group.broken(
    'EV-124',
    'time-token-expired',
    'The certificate was over at the token’s time.',
    token({ leaf: { notAfter: past } }),
  );
  await group.open(
    'EV-125',
    'time-authority-not-trusted',
    'The policy names no authority.',
    { file: dated },
    { policy: 'policies/empty.json' },
  );
  await group.open(
    'EV-126',
    'time-token-algorithm',
    'The imprint is of SHA-1.',
    token({ tstInfo: { imprint: sha1Imprint } }),
  );
  await group.open(
    'EV-127',
    'time-authority-not-then',
    'The policy trusts the authority only from the second after.',
    { file: dated },
    { policy: 'policies/authority-later.json' },
  );
  group.keeps('EV-127', 'The policy trusts the authority for the token’s very moment.', {
    policy: 'policies/authority-then.json',
  });
  await group.open(
    'EV-128',
    'time-authority-compromised',
    'The authority’s key was lost at the token’s very moment.',
    { file: dated },
    { policy: 'policies/authority-lost.json' },
  );
  await group.open(
    'EV-129',
    'time-token-policy',
    'The policy accepts tokens under other rules only.',
    { file: dated },
    { policy: 'policies/authority-rules.json' },
  );
  const renewed = 'rules/EV-130-kept.zip';
  await set.file(renewed, () =>
    new SeenVault().capture('i-essay').stamped().cosigned(awards, witnessTime).bundle(),
  );
  group.keeps('EV-130', 'The key was lost later, after a witness had seen the token in the history.', {
    file: renewed,
    policy: 'policies/authority-lost-later.json',
  });
  await group.other(
    'EV-130',
    { verdict: 'incomplete', check: 'time', result: 'not-checked', code: 'time-authority-compromised' },
    'The key was lost later, and nobody had seen the token in the history.',
    { file: dated },
    { policy: 'policies/authority-lost-later.json' },
  );
  group.keeps('EV-131', 'The reader asks about the minute after the token.', {
    at: '2026-11-20T11:16:00.000Z',
  });
  await group.other(
    'EV-131',
    { verdict: 'incomplete', check: 'time', result: 'not-checked', code: 'time-token-later' },
    'The reader asks about a moment before the token.',
    { file: dated },
    { ...trusting, at: '2026-11-20T11:15:00.000Z' },
  );
  await group.broken(
    'EV-132',
    'time-tokens-contradict',
    'A token is two minutes later than a cosignature that covers its entry.',
    () =>
      new SeenVault()
        .capture('i-essay')
        .stamped({ time: shifted(witnessTime, 120_000) })
        .cosigned(awards, witnessTime)
        .bundle(),
    { policy: 'policies/both.json' },
  );
  await group.broken(
    'EV-133',
    'time-later-than-token',
    'A record says that it is two days later than the token that covers it.',
    stamped({ time: shifted('2026-11-20T10:15:30.000Z', -2 * day) }),
  );
  await group.broken(
    'EV-134',
    'time-earlier-than-token',
    'A record says that it is two days earlier than the token before it.',
    () =>
      new SeenVault()
        .capture('i-essay')
        .stamped({ time: shifted('2026-11-20T10:15:30.000Z', 2 * day) })
        .capture('i-late')
        .bundle(),
  );
  await group.open('EV-135', 'time-partly-proven', 'One of two items came after the token.', () =>
    new SeenVault().capture('i-essay').stamped().capture('i-late').bundle(),
  );
  await group.open('EV-136', 'time-not-proven', 'There is no token at all.', { file: good });
}

/** Cosignatures of witnesses. */
export async function addWitnessVectors(set: VectorSet, good: string, witnessed: string): Promise<void> {
  const group = new RuleGroup(set, 'witnesses', { file: witnessed, policy: 'policies/witness.json' });
  const cosigned = (changes: (world: SeenVault) => Record<string, string>) => () => {
    const world = new SeenVault().capture('i-essay');
    return world.cosigned(awards, witnessTime, changes(world)).bundle();
  };
  await group.broken(
    'EV-137',
    'witness-record-malformed',
    'The key beside the line is another’s.',
    cosigned(() => ({ key: college.key })),
  );
  await group.other(
    'EV-137',
    { verdict: 'fail', check: 'witnesses', result: 'fail', code: 'witness-record-malformed' },
    'The entry names another witness than its key.',
    cosigned(() => ({ witness: 'another.example' })),
    { policy: 'policies/witness.json' },
  );
  await group.broken(
    'EV-138',
    'witness-without-anchor',
    'The state that was seen is none of the anchors.',
    () => bundleOf(new SeenVault().capture('i-essay').cosigned(awards).vault),
  );
  await group.broken(
    'EV-139',
    'witness-signature-wrong',
    'The time of a cosignature was put back by a day.',
    cosigned(({ note }) => {
      const [dash = '', name = '', encoded = ''] = awards.sign(note, witnessTime).split(' ');
      const bytes = Buffer.from(encoded, 'base64');
      bytes.writeUInt32BE(bytes.readUInt32BE(8) - 86_400, 8);
      return { line: [dash, name, bytes.toString('base64')].join(' ') };
    }),
  );
  await group.open(
    'EV-140',
    'witness-not-trusted',
    'The policy names another witness.',
    { file: witnessed },
    { policy: 'policies/other-witness.json' },
  );
  await group.open(
    'EV-141',
    'witness-not-then',
    'The policy trusted the witness until the second before.',
    { file: witnessed },
    { policy: 'policies/witness-until.json' },
  );
  await group.open(
    'EV-142',
    'witness-compromised',
    'The witness’s key was lost at that very moment.',
    { file: witnessed },
    { policy: 'policies/witness-lost.json' },
  );
  await group.other(
    'EV-142',
    { verdict: 'incomplete', check: 'witnesses', result: 'not-checked', code: 'witness-compromised' },
    'The witness’s key was lost later, and nobody had seen the line in the history.',
    { file: witnessed },
    { policy: 'policies/witness-lost-later.json' },
  );
  await group.open(
    'EV-143',
    'witness-later',
    'The reader asks about a moment before the witness signed.',
    { file: witnessed },
    { policy: 'policies/witness.json', at: '2026-11-20T11:59:00.000Z' },
  );
  await group.open(
    'EV-144',
    'witness-partly',
    'One of two items came after the witness had seen the history.',
    () => new SeenVault().capture('i-essay').cosigned(awards).capture('i-late').bundle(),
  );
  await group.open('EV-145', 'witness-none', 'There is no cosignature.', { file: good });
}
