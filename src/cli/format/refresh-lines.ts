import { authorityName } from '../../vault/timestamps/known-authorities.ts';
import type { RefreshedCertificate, RefreshReport } from '../../vault/timestamps/timestamp-refresh.ts';
import { stampingLines } from './stamping-lines.ts';
import { sayTime } from './times.ts';

/** What was found of the certificates behind the dates, and who dated it all anew. */
export function refreshLines({ signers, unreadable, stamping }: RefreshReport): string[] {
  if (signers.length === 0 && unreadable === 0) return ['There are no dates yet to keep up.'];
  return [
    ...signers.flatMap(({ authority, tokens, certificates }) => [
      `${authorityName(authority)}: ${String(tokens)} ${tokens === 1 ? 'date' : 'dates'} signed with`,
      ...certificates.map((one) => `  ${one.name}, good until ${sayTime(one.validUntil)}: ${sayState(one)}`),
    ]),
    ...(unreadable === 0 ? [] : [`${String(unreadable)} of the kept dates could not be read.`]),
    ...stamping.flatMap(stampingLines),
  ];
}

function sayState({ state, asOf, error }: RefreshedCertificate): string {
  const since = asOf === undefined ? '' : `, as of ${sayTime(asOf)}`;
  switch (state) {
    case 'good':
      return `its issuer stands by it${since}`;
    case 'revoked':
      return `its issuer has taken it back${since}`;
    case 'trust':
      return 'the top of the chain';
    case 'unknown':
      return error === undefined ? 'nobody to ask about it' : `${error.message} [${error.code}]`;
  }
}
