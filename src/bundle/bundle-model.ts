import type { JsonObject } from '../base/json.ts';
import type { EntryView } from './entry-view.ts';
import { itemFacts, statementFacts, type ItemFacts, type StatementFacts } from './item-facts.ts';
import { listOf, numberOf, textOf } from './readable-json.ts';
import { latestRehearsal, rehearsalFacts, type RehearsalFacts } from './rehearsal-facts.ts';

export interface SourceFacts {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
}

/** Where an item belongs, as far as the opened records say. */
export interface Place {
  readonly units: readonly string[];
  readonly assignment?: string | undefined;
  readonly attempt?: string | undefined;
  /** The attempt's number, counted from 1. */
  readonly number?: number | undefined;
  /** Ids of the item itself and of what it belongs to. */
  readonly near: readonly string[];
}

/** What the disclosed entries say together: the one reading behind file names and the page. */
export class BundleModel {
  /** All versions, in the order of the bundle. */
  readonly items: readonly ItemFacts[];
  readonly statements: ReadonlyMap<string, StatementFacts>;
  readonly sources: ReadonlyMap<string, SourceFacts>;
  /** When items were found to be gone from their source, by id. */
  readonly gone: ReadonlyMap<string, string | undefined>;
  /** The last trial of putting the vault together again that is shown. */
  readonly rehearsal: RehearsalFacts | undefined;
  readonly #latest = new Map<string, ItemFacts>();
  /** The submission, feedback or other item that lists a document. */
  readonly #owners = new Map<string, ItemFacts>();
  readonly #units = new Map<string, Set<string>>();

  constructor(views: readonly EntryView[]) {
    this.items = views.map(itemFacts).filter((item) => item !== undefined);
    this.statements = new Map(
      views
        .map(statementFacts)
        .filter((statement) => statement !== undefined)
        .map((statement) => [statement.id, statement]),
    );
    this.sources = sourcesOf(views);
    this.gone = goneOf(views);
    this.rehearsal = latestRehearsal(views.map(rehearsalFacts).filter((facts) => facts !== undefined));
    for (const item of this.items) {
      if (item.version >= (this.#latest.get(item.id)?.version ?? 0)) this.#latest.set(item.id, item);
      for (const part of listOf(item.record.items))
        if (typeof part === 'string') this.#owners.set(part, item);
    }
    for (const { kind, record } of this.statements.values()) {
      const item = textOf(record.item);
      const unit = textOf(record.unit);
      if (kind !== 'mapping' || item === undefined || unit === undefined) continue;
      const units = this.#units.get(item);
      if (units === undefined) this.#units.set(item, new Set([unit]));
      else units.add(unit);
    }
  }

  /** The newest version of an item that the bundle has. */
  findLatest(id: string | undefined): ItemFacts | undefined {
    return id === undefined ? undefined : this.#latest.get(id);
  }

  /** The record behind an id, whether captured or stated. */
  findRecord(id: string | undefined): JsonObject | undefined {
    return id === undefined ? undefined : (this.statements.get(id) ?? this.#latest.get(id))?.record;
  }

  statementsOf(kind: string): StatementFacts[] {
    return [...this.statements.values()].filter((statement) => statement.kind === kind);
  }

  placeOf(item: ItemFacts): Place {
    const owner = this.#owners.get(item.id) ?? this.findLatest(textOf(item.record.partOf));
    const attempt =
      item.kind === 'attempt' ? item.id : (textOf(item.record.attempt) ?? textOf(owner?.record.attempt));
    const attemptRecord = this.findRecord(attempt);
    const assignment =
      item.kind === 'assignment'
        ? item.id
        : (textOf(item.record.assignment) ??
          textOf(owner?.record.assignment) ??
          textOf(attemptRecord?.assignment) ??
          (owner?.kind === 'assignment' ? owner.id : undefined));
    const near = [item.id, owner?.id, attempt, assignment].filter((id) => id !== undefined);
    return {
      units: [...new Set(near.flatMap((id) => [...(this.#units.get(id) ?? [])]))],
      assignment,
      attempt,
      near,
      number: item.attempt ?? numberOf(attemptRecord?.number),
    };
  }
}

function sourcesOf(views: readonly EntryView[]): Map<string, SourceFacts> {
  const sources = new Map<string, SourceFacts>();
  for (const { kind, fields } of views) {
    const id = textOf(fields.source);
    if (kind === 'source-added' && id !== undefined)
      sources.set(id, { name: textOf(fields.name), type: textOf(fields.type) });
  }
  return sources;
}

/** Gone is what was found gone later than it was last seen; the order in which entries are given does not matter. */
function goneOf(views: readonly EntryView[]): Map<string, string | undefined> {
  const seen = new Map<string, string>();
  const gone = new Map<string, string | undefined>();
  for (const { kind, fields } of views) {
    const id = textOf(fields.item);
    const at = textOf(fields.at) ?? '';
    if (id === undefined) continue;
    const times =
      kind === 'item-gone' ? gone : kind === 'item-seen' || kind === 'item-captured' ? seen : undefined;
    if (times !== undefined && at >= (times.get(id) ?? '')) times.set(id, at);
  }
  for (const [id, at] of gone) {
    if ((seen.get(id) ?? '') > (at ?? '')) gone.delete(id);
    else if (at === '') gone.set(id, undefined);
  }
  return gone;
}
