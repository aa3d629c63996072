import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../../src/base/json.ts';
import { CheckSheet } from '../../../../src/verify/check-sheet.ts';
import { gradeSays, recordSays } from '../../../../src/verify/origin/credential-says.ts';
import type { Description } from '../../../../src/verify/origin/credentials/describe-credential.ts';
import { bestTerms } from '../../../../src/verify/origin/judge-terms.ts';
import { readHeaderBlock } from '../../../../src/verify/origin/mail/header-block.ts';
import { messageSays } from '../../../../src/verify/origin/message-says.ts';
import { OriginNotes } from '../../../../src/verify/origin/origin-notes.ts';
import { countStandings, sayOrigin, sayStanding } from '../../../../src/verify/origin/say-origin.ts';
import type { ShownItem } from '../../../../src/verify/origin/shown-items.ts';
import { sayVerificationCode } from '../../../../src/verify/verification-codes.ts';
import type { ItemOrigin, ItemResult } from '../../../../src/verify/verification-report.ts';

const entry = { log: 'log', index: 3 };

/** A record as a bundle shows it; `closed` names properties that it does not open. */
function shown(record: JsonObject, name?: string, closed: readonly string[] = []): ShownItem {
  const notShown = closed.map((property) => `record.${property}`);
  const opened = Object.fromEntries(
    Object.entries(record).filter(([property]) => !closed.includes(property)),
  );
  return {
    key: 'log 3',
    view: { entry, kind: 'item-captured', fields: {}, record: opened, notShown },
    facts: {
      entry,
      id: 'i-1',
      version: 1,
      kind: 'credential',
      record: opened,
      ...(name === undefined ? {} : { name }),
    },
  };
}

const time = (said: string) => ({ said });
const description = {
  standard: 'openbadges-3',
  id: 'urn:1',
  title: 'Unit 3',
  issuer: { id: 'did:web:college.example', name: 'College' },
  subject: { id: 'urn:learner:1' },
  validFrom: time('2026-06-01'),
  validUntil: time('2027-06-01'),
  awarded: time('2026-05-30'),
  achievements: [{ id: 'urn:a', name: 'Food safety', code: 'A/1' }],
  results: [
    { of: 'Unit grade', type: 'LetterGrade', value: 'Merit' },
    { of: 'Report', level: 'Good', status: 'Completed' },
  ],
} as unknown as Description;
const record = description as unknown as JsonObject;

describe('a record of a credential', () => {
  it('says what the credential says, word for word', () => {
    expect(recordSays(shown(record), description)).toBe(true);
    expect(recordSays(shown(record, 'Unit 3'), description)).toBe(true);
  });

  const changes: [string, JsonObject][] = [
    ['standard', { standard: 'clr-2' }],
    ['id', { id: 'urn:2' }],
    ['title', { title: 'Unit 4' }],
    ['validFrom', { validFrom: time('2026-06-02') }],
    ['validUntil', { validUntil: time('2028-06-01') }],
    ['awarded', { awarded: time('2026-05-31') }],
    ['issuer', { issuer: { id: 'did:web:other.example', name: 'College' } }],
    ['issuer', { issuer: { id: 'did:web:college.example', name: 'Other' } }],
    ['subject', { subject: { id: 'urn:learner:2' } }],
    ['subject', { subject: { id: 'urn:learner:1', name: 'Eve' } }],
    ['achievements', { achievements: [] }],
    ['achievements', { achievements: [{ id: 'urn:b', name: 'Food safety', code: 'A/1' }] }],
    ['achievements', { achievements: [{ id: 'urn:a', name: 'Knives', code: 'A/1' }] }],
    ['achievements', { achievements: [{ id: 'urn:a', name: 'Food safety', code: 'A/2' }] }],
    ['results', { results: [{ of: 'Unit grade', type: 'LetterGrade', value: 'Merit' }] }],
    ...(['of', 'type', 'value'] as const).map((name): [string, JsonObject] => [
      'results',
      {
        results: [
          { of: 'Unit grade', type: 'LetterGrade', value: 'Merit', [name]: 'Else' },
          { of: 'Report', level: 'Good', status: 'Completed' },
        ],
      },
    ]),
    ...(['level', 'status'] as const).map((name): [string, JsonObject] => [
      'results',
      {
        results: [
          { of: 'Unit grade', type: 'LetterGrade', value: 'Merit' },
          { of: 'Report', level: 'Good', status: 'Completed', [name]: 'Else' },
        ],
      },
    ]),
    [
      'results',
      {
        results: [
          { of: 'Unit grade', type: 'LetterGrade', value: 'Merit' },
          { of: 'Report', level: 'Good', status: 'Completed' },
          { of: 'One more', value: 'Distinction' },
        ],
      },
    ],
  ];
  it.each(changes)('contradicts it by its %s: %j', (_, change) => {
    expect(recordSays(shown({ ...record, ...change }), description)).toBe(false);
  });

  it.each(changes)('says nothing by a %s that is not opened: %j', (name, change) => {
    expect(recordSays(shown({ ...record, ...change }, undefined, [name]), description)).toBe(true);
  });

  it.each(['title', 'validFrom', 'awarded', 'issuer', 'subject', 'achievements', 'results'])(
    'contradicts it where it opens that there is no %s',
    (name) => {
      const { [name]: _, ...rest } = record;
      expect(recordSays(shown(rest), description)).toBe(false);
    },
  );

  it('is called as the credential is, if both have a name', () => {
    expect(recordSays(shown(record, 'Unit 4'), description)).toBe(false);
    const { title: _, ...untitled } = description as unknown as Record<string, unknown>;
    const { title: __, ...rest } = record;
    expect(recordSays(shown(rest, 'Unit 4'), untitled as unknown as Description)).toBe(true);
  });
});

