import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { parseUtf8 } from '../../src/base/bytes.ts';
import { encodeCanonicalJson } from '../../src/base/canonical-json.ts';
import { asVaultError } from '../../src/base/errors.ts';
import type { JsonObject, JsonValue } from '../../src/base/json.ts';
import { parseRecord } from '../../src/evidence/parse-record.ts';
import type {
  ContentInput,
  ItemFailure,
  ItemOutcome,
  ItemResult,
  KnownItem,
  Observation,
  PreviousState,
  PullProgress,
  Sink,
  SourceAlert,
} from '../../src/sources/source.ts';

/** What is remembered of an item between pulls. */
export interface CollectedItem {
  item: string;
  key: string;
  name: string;
  recordKind: string;
  /** Oldest first. */
  versions: { observation: Observation; sha256?: string; sha1?: string; size?: number }[];
  fingerprint?: JsonObject;
  gone?: string;
  failed?: string;
}

/** What one pull did, by outcome. */
export interface PullLog {
  captured: string[];
  changed: string[];
  unchanged: string[];
  /** Seen again after it had been gone. */
  back: string[];
  gone: [key: string, reason: string][];
  failed: [key: string, code: string][];
  alerts: SourceAlert[];
  progress: PullProgress[];
  /** Keys in the order in which their observations were complete. */
  order: string[];
}

const emptyLog = (): PullLog => ({
  captured: [],
  changed: [],
  unchanged: [],
  back: [],
  gone: [],
  failed: [],
  alerts: [],
  progress: [],
  order: [],
});

/**
 * A vault in memory, as far as a connector can tell: it compares with what it has, reads contents to their end, counts a
 * record that does not fit its schema as a failure of the test, and forgets nothing.
 */
export class CollectingSink implements Sink, PreviousState {
  readonly items = new Map<string, CollectedItem>();
  readonly #ids = new Map<string, string>();
  log: PullLog = emptyLog();
  cursor: JsonValue = null;

  /** Begins the log of another pull. */
  begin(): this {
    this.log = emptyLog();
    return this;
  }

  find(key: string): KnownItem | undefined {
    const item = this.items.get(key);
    return item === undefined ? undefined : knownOf(item);
  }

  list(prefix: string): readonly KnownItem[] {
    return [...this.items.values()].filter(({ key }) => key.startsWith(prefix)).map(knownOf);
  }

  /** The last version's record. Throws if there is none. */
  record(key: string): JsonObject {
    const record = this.items.get(key)?.versions.at(-1)?.observation.record;
    if (record === undefined) throw new Error(`never captured: ${key}`);
    return record;
  }

  /** The last version's content as text. Throws unless it was handed in as bytes. */
  text(key: string): string {
    const content = this.items.get(key)?.versions.at(-1)?.observation.content;
    if (content === undefined || !('bytes' in content)) throw new Error(`no bytes under ${key}`);
    return parseUtf8(content.bytes);
  }

  keys(): string[] {
    return [...this.items.keys()].sort();
  }

  idOf(key: string): string {
    const id = this.#ids.get(key) ?? `i-${String(this.#ids.size).padStart(10, '0')}`;
    this.#ids.set(key, id);
    return id;
  }

