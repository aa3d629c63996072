import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../src/base/json.ts';
import { bundleFormat, bundleVersion, type BundleDocument } from '../../../src/bundle/bundle-document.ts';
import { BundleModel } from '../../../src/bundle/bundle-model.ts';
import { itemFacts } from '../../../src/bundle/item-facts.ts';
import type { EntryView } from '../../../src/bundle/entry-view.ts';
import { UniqueNames } from '../../../src/bundle/file-names.ts';
import { indexRows } from '../../../src/bundle/index-rows.ts';

const log = 'a'.repeat(32);

function captured(index: number, item: string, kind: string, record: JsonObject): EntryView {
  return {
    entry: { log, index },
    kind: 'item-captured',
    fields: { item, version: 1, 'record-kind': kind, name: item, at: '2026-11-20T10:00:00.000Z' },
    record,
    notShown: [],
  };
}

function stated(index: number, id: string, kind: string, record: JsonObject): EntryView {
  return {
    entry: { log, index },
    kind: 'record-stated',
    fields: { id, 'record-kind': kind },
    record,
    notShown: [],
  };
}

function documentOf(views: readonly EntryView[]): BundleDocument {
  return {
    format: bundleFormat,
    version: bundleVersion,
    bundle: 'b-0000000001',
    madeAt: '2026-11-22T10:00:00.000Z',
    app: 'evidence-vault/0',
    practice: false,
    vault: { id: '0'.repeat(64), publicKey: '' },
    items: views.flatMap((view) => {
      const facts = itemFacts(view);
      return facts === undefined
        ? []
        : [
            {
              entry: view.entry,
              id: facts.id,
              version: 1,
              kind: facts.kind,
              record: `data/records/${facts.id}.json`,
            },
          ];
    }),
    statements: [],
    others: [],
    missing: [],
  };
}

/** Counts how often each property of the records is looked at. */
function counting(record: JsonObject, seen: Map<string, number>): JsonObject {
  return new Proxy(record, {
    get(target, name, receiver): unknown {
      if (typeof name === 'string') seen.set(name, (seen.get(name) ?? 0) + 1);
      return Reflect.get(target, name, receiver);
    },
  });
}

function vaultOf(count: number, seen: Map<string, number>): EntryView[] {
  const views: EntryView[] = [];
  for (let at = 0; at < count; at += 1) {
    const by = { standing: 'named', name: `Assessor ${String(at)}` };
    const role = { said: 'IQA', means: 'iqa' };
    const decision = { role, by, items: [`i-file-${String(at)}`] };
    const mapping = { item: `i-file-${String(at)}`, unit: 'u-0000000001' };
    views.push(
      captured(
        views.length,
        `i-file-${String(at)}`,
        'document',
        counting({ role: 'submission-file', attempt: `i-attempt-${String(at)}` }, seen),
      ),
      captured(
        views.length + 1,
        `i-grade-${String(at)}`,
        'grade',
        counting({ by, attempt: `i-attempt-${String(at)}` }, seen),
      ),
      captured(views.length + 2, `i-decision-${String(at)}`, 'decision', counting(decision, seen)),
      stated(views.length + 3, `m-${String(at)}`, 'mapping', counting(mapping, seen)),
    );
  }
  return views;
}

describe('the rows of the evidence index', () => {
  it('look at each record a fixed number of times, however many there are', () => {
    const looks = [50, 400].map((count) => {
      const seen = new Map<string, number>();
      const views = vaultOf(count, seen);
      expect(indexRows({ document: documentOf(views), model: new BundleModel(views) })).toHaveLength(
        3 * count,
      );
      return Math.max(...seen.values()) / count;
    });
    expect(looks[1]).toBe(looks[0]);
  });

  it('name everybody once, in the order of the bundle, whatever their decisions are about', () => {
    const decision = (name: string, about: JsonObject) => ({
      role: { said: 'Assessor', means: 'assessor' },
      by: { standing: 'named', name },
      ...about,
    });
    const views = [
      stated(0, 'u-0000000001', 'unit', { reference: 'A/502/0812' }),
      stated(1, 'c-0000000001', 'criterion', { unit: 'u-0000000001', reference: '1.1' }),
      stated(2, 'm-0000000001', 'mapping', {
        item: 'i-file',
        unit: 'u-0000000001',
        criterion: 'c-0000000001',
      }),
      captured(3, 'i-d1', 'decision', decision('Of the unit', { unit: 'u-0000000001' })),
      captured(4, 'i-d2', 'decision', decision('Of the file', { items: ['i-file'], unit: 'u-0000000002' })),
      captured(5, 'i-d3', 'decision', decision('Of the unit', { criterion: 'c-0000000001' })),
      captured(
        6,
        'i-d4',
        'decision',
        decision('Of another attempt', { attempt: 'i-other', criterion: 'c-0000000001' }),
      ),
      captured(
        7,
        'i-d5',
        'decision',
        decision('Of other files', { items: ['i-other'], unit: 'u-0000000001' }),
      ),
      captured(8, 'i-d6', 'decision', {
        ...decision('The sampler', {}),
        role: { means: 'iqa' },
        attempt: 'i-attempt',
      }),
      captured(9, 'i-g1', 'grade', { attempt: 'i-attempt', by: { name: 'Who gave the grade' } }),
      captured(10, 'i-file', 'document', { attempt: 'i-attempt', role: 'submission-file' }),
    ];
    const rows = indexRows({ document: documentOf(views), model: new BundleModel(views) });
    const file = rows.find(([, , , , , , title]) => title === 'i-file');
    expect(file?.slice(9, 11)).toEqual(['Of the unit; Of the file; Who gave the grade', 'The sampler']);
  });
});

describe('the names of files', () => {
  it('go on counting where they stopped, and stay different', () => {
    const names = new UniqueNames();
    const given = Array.from({ length: 2000 }, () => names.take('report.pdf'));
    expect(given.slice(0, 3)).toEqual(['report.pdf', 'report-2.pdf', 'report-3.pdf']);
    expect(names.take('report-3.pdf')).toBe('report-3-2.pdf');
    expect(new Set(given).size).toBe(2000);
  });
});