describe('a grade', () => {
  const grade = (said: string, title?: string, name?: string) =>
    shown({ value: { said }, ...(title === undefined ? {} : { title }) }, name);
  it.each<[string, ShownItem, boolean]>([
    ['a value under its whole name', grade('Merit', 'Unit 3: Unit grade', 'Unit 3: Unit grade'), true],
    ['a level', grade('Good', 'Unit 3: Report'), true],
    ['a value without a name', grade('Merit'), true],
    ['another value', grade('Distinction', 'Unit 3: Unit grade'), false],
    ['the value of another result', grade('Merit', 'Unit 3: Report'), false],
    ['another title', grade('Merit', 'Unit 4: Unit grade'), false],
    ['another name', grade('Merit', 'Unit 3: Unit grade', 'Unit 4'), false],
    ['no value', shown({ title: 'Unit 3: Unit grade' }), false],
  ])('with %s is one of the results or not', (_, given, expected) => {
    expect(gradeSays(given, description)).toBe(expected);
  });

  it('is called by the title alone where a result has no name, and by nothing where there is no title', () => {
    const bare = {
      ...(description as unknown as object),
      results: [{ value: 'Merit' }],
    } as unknown as Description;
    expect(gradeSays(grade('Merit', 'Unit 3'), bare)).toBe(true);
    expect(gradeSays(grade('Merit', 'Unit 3: '), bare)).toBe(false);
    const untitled = { results: [{ of: 'Grade', value: 'Merit' }] } as unknown as Description;
    expect(gradeSays(grade('Merit', 'Anything'), untitled)).toBe(true);
    expect(gradeSays(grade('Merit'), { results: [] } as unknown as Description)).toBe(false);
  });
});

describe('a record of an e-mail', () => {
  const header = (text: string) => readHeaderBlock(Buffer.from(`${text}\r\n\r\n`, 'latin1'));
  const usual = [
    'Subject: Unit 5:  your',
    '  work',
    'From: Ann <Ann@College.test>, kim+a@b-c.test',
    'Date: Mon, 5 Jan',
  ];
  const text = usual.join('\r\n');
  const said = {
    subject: 'Unit 5: your work ',
    from: ['kim+a@b-c.test', 'Ann Assessor <ann@college.test>'],
    sent: { said: 'Mon, 5 Jan' },
  };

  it.each<[string, ShownItem, string, boolean | undefined]>([
    ['all alike', shown(said, ' Unit 5: your work'), text, true],
    ['no name', shown(said), text, true],
    ['another name', shown(said, 'Unit 6'), text, false],
    ['another subject', shown({ ...said, subject: 'Unit 6' }), text, false],
    ['a subject in other capitals', shown({ ...said, subject: 'unit 5: your work' }), text, false],
    ['a subject that is closed', shown({ ...said, subject: 'Unit 6' }, undefined, ['subject']), text, true],
    ['no subject', shown({ from: said.from, sent: said.sent }), text, false],
    ['another date', shown({ ...said, sent: { said: 'Mon, 6 Jan' } }), text, false],
    ['no date', shown({ subject: said.subject, from: said.from }), text, false],
    ['a date that is closed', shown({ ...said, sent: { said: 'x' } }, undefined, ['sent']), text, true],
    ['a sender too few', shown({ ...said, from: ['ann@college.test'] }), text, false],
    ['another sender', shown({ ...said, from: [...said.from, 'eve@college.test'] }), text, false],
    ['no sender', shown({ subject: said.subject, sent: said.sent }), text, false],
    ['senders that are closed', shown({ ...said, from: [] }, undefined, ['from']), text, true],
    ['a sender twice', shown({ ...said, from: [...said.from, ...said.from] }), text, true],
    ['two subjects', shown(said), `${text}\r\nSubject: x`, undefined],
    ['two senders’ fields', shown(said), `${text}\r\nfrom: x`, undefined],
    ['two dates', shown(said), `${text}\r\nDATE: x`, undefined],
    ['a subject that cannot be read', shown(said), text.replace('Unit 5:', '=?x?q?y?='), undefined],
    ['nothing of either', shown({}), 'To: x', true],
    ['a name for an e-mail without a subject', shown({}, 'An e-mail'), 'To: x', true],
    ['a name for an e-mail with an empty subject', shown({}, 'An e-mail'), 'Subject: ', true],
    ['a composed letter for another', shown({ subject: 'e\u0301' }), 'Subject: =?utf-8?q?=C3=A9?=', true],
  ])('with %s', (_, item, head, expected) => {
    expect(messageSays(item, header(head))).toBe(expected);
  });
});