  /** The key of an item id that was given out. */
  keyOf(item: JsonValue | undefined): string | undefined {
    return [...this.#ids].find(([, id]) => id === item)?.[0];
  }

  async take(observation: Observation): Promise<ItemResult> {
    const { key, recordKind, name } = observation;
    checkRecord(observation);
    let content: { sha256?: string; sha1?: string; size?: number } = {};
    try {
      if (observation.content !== undefined) content = await digest(observation.content);
    } catch (thrown) {
      const { code, details } = asVaultError(thrown);
      if (code.startsWith('internal.')) throw thrown;
      return this.failed({ key, recordKind, name, code, details });
    }
    this.log.order.push(key);
    const item = this.#itemOf(observation);
    const last = item.versions.at(-1);
    if (observation.fingerprint !== undefined) item.fingerprint = observation.fingerprint;
    const same =
      last !== undefined &&
      item.name === name &&
      last.sha256 === content.sha256 &&
      encodeCanonicalJson(last.observation.record) === encodeCanonicalJson(observation.record);
    if (same) return this.#seen(item);
    item.name = name;
    item.versions.push({ observation, ...content });
    delete item.gone;
    delete item.failed;
    return this.#report(item, last === undefined ? 'captured' : 'changed');
  }

  async takeTogether(observations: readonly Observation[]): Promise<readonly ItemResult[]> {
    const results: ItemResult[] = [];
    for (const observation of observations) results.push(await this.take(observation));
    return results;
  }

  async unchanged(key: string, fingerprint?: JsonObject): Promise<ItemResult> {
    const item = this.items.get(key);
    if (item === undefined) throw new Error(`unchanged, but never taken: ${key}`);
    this.log.order.push(key);
    if (fingerprint !== undefined) item.fingerprint = fingerprint;
    return this.#seen(item);
  }

  async failed(failure: ItemFailure): Promise<ItemResult> {
    const item = this.#itemOf(failure);
    item.failed = failure.code;
    this.log.failed.push([failure.key, failure.code]);
    return { item: item.item, outcome: 'failed', code: failure.code };
  }

  async gone(key: string, reason: string): Promise<ItemResult> {
    const item = this.items.get(key);
    if (item === undefined) throw new Error(`gone, but never known: ${key}`);
    item.gone = reason;
    this.log.gone.push([key, reason]);
    return { item: item.item, outcome: 'gone' };
  }

  async alert(alert: SourceAlert): Promise<void> {
    this.log.alerts.push(alert);
  }

  progress(progress: PullProgress): void {
    this.log.progress.push(progress);
  }

  /** Everything that was ever handed in, as text: a secret must be nowhere in it. */
  everything(): string {
    const raw = [...this.items.values()].flatMap(({ versions }) =>
      versions.flatMap(({ observation }) => (observation.raw ?? []).map(({ bytes }) => parseUtf8(bytes))),
    );
    return `${JSON.stringify([[...this.items.values()], this.log, this.cursor])}${raw.join('\n')}`;
  }

  #itemOf({ key, name, recordKind }: Pick<Observation, 'key' | 'name' | 'recordKind'>): CollectedItem {
    const known = this.items.get(key);
    if (known !== undefined) return known;
    const item: CollectedItem = { item: this.idOf(key), key, name, recordKind, versions: [] };
    this.items.set(key, item);
    return item;
  }

  #seen(item: CollectedItem): ItemResult {
    if (item.gone !== undefined) this.log.back.push(item.key);
    delete item.gone;
    delete item.failed;
    return this.#report(item, 'unchanged');
  }

  #report(item: CollectedItem, outcome: ItemOutcome & ('captured' | 'changed' | 'unchanged')): ItemResult {
    this.log[outcome].push(item.key);
    return { item: item.item, outcome };
  }
}

function knownOf(item: CollectedItem): KnownItem {
  const last = item.versions.at(-1);
  return {
    key: item.key,
    item: item.item,
    name: item.name,
    recordKind: item.recordKind,
    version: item.versions.length,
    gone: item.gone !== undefined,
    ...(last === undefined ? {} : { record: last.observation.record }),
    ...(last?.sha256 === undefined ? {} : { sha256: last.sha256 }),
    ...(last?.size === undefined ? {} : { size: last.size }),
    ...(item.fingerprint === undefined ? {} : { fingerprint: item.fingerprint }),
    ...(item.failed === undefined ? {} : { failed: item.failed }),
  };
}

function checkRecord({ key, recordKind, record }: Observation): void {
  const parsed = parseRecord(recordKind, record);
  if (!parsed.known) throw new Error(`${key}: ${JSON.stringify(parsed.problems ?? 'unknown kind')}`);
  if (parsed.unknownProperties.length > 0)
    throw new Error(`${key}: not in its schema: ${parsed.unknownProperties.join(' ')}`);
}

async function digest(content: ContentInput): Promise<{ sha256: string; sha1: string; size: number }> {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  let size = 0;
  for await (const piece of piecesOf(content)) {
    sha256.update(piece);
    sha1.update(piece);
    size += piece.length;
  }
  return { sha256: sha256.digest('hex'), sha1: sha1.digest('hex'), size };
}

async function* piecesOf(content: ContentInput): AsyncGenerator<Uint8Array> {
  if ('stream' in content) yield* content.stream();
  else if ('bytes' in content) yield content.bytes;
  else yield await readFile(content.path);
}
