import { VaultError } from '../../../../base/errors.ts';
import { collectArchive } from '../../collect-archive.ts';
import { evidenceLinks } from '../../../../verify/origin/credentials/evidence-links.ts';
import { startEvidenceCheck } from '../../check-evidence.ts';
import { idOf } from '../../../../verify/origin/credentials/json-view.ts';
import { httpNetwork } from '../../http-network.ts';
import {
  insideClr,
  readCredential,
  type ReadCredential,
} from '../../../../verify/origin/credentials/read-credential.ts';
import type { CredentialReport } from '../../../../verify/origin/credentials/credential-report.ts';
import { verifyCredential } from '../../../../verify/origin/credentials/verify-credential.ts';
import { isLoopbackHost } from '../../../../base/loopback-host.ts';
import { listCredentialPages } from '../credential-pages.ts';
import { fetchEvidence } from '../fetch-evidence.ts';
import { askingOnce } from '../issuer-answers.ts';
import { nextLink } from '../next-link.ts';
import type { BadgeSession } from '../session.ts';
import { dataProblems, shapeProblems } from './credential-problems.ts';
import { isResult, saidOf, type Validation } from './validation.ts';

/** As many credentials are looked at, as many within a CLR, and as many files: enough to see how a provider does it. */
const mostCredentials = 50;
const mostFiles = 50;

interface Judged {
  readonly id: string;
  readonly read: ReadCredential;
  readonly report: CredentialReport;
}

/** Checks the list and what is in it. @returns how many credentials were looked at */
export async function checkCredentials(validation: Validation, session: BadgeSession): Promise<number> {
  const { list } = validation;
  let listed: Uint8Array[];
  try {
    listed = await checkPaging(validation, session);
  } catch (thrown) {
    if (!isResult(thrown)) throw thrown;
    list.fail('paging', saidOf(thrown));
    return 0;
  }
  const names = ['shape', 'key-history', 'proofs', 'status', 'evidence', 'least-data'] as const;
  if (listed.length === 0) for (const name of names) list.open(name, 'The account has no credential.');
  const unreadable: string[] = [];
  const problem = ({ message, code }: VaultError): number =>
    unreadable.push(`A credential cannot be read: ${message} [${code}]`);
  const read: ReadCredential[] = [];
  for (const bytes of listed.slice(0, mostCredentials)) {
    try {
      const whole = readCredential(bytes);
      read.push(whole);
      for (const inside of insideClr(whole).slice(0, mostCredentials))
        if (inside instanceof VaultError) problem(inside);
        else read.push(inside);
    } catch (thrown) {
      if (!isResult(thrown)) throw thrown;
      problem(thrown);
    }
  }
  list.judge('shape', [...unreadable, ...read.flatMap((each) => shapeProblems(each))]);
  list.judge(
    'least-data',
    read.flatMap(({ credential }) => dataProblems(credential)),
  );
  const judged = await judgeAll(validation, read);
  checkKeys(validation, judged);
  checkProofs(validation, judged);
  checkStatus(validation, judged);
  await checkEvidence(validation, session, judged);
  return listed.length;
}

/** Reads the list in three pages or more, where there are as many credentials, and holds it against its own total and links. */
async function checkPaging(validation: Validation, session: BadgeSession): Promise<Uint8Array[]> {
  const { host, list, signal } = validation;
  const problems: string[] = [];
  const first = await listCredentialPages(host, session, signal, 1).next();
  const total = first.done === true ? undefined : first.value.total;
  if (first.done !== true && total === undefined) problems.push('There is no X-Total-Count.');
  if (
    first.done !== true &&
    (total ?? 2) > 1 &&
    nextLink(first.value.answer.header('link'), first.value.url) === undefined
  )
    problems.push('There is no Link to the next page, though there is more.');
  if (first.done !== true && first.value.credentials.length > 1)
    problems.push('A page of one held more than one credential.');
  const found: Uint8Array[] = [];
  const limit = total === undefined ? 50 : Math.max(1, Math.ceil(total / 3));
  for await (const page of listCredentialPages(host, session, signal, limit))
    found.push(...page.credentials.map(({ bytes }) => bytes));
  const once = new Set(found.map((bytes) => Buffer.from(bytes).toString('base64')));
  if (once.size < found.length) problems.push('A credential came twice.');
  if (total !== undefined && found.length !== total)
    problems.push(`The pages held ${found.length} credentials, and X-Total-Count said ${total}.`);
  list.judge('paging', problems);
  return found;
}