describe('the terms of several lines of a policy', () => {
  const at = (day: number) => `2026-01-0${String(day)}T00:00:00.000Z`;
  const best = (seen: string | undefined, ...lines: Parameters<typeof bestTerms>[0]) => {
    const found = bestTerms(lines, seen);
    return found === undefined ? undefined : [lines.indexOf(found.line), found.verdict];
  };
  it('count by the best of them', () => {
    const [lost, over, open] = [{ compromisedFrom: at(1) }, { until: at(1) }, { from: at(1) }];
    expect(best(at(5), lost, over, open)).toEqual([2, 'counts']);
    expect(best(at(5), lost, over)).toEqual([1, 'not-then']);
    expect(best(at(5), over, lost)).toEqual([0, 'not-then']);
    expect(best(at(5), lost)).toEqual([0, 'compromised']);
    expect(best(at(5))).toBeUndefined();
  });

  it('count without a clock only where nothing limits them', () => {
    expect(best(undefined, {})).toEqual([0, 'counts']);
    expect(best(undefined, { from: at(1) })).toEqual([0, 'not-then']);
    expect(best(undefined, { until: at(9) })).toEqual([0, 'not-then']);
    expect(best(undefined, { compromisedFrom: at(9) })).toEqual([0, 'compromised']);
  });
});

describe('what was found of origins', () => {
  it('is told of each item, the strongest first, and what is broken fails the check', () => {
    const sheet = new CheckSheet();
    const notes = new OriginNotes(sheet);
    const portal: ItemOrigin = { proof: 'portal', result: 'not-checked', code: 'portal-said' };
    const pdf: ItemOrigin = { proof: 'signed-pdf', result: 'not-checked', code: 'signed-pdf-noted' };
    const mail: ItemOrigin = { proof: 'mail', result: 'not-checked', code: 'mail-not-checked' };
    const badge: ItemOrigin = { proof: 'credential', result: 'not-checked', code: 'credential-not-checked' };
    const wrong: ItemOrigin = { proof: 'credential', result: 'fail', code: 'credential-forged' };
    const good: ItemOrigin = { proof: 'mail', result: 'pass', by: 'college.test' };
    const item = shown({});
    for (const origin of [portal, pdf, mail, badge]) notes.add(item, origin);
    expect(sheet.findings('origin')).toEqual([]);
    for (const origin of [wrong, good]) notes.add(item, origin);
    notes.add({ ...item, key: 'log 4' }, portal);
    expect([...notes.sorted()]).toEqual([
      ['log 3', [good, wrong, badge, mail, pdf, portal]],
      ['log 4', [portal]],
    ]);
    expect(sheet.findings('origin')).toEqual([{ code: 'credential-forged', entry }]);
  });

  it('is said in words', () => {
    const passed = { proof: 'credential', result: 'pass', by: 'College' } as const;
    expect(sayOrigin({ ...passed, covers: 'file' })).toBe('Signed: the file, byte for byte.');
    expect(sayOrigin(passed)).toBe('Signed: credential.');
    const open = { proof: 'mail', result: 'not-checked', code: 'mail-expired' } as const;
    expect(sayOrigin(open)).toBe(sayVerificationCode('mail-expired'));
    expect(sayOrigin({ ...open, by: 'college.test' })).toBe(
      `${sayVerificationCode('mail-expired')} (college.test)`,
    );
    expect(sayOrigin({ proof: 'mail', result: 'fail' })).toBe('mail');
    const origin: ItemOrigin[] = [{ ...open, by: 'a.test' }, passed];
    expect(
      (['signed', 'from', 'kept', 'stated', 'none'] as const).map((standing) =>
        sayStanding({ standing, origin }),
      ),
    ).toEqual([
      'signed by the provider (College)',
      'from the provider (College)',
      'kept by the vault',
      'stated by the learner',
      'not proven',
    ]);
    expect(sayStanding({ standing: 'signed' })).toBe('signed by the provider ()');
  });

  it('is counted by what stands behind items, the strongest first', () => {
    const item = (standing: ItemResult['standing'], by?: string): ItemResult => ({
      id: 'i-1',
      kind: 'document',
      entry,
      result: 'pass',
      files: [],
      standing,
      ...(by === undefined ? {} : { origin: [{ proof: 'mail', result: 'pass', by }] }),
    });
    expect(
      countStandings([
        item('none'),
        item('stated'),
        item('kept'),
        item('signed', 'B'),
        item('kept'),
        item('from', 'C'),
        item('signed', 'A'),
      ]).map(({ said, items, standing }) => [said, items, standing]),
    ).toEqual([
      ['signed by the provider (B)', 1, 'signed'],
      ['signed by the provider (A)', 1, 'signed'],
      ['from the provider (C)', 1, 'from'],
      ['kept by the vault', 2, 'kept'],
      ['stated by the learner', 1, 'stated'],
      ['not proven', 1, 'none'],
    ]);
  });
});
