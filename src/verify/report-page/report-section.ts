import { html, type Markup } from '../../bundle/page/markup.ts';
import { giveAnswers, sayVerdict, type GivenAnswer } from '../answers.ts';
import { sayOrigin, sayStanding, standingLeavesOpen } from '../origin/say-origin.ts';
import { sayCards } from '../card-words.ts';
import { sayRehearsal } from '../rehearsal-words.ts';
import { sayVerificationCode } from '../verification-codes.ts';
import type { CheckOutcome, CheckResult, ItemResult, VerificationReport } from '../verification-report.ts';

const marks: Readonly<Record<CheckOutcome, string>> = { pass: 'Yes', fail: 'No', 'not-checked': 'Open' };
const mostFindings = 20;
const mostItems = 1_000;
const mostMissing = 200;

/** What was found out about one bundle, for the report page. Every word that comes out of the bundle is escaped. */
export function renderReportSection(name: string, report: VerificationReport): Markup {
  const { bundle, signer, checks, items } = report;
  return html`<section class="card">
    <h2>${name}</h2>
    ${
      report.practice
        ? html`<p class="practice">Practice: nothing in this bundle is real evidence.</p>`
        : undefined
    }
    <p><strong>${sayVerdict(report)}</strong></p>
    ${
      bundle === null
        ? undefined
        : html`<p class="soft">${bundle.items} items, made ${bundle.madeAt} with ${bundle.app}</p>`
    }
    <table>
      <tbody>
        ${giveAnswers(checks).map(renderAnswer)}
      </tbody>
    </table>
    ${renderMissing(report)} ${renderCards(report)} ${renderItems(items)}
    ${report.rehearsal === undefined ? undefined : html`<p>${sayRehearsal(report.rehearsal)}</p>`}
    ${
      signer === null
        ? undefined
        : html`<p>Key phrase, to compare with the learner: <strong>${signer.keyPhrase}</strong></p>
            <p class="soft">
              Vault id <code>${signer.vault}</code><br />Public key <code>${signer.publicKey}</code>
            </p>`
    }
    <details>
      <summary>Every check</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Result</th>
            <th scope="col">What was found</th>
          </tr>
        </thead>
        <tbody>
          ${checks.map(
            ({ id, result, code, detail = '' }) =>
              html`<tr>
                <th scope="row"><code>${id}</code></th>
                <td>${result}</td>
                <td>${detail} ${code === undefined ? undefined : html`<code>${code}</code>`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </section>`;
}

/** A file that could not be judged at all. */
export function renderUnreadable(name: string, { code, message }: { code: string; message: string }): Markup {
  return html`<section class="card">
    <h2>${name}</h2>
    <p><strong>It could not be read, so nothing was checked.</strong></p>
    <p>${message} <code>${code}</code></p>
  </section>`;
}

function renderAnswer({ title, outcome, sentences, telling }: GivenAnswer): Markup {
  return html`<tr>
    <th scope="row">${title}</th>
    <td><strong>${marks[outcome]}</strong></td>
    <td>
      ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
      ${
        outcome === 'fail'
          ? html`<ul>
              ${telling.flatMap(renderFindings)}
            </ul>`
          : undefined
      }
    </td>
  </tr>`;
}

function renderFindings({ findings = [], count = findings.length }: CheckResult): Markup[] {
  const shown = findings.slice(0, mostFindings).map(({ code, file, other, entry }) => {
    const places = [
      file,
      other,
      file === undefined && entry !== undefined ? `record ${entry.index}` : undefined,
    ];
    const where = places.filter((place) => place !== undefined).join(', ');
    return html`<li>
      ${where === '' ? '' : `${where}: `}${sayVerificationCode(code)} <code>${code}</code>
    </li>`;
  });
  return count > shown.length ? [...shown, html`<li>and ${count - shown.length} more</li>`] : shown;
}

function renderCards({ cards = [] }: VerificationReport): Markup | undefined {
  if (cards.length === 0) return undefined;
  return html`<p>Vault cards in it:</p>
    <ul>
      ${sayCards(cards.slice(0, mostFindings)).map(
        ({ says, signers }) =>
          html`<li>${says} ${signers.map((signer) => html`<p class="soft">${signer}</p>`)}</li>`,
      )}
    </ul>`;
}

function renderMissing({ bundle }: VerificationReport): Markup | undefined {
  if (bundle === null || bundle.missing.length === 0) return undefined;
  const more = bundle.missing.length - mostMissing;
  return html`<p>The bundle says itself that this is missing:</p>
    <ul>
      ${bundle.missing
        .slice(0, mostMissing)
        .map(
          ({ what, reason, code, noticedAt }) =>
            html`<li>${what}: ${reason} <span class="soft">${noticedAt}</span> <code>${code}</code></li>`,
        )}
      ${more > 0 ? html`<li>and ${more} more</li>` : undefined}
    </ul>`;
}

function renderItems(items: readonly ItemResult[]): Markup | undefined {
  if (items.length === 0) return undefined;
  const more = items.length - mostItems;
  return html`<details>
    <summary>What is in it</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Standing</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        ${items.slice(0, mostItems).map(
          ({ id, name = id, kind, standing, origin = [], dated, result, code }) =>
            html`<tr>
              <td>${name}</td>
              <td>${kind}</td>
              <td>
                ${sayStanding({ standing, origin })}${
                  dated === undefined ? '' : html`, dated by ${dated.by} (${dated.authority})`
                }
                ${origin.map((each) => html`<p class="soft">${sayOrigin(each)}</p>`)}
              </td>
              <td>${result} ${code === undefined ? undefined : html`<code>${code}</code>`}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${more > 0 ? html`<p>and ${more} more</p>` : undefined}
    ${shownStandings(items).map((standing) => html`<p class="soft">${standingLeavesOpen[standing]}</p>`)}
  </details>`;
}

function shownStandings(items: readonly ItemResult[]): (keyof typeof standingLeavesOpen)[] {
  const there = new Set(items.map(({ standing }) => standing));
  return (['signed', 'from', 'kept', 'stated'] as const).filter((standing) => there.has(standing));
}
