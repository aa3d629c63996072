import type { JsonObject, JsonValue } from '../../base/json.ts';
import { titleOfKind } from '../../evidence/record-kinds.ts';
import type { ItemFacts } from '../item-facts.ts';
import { listOf, objectOf, textOf } from '../readable-json.ts';
import { renderCredential } from './credential.ts';
import { definitionList } from './definition-list.ts';
import { html, type Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sayName, sayRole, saySize, sayStated, sayTime, sayWritten } from './words.ts';

/** One version of an item: what it says, its file, and where it came from. */
function renderVersion(context: PageContext, item: ItemFacts): Markup {
  return html`${renderRecord(item)}${renderFile(context, item)}${renderOrigin(context, item)}`;
}

/**
 * All versions of an item under a heading of its kind; a change is a new version, and none replaces another.
 * @param level of the heading: 4 in an assignment, 5 in one of its attempts
 */
export function renderItem(context: PageContext, versions: readonly ItemFacts[], level: 4 | 5): Markup {
  const [first] = versions;
  if (first === undefined) return html``;
  const title = first.kind === 'document' ? sayRole(first.record.role) : titleOfKind(first.kind);
  if (versions.length === 1) return html`${heading(title, level)}${renderVersion(context, first)}`;
  return html`${heading(`${title}, ${versions.length} versions`, level)}
    <ol>
      ${versions.map(
        (version) => html`<li value="${version.version}">${renderVersion(context, version)}</li>`,
      )}
    </ol>`;
}

function heading(text: string, level: 4 | 5): Markup {
  return level === 4 ? html`<h4>${text}</h4>` : html`<h5>${text}</h5>`;
}

function renderRecord(item: { readonly kind: string; readonly record: JsonObject }): Markup | undefined {
  switch (item.kind) {
    case 'grade':
      return renderGrade(item.record);
    case 'feedback':
      return renderFeedback(item.record);
    case 'submission':
      return definitionList([
        ['Status', sayStated(item.record.status)],
        ['Handed in', sayStated(item.record.submitted)],
        ['Last changed', sayStated(item.record.modified)],
      ]);
    case 'message':
      return html`${definitionList([
        ['Subject', sayStated(item.record.subject)],
        ['Sent', sayStated(item.record.sent)],
      ])}${listOf(item.record.text).map((text) => html`<blockquote>${sayWritten(text)}</blockquote>`)}`;
    case 'page':
      return definitionList([
        ['Title', sayStated(item.record.title)],
        ['Address', sayStated(item.record.address)],
        ['Seen', sayTime(textOf(item.record.seen))],
      ]);
    case 'decision':
      return definitionList([
        ['Role', sayStated(item.record.role)],
        ['Outcome', sayStated(item.record.outcome)],
        ['On', sayStated(item.record.on)],
        ['By', sayPerson(item.record.by)],
      ]);
    case 'declaration':
      return definitionList([
        ['Wording', sayStated(item.record.wording)],
        ['Made by', sayStated(item.record.form)],
        ['Name', sayStated(item.record.name)],
        ['On', sayStated(item.record.on)],
      ]);
    case 'credential':
      return renderCredential(item.record);
    case 'assignment':
    case 'attempt':
    case 'document':
      return undefined;
    default:
      return renderAnything(item.record);
  }
}

/** A record of a kind that has no form of its own here, or that a later version made: what can be said in one line each. */
function renderAnything(record: JsonObject): Markup | undefined {
  return definitionList(Object.entries(record).map(([name, value]) => [labelOf(name), sayStated(value)]));
}

