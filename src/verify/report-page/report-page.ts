import { utf8 } from '../../base/bytes.ts';
import { html, type Markup } from '../../bundle/page/markup.ts';
import { ownStyle } from '../../bundle/page/own-style.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { notShown } from '../answers.ts';
import type { VerificationReport } from '../verification-report.ts';
import { renderReportSection, renderUnreadable } from './report-section.ts';

/** How many bundles came out how. */
export interface Tally {
  /** Every check passed. */
  readonly good: number;
  /** No check failed, and not everything was checked. */
  readonly incomplete: number;
  readonly failed: number;
  /** Could not be judged at all. */
  readonly unreadable: number;
}

/**
 * Gathers what was found out about bundles into one HTML page that stands alone: no scripts, nothing fetched, its one style allowed by
 * digest, every word from outside escaped. Keeps the text of each section and nothing else.
 */
export class ReportPage {
  readonly #sections: Markup[] = [];

  add(name: string, report: VerificationReport): void {
    this.#sections.push(renderReportSection(name, report));
  }

  addUnreadable(name: string, error: { readonly code: string; readonly message: string }): void {
    this.#sections.push(renderUnreadable(name, error));
  }

  /** @param told when and with what it was made, ISO 8601 and the app with its version */
  render(
    hashes: HashPort,
    told: { readonly madeAt: string; readonly app: string },
    tally: Tally,
  ): Uint8Array {
    const { policy, style } = ownStyle(hashes);
    const page = html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <title>What was found out about ${this.#sections.length} bundles</title>
          ${style}
        </head>
        <body>
          <header>
            <h1>What was found out</h1>
            <p class="soft">made ${told.madeAt} with ${told.app}</p>
            <dl>
              <dt>Every check passed</dt>
              <dd>${tally.good}</dd>
              <dt>Nothing wrong, not everything checked</dt>
              <dd>${tally.incomplete}</dd>
              <dt>Does not hold</dt>
              <dd>${tally.failed}</dd>
              <dt>Could not be read</dt>
              <dd>${tally.unreadable}</dd>
            </dl>
          </header>
          <main>${this.#sections}</main>
          <footer>
            <p>${notShown}</p>
            <p>This page is a copy of what a check said. Whoever doubts it makes the check again.</p>
          </footer>
        </body>
      </html> `;
    return utf8(page.text);
  }
}
