import { PortalPull, type PortalPullParts } from '../portal-pull.ts';
import type { PullResult } from '../source.ts';
import type { DownloadPort } from './download.ts';

export interface PullParts extends DownloadPort, PortalPullParts {
  readonly signal: AbortSignal;
}

/** One pull of a Canvas under way. */
export class Pull extends PortalPull<PullParts> {
  /** The learner's id at the site. */
  readonly account: string;

  constructor(parts: PullParts, account: string, alertsBefore: readonly string[]) {
    super(parts, alertsBefore);
    this.account = account;
  }

  end(): PullResult {
    return this.ending({ account: this.account });
  }
}
