import { defineWords } from '../language/define-words.ts';

/** Kinds of things in a bundle. */
export const kindWords = defineWords({
  en: {
    profile: 'Who the learner is',
    enrolment: 'Course',
    unit: 'Unit',
    outcome: 'What to learn',
    criterion: 'Point to meet',
    assignment: 'Task',
    attempt: 'Attempt',
    submission: 'Handed in',
    feedback: 'Feedback',
    grade: 'Grade',
    decision: 'Decision',
    document: 'File',
    statement: 'Statement',
    mapping: 'Link to a unit',
    declaration: 'Signed statement',
    message: 'Message',
    credential: 'Badge or record',
    page: 'Kept page',
    note: 'Note',
    flag: 'Mark',
  },
});
