import type { HttpClient } from '../../http/http-client.ts';
import type { HostApi } from './scopes.ts';
import type { BadgeSession } from './session.ts';

/** What a pull or a probe works with. */
export interface HostParts {
  readonly base: string;
  readonly api: HostApi;
  readonly session: BadgeSession;
  /** For what credentials name elsewhere: keys, status lists, evidence. Never with a token. */
  readonly elsewhere: HttpClient;
}
