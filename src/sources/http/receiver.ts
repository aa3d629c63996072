import { isoTime, type Clock } from '../../base/clock.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { HttpAnswer } from './http-answer.ts';

/** What every fact that came over the network says of the app that received it. */
export interface Receiver {
  readonly app: string;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** What an answer says of itself, and when and by what it was received. */
export function receptionOf(
  answer: HttpAnswer,
  { app, clock, timeZone }: Receiver,
): Pick<Provenance, 'status' | 'date' | 'etag' | 'tls' | 'received' | 'app' | 'timeZone'> {
  const date = answer.header('date');
  const etag = answer.header('etag');
  return {
    status: answer.status,
    ...(date === undefined ? {} : { date }),
    ...(etag === undefined ? {} : { etag }),
    ...(answer.tls === undefined ? {} : { tls: [...answer.tls] }),
    received: isoTime(clock),
    app,
    timeZone,
  };
}
