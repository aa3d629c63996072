import { utf8 } from '../../base/bytes.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { sayPart } from '../bundle-set.ts';
import { textOf } from '../readable-json.ts';
import { definitionList } from './definition-list.ts';
import { renderEvidence } from './evidence.ts';
import { renderStated } from './item.ts';
import { renderLearner } from './learner.ts';
import { html, type Markup } from './markup.ts';
import { ownStyle } from './own-style.ts';
import { PageContext, type PageInput } from './page-context.ts';
import { renderRehearsal } from './rehearsal.ts';
import { sayName, sayTime } from './words.ts';

/**
 * `data/index.html`: the bundle for a person with nothing but a browser. It is a pure function of what the bundle discloses.
 * No scripts, nothing fetched: its own content security policy allows its one style, by digest, and nothing else.
 */
export function renderPage(hashes: HashPort, input: PageInput): Uint8Array {
  const context = new PageContext(input);
  const { document } = input;
  const { policy, style } = ownStyle(hashes);
  const title = titleOf(context);
  const banner = document.practice
    ? html`<p class="practice" role="note">
        Practice: everything here is invented. It is no evidence of anything.
      </p>`
    : undefined;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${document.practice ? 'Practice: ' : ''}${title}</title>
        ${style}
      </head>
      <body>
        <header>
          ${banner}
          <h1>${sayName(title)}</h1>
          <p class="soft">
            ${context.itemsInOrder.length} items, ${document.missing.length} missing · made
            ${sayTime(document.madeAt)} with ${document.app}
          </p>
          ${renderPart(context)}
          <p>If you see this inside a zip, take the whole folder out first; then the links work.</p>
        </header>
        <main>
          ${renderLearner(context)} ${renderUnits(context)} ${renderEvidence(context)}
          ${renderStated(context)} ${renderMissing(context)} ${renderRehearsal(context)}
          ${renderVerify(context)}
        </main>
        <footer>
          ${banner}
          <p>
            This page shows what the bundle holds. It does not check anything, and it does not show that the
            work is the learner’s own or that it meets the criteria: that is for an assessor.
          </p>
        </footer>
      </body>
    </html> `;
  return utf8(page.text);
}

/** The ids alone: the page is part of what the digests in the list are about. */
function renderPart({ document: { set } }: PageContext): Markup | undefined {
  if (set === undefined) return undefined;
  const others = set.parts.flatMap(({ bundle }, at) =>
    at + 1 === set.part ? [] : [html`<li value="${at + 1}"><code>${bundle}</code></li>`],
  );
  return html`<p>
      <strong>This is part ${sayPart(set)}.</strong> The evidence did not fit into one file. The other parts
      are:
    </p>
    <ol>
      ${others}
    </ol>`;
}

function titleOf({ model }: PageContext): string {
  const names = model
    .statementsOf('profile')
    .map(({ record }) => textOf(record.name) ?? textOf(record.candidateNumber));
  const name = names.find((found) => found !== undefined && found !== '');
  return name === undefined ? 'Evidence' : `Evidence of ${name}`;
}

function renderUnits({ model, itemsInOrder }: PageContext): Markup | undefined {
  const units = model.statementsOf('unit');
  if (units.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const [item] of itemsInOrder)
    for (const unit of item === undefined ? [] : model.placeOf(item).units)
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const rows = units.map(
    ({ id, record }) =>
      html`<tr>
        <th scope="row">${textOf(record.reference) ?? id}</th>
        <td>${sayName(textOf(record.title) ?? '')}</td>
        <td>${counts.get(id) ?? 0}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="units">
    <h2 id="units">Units</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Unit</th>
          <th scope="col">Title</th>
          <th scope="col">Items here</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function renderMissing({ document }: PageContext): Markup {
  const rows = document.missing.map(
    ({ what, reason, noticedAt }) =>
      html`<tr>
        <th scope="row">${sayName(what)}</th>
        <td>${reason}</td>
        <td>${sayTime(noticedAt)}</td>
      </tr>`,
  );
  const list =
    rows.length === 0
      ? html`<p>
          Nothing is known to be missing from what was chosen. This does not prove that nothing else exists.
        </p>`
      : html`<table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Why</th>
              <th scope="col">Noticed</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
  return html`<section aria-labelledby="missing">
    <h2 id="missing">What is missing</h2>
    ${list}
  </section>`;
}

function renderVerify({ document }: PageContext): Markup {
  return html`<section aria-labelledby="verify">
    <h2 id="verify">How to check this bundle</h2>
    <p>
      Do not take this page’s word for anything: whoever changes a bundle can change its page too. Check the
      zip file itself with the Evidence Vault verifier, and get the verifier from its publisher, never from
      inside a bundle or from whoever sent it.
    </p>
    <p>
      Without the verifier, <code>unzip</code>, <code>sha256sum</code> and <code>openssl</code> can check that
      nothing was changed and which key signed; the recipe is in the published description of the bundle’s
      layout. The history can be checked with the verifier only.
    </p>
    <p>
      Ask the learner, in a way that you trust, for the id of their vault, and compare it with the one below.
    </p>
    <details>
      <summary>Details</summary>
      ${definitionList([
        ['Vault id', html`<code>${document.vault.id}</code>`],
        ['Vault key', html`<code>${document.vault.publicKey}</code>`],
        ['Bundle', html`<code>${document.bundle}</code>`],
        ['Practice', document.practice ? html`yes` : html`no`],
      ])}
    </details>
  </section>`;
}