async function judgeAll(validation: Validation, read: readonly ReadCredential[]): Promise<Judged[]> {
  const { host, elsewhere, clock, signal } = validation;
  const allowLoopback = isLoopbackHost(new URL(host.base).hostname);
  const network = askingOnce(httpNetwork(elsewhere, { clock, allowLoopback }));
  const judged: Judged[] = [];
  for (const each of read) {
    const { archive } = await collectArchive(each, network, signal);
    const report = await verifyCredential(each, { archive, at: clock.now(), signal });
    judged.push({ id: idOf(each.credential.id) ?? '', read: each, report });
  }
  return judged;
}

const unlisted = ['key-not-listed', 'key-unreadable', 'keys-not-fetched', 'key-only-inside'] as const;

function checkKeys({ list }: Validation, judged: readonly Judged[]): void {
  if (judged.length === 0) return;
  list.judge(
    'key-history',
    judged.flatMap(({ id, report: { key } }) => {
      const code = unlisted.find((each) => key.codes.includes(each));
      return code === undefined ? [] : [`${id}: ${code}`];
    }),
  );
}

function checkProofs({ list }: Validation, judged: readonly Judged[]): void {
  if (judged.length === 0) return;
  const wrong = judged.filter(
    ({ report: { signature, key } }) => signature.state === 'bad' || key.state === 'bad',
  );
  if (wrong.length === 0 && list.failed('key-history')) {
    list.open('proofs', 'Some keys are not listed, so their signatures cannot be checked.');
    return;
  }
  const open = judged.filter(
    ({ report: { signature, key } }) => signature.state !== 'good' || key.state !== 'good',
  );
  list.judge(
    'proofs',
    open.map(
      ({ id, report: { signature, key } }) => `${id}: ${[...signature.codes, ...key.codes].join(', ')}`,
    ),
  );
}

function checkStatus({ list }: Validation, judged: readonly Judged[]): void {
  if (judged.length === 0) return;
  // A list cannot be shown to be signed where the keys are not shown.
  const blind = list.failed('key-history');
  const problems = judged.flatMap(({ id, report: { status } }) =>
    status.state === 'not-checked' && !(blind && status.codes.includes('status-unsigned'))
      ? [`${id}: ${status.codes.join(', ')}`]
      : [],
  );
  if (problems.length === 0 && blind) list.open('status', 'The keys that sign the list are not shown.');
  else list.judge('status', problems);
}

async function checkEvidence(
  { host, elsewhere, list, signal }: Validation,
  session: BadgeSession,
  judged: readonly Judged[],
): Promise<void> {
  if (judged.length === 0) return;
  const problems: string[] = [];
  const links = judged.flatMap(({ read }) => evidenceLinks(read.credential)).slice(0, mostFiles);
  if (links.length === 0) {
    list.fail('evidence', 'No credential names a file as evidence.');
    return;
  }
  for (const link of links) {
    const { address } = link;
    if (address === undefined) continue;
    if (link.digests.length === 0) {
      problems.push(`${address}: no digest is signed for it.`);
      continue;
    }
    try {
      const { bytes } = await fetchEvidence({ session, elsewhere, base: host.base }, link, {
        etag: undefined,
        signal,
      });
      const check = startEvidenceCheck(link);
      for await (const piece of bytes()) check.update(piece);
    } catch (thrown) {
      if (!isResult(thrown)) throw thrown;
      problems.push(`${address}: ${saidOf(thrown)}`);
    }
  }
  list.judge('evidence', problems);
}
