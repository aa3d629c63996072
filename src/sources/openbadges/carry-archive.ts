import { isJsonObject, type JsonObject } from '../../base/json.ts';
import type { Credential } from '../../evidence/records/credential.ts';
import { parseRecord } from '../../evidence/parse-record.ts';
import { textOfAnswer, type ArchivedAnswer } from '../../verify/origin/credentials/archived-answers.ts';
import type { CredentialReport } from '../../verify/origin/credentials/credential-report.ts';

type ArchivedRecord = Credential['archived'][number];

/** The earlier record of a credential, if it is one that this version understands. */
export function earlierRecord(record: JsonObject | undefined): Credential | undefined {
  if (record === undefined || !isJsonObject(record)) return undefined;
  const parsed = parseRecord('credential', record);
  return parsed.known && parsed.kind === 'credential' ? parsed.record : undefined;
}

/** Answers as a record holds them; what is no text cannot be one that anybody could judge. */
export function archivedForRecord(archive: readonly ArchivedAnswer[]): ArchivedRecord[] {
  return archive.flatMap((answer) => {
    const text = textOfAnswer(answer);
    if (text === undefined) return [];
    const { purpose, address, received, status, mediaType, tls } = answer;
    return [
      {
        purpose,
        address,
        received,
        status,
        ...(mediaType === undefined ? {} : { mediaType }),
        text,
        ...(tls === undefined
          ? {}
          : {
              tls: tls.map(({ subject, issuer, sha256, validFrom, validTo }) => ({
                subject,
                issuer,
                sha256,
                validFrom,
                validTo,
              })),
            }),
      },
    ];
  });
}

/**
 * What is kept of all answers of an address: of keys the first and the last, since a key that was replaced is told by both; of
 * lists the last. Their order stays.
 */
export function worthKeeping(archived: readonly ArchivedRecord[]): ArchivedRecord[] {
  const sorted = archived.toSorted((a, b) => Date.parse(a.received) - Date.parse(b.received));
  return sorted.filter((answer, index) => {
    const same = (other: ArchivedRecord): boolean =>
      other.purpose === answer.purpose && other.address === answer.address;
    const isLast = !sorted.slice(index + 1).some(same);
    const isFirst = !sorted.slice(0, index).some(same);
    const first = sorted.find(same);
    if (answer.purpose !== 'keys') return isLast;
    return isFirst || (isLast && first?.text !== answer.text);
  });
}

/** True if two checks found the same: their times may differ. */
export function foundTheSame(report: CredentialReport, checked: Credential['checked']): boolean {
  const parts = ['signature', 'key', 'time', 'status'] as const;
  return parts.every(
    (part) =>
      report[part].state === checked[part].state &&
      report[part].codes.join(' ') === checked[part].codes.join(' '),
  );
}
