import { createHash } from 'node:crypto';

import { asJson } from '../../../src/base/as-json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { MessageTaker } from '../../../src/sources/mail/message-taker.ts';
import { DkimArchivist } from '../../../src/sources/mail/dkim/dkim-archivist.ts';
import { takeCredential, type GivenCredential } from '../../../src/sources/openbadges/take-credential.ts';
import type { Observation } from '../../../src/sources/source.ts';
import { emptyPolicy, type Policy } from '../../../src/verify/policy.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { CollectingSink } from '../collecting-sink.ts';
import { directoryOf } from '../mail/signing.ts';
import { makeBundle } from './make-bundle.ts';
import { at, SmallVault, type CapturedInput } from './small-vault.ts';
import { stampedBundle } from './stamped-vault.ts';
import { verifyBytes } from './verify-memory.ts';

const signal = new AbortController().signal;
const provenance = {
  method: 'file',
  received: at,
  app: 'evidence-vault/0.1.0',
  timeZone: 'Europe/London',
};

/** One thing that a source handed over, as a small vault captures it. */
export type Capture = CapturedInput;

/** What comes of a credential, taken in as the sources do. */
export async function credentialCaptures(
  given: Pick<GivenCredential, 'bytes'> & Partial<GivenCredential>,
): Promise<readonly Capture[]> {
  const sink = new CollectingSink();
  await takeCredential(
    { key: 'badge', name: 'badge.json', provenance, ...given },
    { sink, previous: sink, at: new Date(at), signal },
  );
  return capturesOf(sink);
}

/** What comes of an e-mail, taken in as the sources do, with this name system. */
export async function mailCaptures(
  raw: Uint8Array,
  records: Readonly<Record<string, string>>,
): Promise<readonly Capture[]> {
  const sink = new CollectingSink();
  const dkim = new DkimArchivist(directoryOf(records), { now: () => new Date(at) });
  const taker = new MessageTaker({ previous: sink, sink, dkim, signal });
  await taker.take({
    sha256: createHash('sha256').update(raw).digest('hex'),
    size: raw.length,
    bytes: raw,
    provenance,
  });
  return capturesOf(sink);
}

function capturesOf(sink: CollectingSink): Capture[] {
  return [...sink.items.values()].flatMap(({ item, versions }) =>
    versions.map(({ observation }) => captureOf(item, observation)),
  );
}

function captureOf(item: string, { recordKind, name, record, content }: Observation): Capture {
  const json = asJson(record);
  return {
    item,
    kind: recordKind,
    name,
    record: isJsonObject(json) ? json : {},
    ...(content !== undefined && 'bytes' in content ? { bytes: content.bytes } : {}),
  };
}

/** The captures with those of a kind changed. */
export function changing(
  captures: readonly Capture[],
  kind: string,
  change: (capture: Capture) => Partial<Capture>,
): Capture[] {
  return captures.map((capture) => (capture.kind === kind ? { ...capture, ...change(capture) } : capture));
}

/** The report on a bundle of these, of which the first trusted clock says 20 November 2026, 11:15:30, where it is stamped. */
export async function reportOn(
  captures: readonly Capture[],
  policy: Partial<Policy> = {},
  { stamped = true, at: asked }: { readonly stamped?: boolean; readonly at?: string } = {},
): Promise<VerificationReport> {
  if (!stamped) {
    const vault = new SmallVault();
    for (const capture of captures) vault.capture(capture);
    return verifyBytes(await makeBundle(vault), {
      policy: { ...emptyPolicy, ...policy },
      ...atOf(asked),
    });
  }
  const made = await stampedWith(captures);
  return verifyBytes(made.bundle, { policy: { ...made.policy, ...policy }, ...atOf(asked) });
}

const atOf = (at: string | undefined) => (at === undefined ? {} : { at });

/** A bundle of these, stamped, and the policy that trusts who stamped it. */
export async function stampedWith(
  captures: readonly Capture[],
): Promise<{ readonly bundle: Uint8Array; readonly policy: Policy }> {
  return stampedBundle({
    earlier: (vault) => {
      for (const capture of captures) vault.capture(capture);
    },
  });
}

/** What became of the items of a kind: standing, and the strongest proof that is none of the vault's own word. */
export function standingsOf(report: VerificationReport, kind: string): (string | undefined)[][] {
  return report.items
    .filter((item) => item.kind === kind && item.id !== 'i-file-1')
    .map(({ standing, origin }) => [standing, origin?.[0]?.code ?? origin?.[0]?.by]);
}
