import { mailCaptures, changing, type Capture } from '../bundle/origin-vault.ts';
import { marked, signed, type Signing, type TestKey } from '../mail/signing.ts';
import { at } from './edits.ts';
import { authorityKeys } from './fixed-keys.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { SeenVault } from './worlds.ts';

/** The college's key for e-mail, and somebody else's. */
const [ours, theirs] = [at(authorityKeys, 3), at(authorityKeys, 2)].map(
  ({ privateKey, publicKey }): TestKey => {
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { algorithm: 'rsa-sha256', pem, record: `v=DKIM1; k=rsa; p=${spki}` };
  },
);

/** The line of a policy that names the college's key. */
export const mailKey = {
  domain: 'college.test',
  selector: 'k1',
  key: /p=(.*)$/u.exec(ours?.record ?? '')?.[1] ?? '',
};

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

async function taken(message = marked, signing: Signing = {}, key = ours): Promise<readonly Capture[]> {
  if (key === undefined) throw new Error('no key');
  return mailCaptures(bytes(await signed(message, key, signing)), {
    'k1._domainkey.college.test': key.record,
  });
}

function stamped(captures: readonly Capture[]): SeenVault {
  const world = new SeenVault();
  for (const capture of captures) world.vault.capture(capture);
  return world.stamped();
}

const rewritten = (captures: readonly Capture[], from: string, to: string): readonly Capture[] =>
  changing(captures, 'document', ({ bytes: raw = new Uint8Array() }) => {
    const text = Buffer.from(raw).toString('latin1');
    if (!text.includes(from)) throw new Error(`the message does not hold ${from}`);
    return { bytes: bytes(text.replace(from, to)) };
  });

/** E-mails with DKIM signatures: from whom they are. */
export async function addMailVectors(set: VectorSet): Promise<void> {
  const good = 'rules/good-mail.zip';
  const file = async (captures: Promise<readonly Capture[]>): Promise<Uint8Array> =>
    stamped(await captures).bundle();
  await set.file(good, () => file(taken()));
  const group = new RuleGroup(set, 'origin', { file: good, policy: 'policies/mail.json' });
  await group.open(
    'EV-166',
    'mail-key-not-confirmed',
    'The policy names no key for e-mail.',
    { file: good },
    { policy: 'policies/authority.json' },
  );
  await group.open('EV-167', 'mail-key-differs', 'Another key signed, which lies in the bundle.', () =>
    file(taken(marked, {}, theirs)),
  );
  await group.open(
    'EV-168',
    'mail-key-not-then',
    'The policy trusted the key until the second before the e-mail was dated.',
    { file: good },
    { policy: 'policies/mail-until.json' },
  );
  await group.open(
    'EV-169',
    'mail-key-compromised',
    'The key was lost at the moment by which the e-mail was dated.',
    { file: good },
    { policy: 'policies/mail-lost.json' },
  );
  await group.open('EV-170', 'mail-expired', 'The signature had expired when the e-mail was dated.', () =>
    file(taken(marked, { expires: new Date('2026-11-20T11:00:00Z') })),
  );
  await group.open(
    'EV-171',
    'mail-domain-not-aligned',
    'The sender is of another domain than the signature.',
    () => file(taken(marked.replace('ann@college.test', 'ann@school.test'))),
  );
  await group.open('EV-172', 'mail-not-accepted', 'The signature covers five bytes of the body.', () =>
    file(taken(marked, { limit: 5 })),
  );
  await group.broken(
    'EV-173',
    'mail-body-altered',
    'The body is another than was signed, and the record says that the signature holds.',
    async () => stamped(rewritten(await taken(), 'You passed', 'You failed')).bundle(),
  );
  await group.broken(
    'EV-174',
    'mail-signature-wrong',
    'The header is another than was signed, and the record says that the signature holds.',
    async () => stamped(rewritten(await taken(), 'To: sam@', 'To: eve@')).bundle(),
  );
  await group.broken(
    'EV-175',
    'mail-record-differs',
    'The record says another subject than the e-mail.',
    async () =>
      stamped(
        changing(await taken(), 'message', ({ record }) => ({
          record: { ...record, subject: 'Distinction' },
        })),
      ).bundle(),
  );
  await group.open(
    'EV-176',
    'origin-partly',
    'Beside the e-mail there is a file of which nothing proves who made it.',
    async () => {
      const world = new SeenVault().capture('i-essay');
      for (const capture of await taken()) world.vault.capture(capture);
      return world.stamped().bundle();
    },
  );
}
