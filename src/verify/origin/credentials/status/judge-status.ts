import { parseUtf8 } from '../../../../base/bytes.ts';
import { asVaultError } from '../../../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../../../base/json.ts';
import { parseStrictJson } from '../../../../base/parse-json.ts';
import { readStatusCredential, statusAddressOf, type ArchivedAnswer } from '../archived-answers.ts';
import { bad, good, open, type CredentialAnswer, type StatusAnswer } from '../credential-report.ts';
import { judgeTime } from '../judge-time.ts';
import { idOf, objectsOf, textsOf } from '../json-view.ts';
import { credentialLimits } from '../limits.ts';
import type { ReadCredential } from '../read-credential.ts';
import { isListedAsRevoked, isRevocationList, readStatusList } from './status-list.ts';

/** Checks the signature of a list that is itself a credential, as of the time it was received. */
export type CheckList = (
  list: ReadCredential,
  at: Date,
) => Promise<{ readonly signature: CredentialAnswer; readonly key: CredentialAnswer }>;

/**
 * Whether the issuer had taken a credential back, by the lists that were archived. The answer holds for the time when the newest list
 * was received (`asOf`), whatever time the rest is judged by: nobody knows what the issuer said later.
 */
export async function judgeStatus(
  credential: JsonObject,
  archive: readonly ArchivedAnswer[],
  checkList: CheckList,
): Promise<StatusAnswer> {
  const entries = objectsOf(credential.credentialStatus).slice(0, credentialLimits.statuses);
  if (entries.length === 0) return open('status-not-offered');
  const answers: StatusAnswer[] = [];
  for (const entry of entries) answers.push(await judgeEntry(credential, entry, archive, checkList));
  return (
    answers.find(({ codes }) => codes.includes('revoked')) ??
    answers.find(({ state }) => state === 'bad') ??
    answers.find(({ state }) => state === 'not-checked') ??
    answers[0] ??
    open('status-not-offered')
  );
}

async function judgeEntry(
  credential: JsonObject,
  entry: JsonObject,
  archive: readonly ArchivedAnswer[],
  checkList: CheckList,
): Promise<StatusAnswer> {
  const address = statusAddressOf(entry);
  if (address === undefined) return open('status-unknown-kind');
  const newest = archive
    .filter((answer) => answer.purpose === 'status' && answer.address === address && answer.status === 200)
    .toSorted((a, b) => Date.parse(b.received) - Date.parse(a.received))[0];
  if (newest === undefined) return open('status-not-fetched');
  const asOf = newest.received;
  const answer = textsOf(entry.type).includes('1EdTechRevocationList')
    ? judgeRevocationList(credential, newest)
    : await judgeStatusList(credential, entry, newest, checkList);
  return { ...answer, asOf };
}

async function judgeStatusList(
  credential: JsonObject,
  entry: JsonObject,
  answer: ArchivedAnswer,
  checkList: CheckList,
): Promise<CredentialAnswer> {
  const list = readStatusCredential(answer.bytes);
  if (list === undefined) return open('status-unreadable');
  const status = await readStatusList(entry, list.credential);
  if ('problem' in status) return open(status.problem);
  const received = new Date(answer.received);
  const { signature, key } = await checkList(list, received);
  const signed = signature.state === 'good' && key.state === 'good';
  if (!signed || idOf(list.credential.issuer) !== idOf(credential.issuer)) return open('status-unsigned');
  if (judgeTime(list, received).state === 'bad') return open('status-list-expired');
  if (status.value === 0) return good('not-revoked');
  if (status.purpose === 'revocation') return bad('revoked');
  if (status.purpose === 'suspension') return bad('suspended');
  return open('status-message');
}

/** A 1EdTech revocation list is not signed: that it came over TLS from the issuer's own address is all there is. */
function judgeRevocationList(credential: JsonObject, answer: ArchivedAnswer): CredentialAnswer {
  const list = parseOrNone(answer.bytes);
  const { id } = credential;
  if (list === undefined || !isRevocationList(list) || typeof id !== 'string')
    return open('status-unreadable');
  return isListedAsRevoked(list, id) ? bad('revoked') : good('not-revoked');
}

function parseOrNone(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = parseStrictJson(parseUtf8(bytes));
    return isJsonObject(value) ? value : undefined;
  } catch (thrown) {
    if (asVaultError(thrown).code === 'internal.bug') throw thrown;
    return undefined;
  }
}
