import { isoTime, type Clock } from '../../../base/clock.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import type { HttpAnswer } from '../../http/http-answer.ts';

/** By what, when and where an answer was received. */
export interface Receiver {
  readonly app: string;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** What an answer says of itself, and when and by what it was received. */
export function provenanceOf(
  answer: HttpAnswer,
  from: { readonly method: 'web-service' | 'download'; readonly url: string; readonly function?: string },
  { app, clock, timeZone }: Receiver,
): Provenance {
  const date = answer.header('date');
  const etag = answer.header('etag');
  return {
    method: from.method,
    address: from.url,
    ...(from.function === undefined ? {} : { function: from.function }),
    status: answer.status,
    ...(date === undefined ? {} : { date }),
    ...(etag === undefined ? {} : { etag }),
    ...(answer.tls === undefined ? {} : { tls: [...answer.tls] }),
    received: isoTime(clock),
    app,
    timeZone,
  };
}
