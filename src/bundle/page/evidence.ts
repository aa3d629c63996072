import type { Place } from '../bundle-model.ts';
import type { ItemFacts } from '../item-facts.ts';
import { numberOf, textOf } from '../readable-json.ts';
import { definitionList } from './definition-list.ts';
import { renderItem } from './item.ts';
import { html, type Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sayName, sayStated } from './words.ts';

type Versions = readonly ItemFacts[];

interface Group {
  /** By attempt id; items of the assignment itself are under undefined. */
  readonly attempts: Map<string | undefined, Versions[]>;
}

/** Order of kinds within an attempt: what was handed in, what came back, what it was worth. */
const kindOrder = ['attempt', 'submission', 'document', 'feedback', 'grade'];

/** Assignments with each attempt's own submission, feedback and grade, then everything that belongs to none. */
export function renderEvidence(context: PageContext): Markup {
  const groups = new Map<string, Group>();
  const rest: Versions[] = [];
  for (const versions of context.itemsInOrder) {
    const last = versions.at(-1);
    const place: Place | undefined = last === undefined ? undefined : context.model.placeOf(last);
    if (place?.assignment === undefined) {
      rest.push(versions);
      continue;
    }
    const group: Group = groups.get(place.assignment) ?? { attempts: new Map() };
    groups.set(place.assignment, group);
    const items = group.attempts.get(place.attempt);
    if (items === undefined) group.attempts.set(place.attempt, [versions]);
    else items.push(versions);
  }
  const assignments = [...groups].map(([id, group]) => renderAssignment(context, id, group));
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">The evidence</h2>
    ${assignments}${rest.length === 0 ? undefined : renderRest(context, rest, assignments.length > 0)}${
      assignments.length + rest.length === 0 ? html`<p>This bundle holds no items.</p>` : undefined
    }
  </section>`;
}

function renderAssignment(context: PageContext, id: string, group: Group): Markup {
  const { model } = context;
  const item = model.findLatest(id);
  const title = textOf(item?.record.title) ?? item?.name ?? 'An assignment that is not shown';
  const units = item === undefined ? [] : model.placeOf(item).units.map((unit) => sayUnit(context, unit));
  const own = (group.attempts.get(undefined) ?? []).filter(([first]) => first?.kind !== 'assignment');
  const attempts = [...group.attempts].flatMap(([attempt, items]) =>
    attempt === undefined ? [] : [{ attempt, items }],
  );
  attempts.sort((a, b) => numberOfAttempt(context, a.attempt) - numberOfAttempt(context, b.attempt));
  return html`<article class="card">
    <h3>${sayName(title)}</h3>
    ${definitionList([
      ['Unit', units.length === 0 ? undefined : html`${units}`],
      ['Due', sayStated(item?.record.due)],
    ])}
    ${own.map((versions) => renderItem(context, versions, 4))}
    ${attempts.map(({ attempt, items }) => renderAttempt(context, attempt, items))}
  </article>`;
}

function renderAttempt(context: PageContext, id: string, items: readonly Versions[]): Markup {
  const record = context.model.findRecord(id);
  const number = numberOf(record?.number) ?? context.model.findLatest(id)?.attempt;
  const sorted = items.filter(([first]) => first?.kind !== 'attempt').toSorted((a, b) => rank(a) - rank(b));
  return html`<section class="attempt">
    <h4>Attempt ${number ?? 'without a number'}</h4>
    ${definitionList([
      ['Status', sayStated(record?.status)],
      ['Marking', sayStated(record?.gradingStatus)],
      ['Handed in', sayStated(record?.submitted)],
    ])}
    ${sorted.map((versions) => renderItem(context, versions, 5))}
  </section>`;
}

function renderRest(context: PageContext, rest: readonly Versions[], afterOthers: boolean): Markup {
  return html`<article class="card">
    <h3>${afterOthers ? 'Other evidence' : 'Items'}</h3>
    ${rest.map((versions) => renderItem(context, versions, 4))}
  </article>`;
}

function sayUnit({ model }: PageContext, id: string): Markup {
  const unit = model.findRecord(id);
  const title = textOf(unit?.title);
  return html`<div>
    ${textOf(unit?.reference) ?? id}${title === undefined ? '' : html` · ${sayName(title)}`}
  </div>`;
}

function numberOfAttempt({ model }: PageContext, id: string): number {
  return numberOf(model.findRecord(id)?.number) ?? model.findLatest(id)?.attempt ?? Number.MAX_SAFE_INTEGER;
}

function rank([first]: Versions): number {
  const found = kindOrder.indexOf(first?.kind ?? '');
  return found === -1 ? kindOrder.length : found;
}
