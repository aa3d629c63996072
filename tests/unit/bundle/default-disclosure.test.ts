import { describe, expect, it } from 'vitest';

import { disclosesByDefault, identityFields } from '../../../src/bundle/default-disclosure.ts';

const open = (fields: Parameters<typeof disclosesByDefault>[0], choice = {}) =>
  Object.keys(fields).filter(disclosesByDefault(fields, choice));
const profile = {
  kind: 'record-stated',
  'record-kind': 'profile',
  ...Object.fromEntries(identityFields.map((name) => [`record.${name}`, 'x'])),
};

describe('what an export opens', () => {
  it('keeps all headers of an e-mail closed, as other people’s addresses stand there', () => {
    const message = {
      kind: 'item-captured',
      'record-kind': 'message',
      'record.subject': 'Result',
      'record.headers': [],
      'record.dkim': {},
    };
    expect(open(message)).toEqual(['kind', 'record-kind', 'record.subject', 'record.dkim']);
  });

  it('is of a profile what was chosen, and of an enrolment the registration only with it', () => {
    expect(open(profile)).not.toContain('record.email');
    expect(open(profile)).not.toContain('record.learnerNumber');
    expect(open(profile)).toContain('record.name');
    expect(open(profile, { identity: [] })).toEqual(['kind', 'record-kind']);
    expect(open(profile, { identity: ['email'] })).toEqual(['kind', 'record-kind', 'record.email']);
    const enrolment = { kind: 'record-stated', 'record-kind': 'enrolment', 'record.registration': '7' };
    expect(open(enrolment)).toContain('record.registration');
    expect(open(enrolment, { identity: ['registration'] })).toContain('record.registration');
    expect(open(enrolment, { identity: ['name'] })).not.toContain('record.registration');
  });

  it('counts no attempts of its own accord', () => {
    expect(open({ kind: 'history-closed', at: '', 'chain-0001': {}, 'chain-0002': {} })).toEqual([
      'kind',
      'at',
    ]);
  });
});
