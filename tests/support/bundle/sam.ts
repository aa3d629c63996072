import { utf8 } from '../../../src/base/bytes.ts';
import { SmallVault } from './small-vault.ts';

/** Sam's vault: a unit, an assignment with two attempts, a grade that was marked again, a file that is gone. */
export function samsVault(seed = 1, practice = false): SmallVault {
  const vault = new SmallVault(seed, practice);
  const { log } = vault;
  log.append({
    kind: 'source-added',
    at: '2026-11-20T10:00:00.000Z',
    source: 's-0000000001',
    type: 'moodle',
    name: 'Northfield Training',
    settings: { username: 'sam4471' },
  });
  vault.state('e-profile001', 'profile', {
    name: 'Sam Taylor',
    candidateNumber: '4471',
    email: 'sam@example.org',
  });
  vault.state('e-0000000001', 'enrolment', {
    provider: { name: 'Northfield Training' },
    qualification: { title: 'Level 3 Diploma in Engineering' },
  });
  vault.state('u-0000000003', 'unit', { reference: '3', title: 'Practical portfolio' });
  vault.capture({
    item: 'i-assignment',
    kind: 'assignment',
    name: 'Unit 3 assignment',
    record: { title: 'Unit 3 assignment: portfolio', due: { said: 1, means: '2026-10-01T12:00:00.000Z' } },
  });
  vault.state('m-0000000001', 'mapping', { item: 'i-assignment', unit: 'u-0000000003' });
  for (const number of [1, 2]) addAttempt(vault, number);
  vault.capture({
    item: 'i-grade-2',
    kind: 'grade',
    name: 'Grade',
    version: 2,
    attempt: 2,
    record: {
      attempt: 'i-attempt-2',
      value: { said: 'Merit' },
      released: true,
      releasedBecause: 'shown-to-learner',
    },
  });
  log.append({
    kind: 'item-gone',
    at: '2026-11-20T11:00:00.000Z',
    item: 'i-file-1',
    source: 's-0000000001',
    reason: 'deleted',
  });
  return vault;
}

function addAttempt(vault: SmallVault, number: number): void {
  const attempt = `i-attempt-${number}`;
  const link = { assignment: 'i-assignment', attempt };
  vault.capture({
    item: attempt,
    kind: 'attempt',
    name: `Attempt ${number}`,
    attempt: number,
    record: {
      assignment: 'i-assignment',
      number,
      numberAtSource: number - 1,
      status: { said: 'submitted', means: 'submitted' },
    },
  });
  vault.capture({
    item: `i-submission-${number}`,
    kind: 'submission',
    name: 'Submission',
    attempt: number,
    record: { ...link, items: [`i-file-${number}`] },
  });
  vault.capture({
    item: `i-file-${number}`,
    kind: 'document',
    name: 'Report.pdf',
    attempt: number,
    bytes: utf8(`%PDF-1.7 report of attempt ${number}`),
    record: { ...link, name: 'Report.pdf', role: 'submission-file' },
  });
  vault.capture({
    item: `i-feedback-${number}`,
    kind: 'feedback',
    name: 'Feedback',
    attempt: number,
    record: {
      ...link,
      comments: [
        { said: `<p>Attempt ${number}: well done</p><p>Next step</p>`, format: { said: 1, means: 'html' } },
      ],
      released: true,
      releasedBecause: 'shown-to-learner',
    },
  });
  vault.capture({
    item: `i-grade-${number}`,
    kind: 'grade',
    name: 'Grade',
    attempt: number,
    record: {
      ...link,
      value: { said: number === 1 ? 'Refer' : 'Pass' },
      released: true,
      releasedBecause: 'shown-to-learner',
    },
  });
}