/** `jobRole` as `Job role`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function renderGrade(record: JsonObject): Markup | undefined {
  const released = record.released;
  const shown = sayStated(record.value);
  const value = released === false ? html`Not released by the provider` : (shown ?? html`Not shown here`);
  return definitionList([
    ['For', sayStated(record.title)],
    ['Grade', html`<strong>${value}</strong>`],
    ['Given', sayStated(record.gradedAt)],
    ['By', sayPerson(record.by)],
  ]);
}

function renderFeedback(record: JsonObject): Markup {
  if (record.released === false) return html`<p>Not released by the provider</p>`;
  const comments = listOf(record.comments).map((text) => html`<blockquote>${sayWritten(text)}</blockquote>`);
  const rows = [...listOf(record.rubric), ...listOf(record.markingGuide)].map((row) =>
    renderMarkedRow(objectOf(row)),
  );
  const table =
    rows.length === 0
      ? undefined
      : html`<table>
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col">Level or points</th>
              <th scope="col">Comment</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
  return html`${definitionList([
    ['By', sayPerson(record.by)],
    ['At', sayStated(record.at)],
  ])}${comments}${table}`;
}

function renderMarkedRow(row: JsonObject | undefined): Markup {
  const points = sayStated(row?.points);
  const of = sayStated(row?.of);
  const score = points === undefined ? undefined : html`${points}${of === undefined ? '' : html` of ${of}`}`;
  return html`<tr>
    <td>${sayStated(row?.title)}</td>
    <td>${sayStated(row?.level)} ${score}</td>
    <td>${sayStated(row?.comment)}</td>
  </tr>`;
}

/** Statements that have a place of their own on the page. */
const placed: ReadonlySet<string> = new Set([
  'profile',
  'enrolment',
  'unit',
  'outcome',
  'criterion',
  'mapping',
]);

/** What else the learner stated: declarations, witness statements, notes. */
export function renderStated({ model }: PageContext): Markup | undefined {
  const stated = [...model.statements.values()].filter(({ kind }) => !placed.has(kind));
  if (stated.length === 0) return undefined;
  return html`<section aria-labelledby="stated">
    <h2 id="stated">Stated by the learner</h2>
    ${stated.map(
      (statement) =>
        html`<div class="card">
          <h3>${titleOfKind(statement.kind)}</h3>
          ${renderRecord(statement)}
          <p class="soft">Stated ${sayTime(statement.at)}</p>
        </div>`,
    )}
  </section>`;
}

function sayPerson(value: JsonValue | undefined): Markup | undefined {
  const name = textOf(objectOf(value)?.name);
  return name === undefined ? undefined : sayName(name);
}

/** Kinds of file that a browser would run rather than show; they are named but not linked. */
const runnable =
  /\.(?:x?html?|xht|svgz?|xml|xsl|mht|mhtml|js|mjs|hta|exe|com|bat|cmd|scr|msi|jar|lnk|url|ps1|vbs|sh|app|desktop)$/;

function renderFile(context: PageContext, item: ItemFacts): Markup | undefined {
  if (item.content === undefined)
    return item.kind === 'document' ? html`<p>${fileName(item)}</p>` : undefined;
  const file = context.rowOf(item)?.file;
  if (file === undefined)
    return html`<p>
      ${fileName(item)}, ${saySize(item.content.size)}: <strong>not in this bundle</strong> (see ‘What is
      missing’)
    </p>`;
  const href = file.path.slice('data/'.length);
  const link = runnable.test(href)
    ? html`<code>${href}</code> <span class="soft">(not linked, since opening it could run something)</span>`
    : html`<a href="${href}">${href.slice('evidence/'.length)}</a>`;
  const copy =
    file.copyOf === undefined
      ? undefined
      : html`<strong>A copy without hidden details, made for this bundle.</strong> It is not the file that was
          kept; that one’s fingerprint is below.<br />`;
  return html`<p>
      ${link}, ${saySize(file.size)}<br />${copy}<span class="soft"
        >Original name:
        ${fileName(item)}${item.mediaType === undefined ? '' : html` · ${item.mediaType}`}</span
      >
    </p>
    <details>
      <summary>Fingerprint</summary>
      <p class="soft">SHA-256 <code>${file.sha256}</code></p>
      ${
        file.copyOf === undefined
          ? undefined
          : html`<p class="soft">of the kept file: SHA-256 <code>${file.copyOf}</code></p>`
      }
    </details>`;
}

function fileName(item: ItemFacts): Markup {
  return item.name === undefined ? html`not shown` : sayName(item.name);
}

function renderOrigin({ model }: PageContext, item: ItemFacts): Markup {
  const source = item.source === undefined ? undefined : model.sources.get(item.source);
  const from = source?.name ?? source?.type;
  const gone = model.gone.get(item.id);
  return html`<p class="soft">
    Kept
    ${sayTime(item.at)}${from === undefined ? '' : html` from ${sayName(from)}`}${
      model.gone.has(item.id)
        ? html` · not at its source any more${gone === undefined ? '' : html` since ${sayTime(gone)}`}`
        : ''
    }
  </p>`;
}
