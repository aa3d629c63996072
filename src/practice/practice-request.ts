import type { IncomingHttpHeaders } from 'node:http';

import type { FlatParameters } from './php-parameters.ts';

/** A request, read to its end. */
export interface PracticeRequest {
  readonly method: string;
  /** As it came, percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly parameters: FlatParameters;
}
