import type { Provenance } from '../../../evidence/provenance.ts';
import type { HttpAnswer } from '../../http/http-answer.ts';
import { receptionOf, type Receiver } from '../../http/receiver.ts';

/** Where an answer came from, what it says of itself, and when and by what it was received. */
export function provenanceOf(
  answer: HttpAnswer,
  from: { readonly method: 'web-service' | 'download'; readonly url: string; readonly function?: string },
  receiver: Receiver,
): Provenance {
  return {
    method: from.method,
    address: from.url,
    ...(from.function === undefined ? {} : { function: from.function }),
    ...receptionOf(answer, receiver),
  };
}
