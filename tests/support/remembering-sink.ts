import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { encodeCanonicalJson } from '../../src/base/canonical-json.ts';
import { asVaultError } from '../../src/base/errors.ts';
import type { JsonObject, JsonValue } from '../../src/base/json.ts';
import { parseKnownRecord } from '../../src/evidence/parse-record.ts';
import { isRecordKind } from '../../src/evidence/record-kinds.ts';
import type {
  ContentInput,
  ItemFailure,
  ItemResult,
  KnownItem,
  Observation,
  PreviousState,
  PullProgress,
  PullResult,
  Sink,
  Source,
  SourceAlert,
} from '../../src/sources/source.ts';

/** What the sink was told, in order. */
export interface Told {
  readonly key: string;
  readonly outcome: string;
  readonly code?: string;
  readonly reason?: string;
}

export interface Version {
  readonly observation: Observation;
  readonly bytes: Buffer;
}

/**
 * A vault in memory: compares what a connector hands over, keeps every version, and remembers it for the next pull. It checks each
 * record by its schema, as the vault does.
 */
export class RememberingSink implements Sink, PreviousState {
  readonly versions = new Map<string, Version[]>();
  readonly alerts: SourceAlert[] = [];
  readonly steps: PullProgress[] = [];
  told: Told[] = [];
  cursor: JsonValue = null;
  /** Content reads under way at once, at most so far. */
  busiest = 0;
  /** Called before an item's content is read. */
  beforeTaking: (observation: Observation) => Promise<void> = async () => undefined;
  readonly #items = new Map<string, KnownItem>();
  #busy = 0;

  /** Pulls a source into this sink and forgets what was told before. */
  async pull(source: Source, signal = new AbortController().signal): Promise<PullResult> {
    this.told = [];
    this.alerts.length = 0;
    const result = await source.pull(this, this, signal);
    if (result.cursor !== undefined) this.cursor = result.cursor;
    return result;
  }

  /** Keys told with an outcome, sorted. */
  keys(outcome: string): string[] {
    return this.told
      .filter((told) => told.outcome === outcome)
      .map(({ key }) => key)
      .sort();
  }

  /** How often each outcome was told. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.told) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  find(key: string): KnownItem | undefined {
    return this.#items.get(key);
  }

  list(prefix: string): readonly KnownItem[] {
    return [...this.#items.values()].filter(({ key }) => key.startsWith(prefix));
  }

  idOf(key: string): string {
    return `i-${key}`;
  }

  async take(observation: Observation): Promise<ItemResult> {
    if (isRecordKind(observation.recordKind)) parseKnownRecord(observation.recordKind, observation.record);
    const { key } = observation;
    let bytes: Buffer;
    this.#busy += 1;
    this.busiest = Math.max(this.busiest, this.#busy);
    try {
      await this.beforeTaking(observation);
      bytes = observation.content === undefined ? Buffer.alloc(0) : await readContent(observation.content);
    } catch (thrown) {
      const { code, details } = asVaultError(thrown);
      return await this.failed({
        key,
        recordKind: observation.recordKind,
        name: observation.name,
        code,
        details,
      });
    } finally {
      this.#busy -= 1;
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = this.#items.get(key);
    if (
      known !== undefined &&
      known.version > 0 &&
      known.sha256 === sha256 &&
      encodeCanonicalJson(known.record ?? null) === encodeCanonicalJson(observation.record)
    )
      return this.unchanged(key, observation.fingerprint);
    this.versions.set(key, [...(this.versions.get(key) ?? []), { observation, bytes }]);
    this.#items.set(key, {
      key,
      item: this.idOf(key),
      name: observation.name,
      recordKind: observation.recordKind,
      version: (known?.version ?? 0) + 1,
      sha256,
      size: bytes.length,
      record: observation.record,
      gone: false,
      ...(observation.fingerprint === undefined ? {} : { fingerprint: observation.fingerprint }),
    });
    return this.#tell(key, { outcome: (known?.version ?? 0) === 0 ? 'captured' : 'changed', sha256 });
  }

  async takeTogether(observations: readonly Observation[]): Promise<readonly ItemResult[]> {
    const results: ItemResult[] = [];
    for (const observation of observations) results.push(await this.take(observation));
    return results;
  }

  async unchanged(key: string, fingerprint?: JsonObject): Promise<ItemResult> {
    const known = this.#items.get(key);
    if (known === undefined) throw new Error(`nothing is known of ${key}`);
    const { failed: _failed, ...kept } = known;
    this.#items.set(key, { ...kept, gone: false, ...(fingerprint === undefined ? {} : { fingerprint }) });
    return this.#tell(key, { outcome: 'unchanged' });
  }

  async failed({ key, name, recordKind, code }: ItemFailure): Promise<ItemResult> {
    const known = this.#items.get(key) ?? {
      key,
      item: this.idOf(key),
      name,
      recordKind,
      version: 0,
      gone: false,
    };
    this.#items.set(key, { ...known, failed: code });
    return this.#tell(key, { outcome: 'failed', code });
  }

  async gone(key: string, reason: string): Promise<ItemResult> {
    const known = this.#items.get(key);
    if (known === undefined) throw new Error(`nothing is known of ${key}`);
    this.#items.set(key, { ...known, gone: true });
    this.told.push({ key, outcome: 'gone', reason });
    return { item: this.idOf(key), outcome: 'gone' };
  }

  async alert(alert: SourceAlert): Promise<void> {
    this.alerts.push(alert);
  }

  progress(progress: PullProgress): void {
    this.steps.push(progress);
  }

  #tell(key: string, result: Omit<ItemResult, 'item'>): ItemResult {
    const { outcome, code } = result;
    this.told.push({ key, outcome, ...(code === undefined ? {} : { code }) });
    return { item: this.idOf(key), ...result };
  }
}

async function readContent(content: ContentInput): Promise<Buffer> {
  if ('bytes' in content) return Buffer.from(content.bytes);
  if ('path' in content) return readFile(content.path);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.stream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
