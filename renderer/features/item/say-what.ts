import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { credentialWords } from './credential-words.ts';
import { messageWords } from './message-words.ts';
import { textIn } from './record-parts.ts';
import type { words } from './words.ts';

type Say = typeof words.en;

/** What an item is, in one sentence. */
export function sayWhat({ what }: Say, item: ShownItem): string {
  const assignment = item.within.find(({ kind }) => kind === 'assignment')?.name;
  const { attempt: number } = item;
  const attempts = new Set(item.parts.filter(({ kind }) => kind === 'attempt').map(({ id }) => id)).size;
  const about = (alone: string, whole: string): string =>
    assignment === undefined ? alone : fill(whole, { assignment });
  const numbered = (alone: string, whole: string): string =>
    assignment === undefined || number === undefined ? alone : fill(whole, { assignment, number });
  switch (item.kind) {
    case 'document':
      return sayDocument(what, textIn(item.latest?.record, 'role'), about);
    case 'assignment':
      return attempts === 0 ? what.assignmentNone : plural(attempts, what.assignmentOne, what.assignmentMany);
    case 'attempt':
      return numbered(what.attemptAlone, what.attempt);
    case 'submission':
      return numbered(what.submission, what.submissionFor);
    case 'feedback':
      return numbered(what.feedback, what.feedbackFor);
    case 'grade': {
      const title = textIn(item.latest?.record, 'title');
      return number === undefined && title !== undefined
        ? fill(what.gradeOverall, { title })
        : numbered(what.grade, what.gradeFor);
    }
    case 'enrolment':
      return what.enrolment;
    case 'message':
      return sayMessage(textIn(item.latest?.record, 'channel'));
    case 'credential':
      return sayCredential(textIn(item.latest?.record, 'standard'));
    case 'page':
      return what.page;
    case 'statement':
      return what.statement;
    case 'decision':
      return what.decision;
    case 'declaration':
      return what.declaration;
    default:
      return what.unknown;
  }
}

function sayMessage(channel: string | undefined): string {
  const what: Readonly<Record<string, string>> = messageWords.en.what;
  return (Object.hasOwn(what, channel ?? '') ? what[channel ?? ''] : undefined) ?? messageWords.en.what.other;
}

function sayCredential(standard: string | undefined): string {
  const what: Readonly<Record<string, string>> = credentialWords.en.what;
  return (
    (Object.hasOwn(what, standard ?? '') ? what[standard ?? ''] : undefined) ??
    credentialWords.en.what.credential
  );
}

function sayDocument(
  what: Say['what'],
  role: string | undefined,
  about: (alone: string, whole: string) => string,
): string {
  switch (role) {
    case 'submission-file':
      return about(what.submissionFile, what.submissionFileFor);
    case 'online-text':
      return about(what.onlineText, what.onlineTextFor);
    case 'feedback-file':
    case 'feedback-image':
      return about(what.feedbackFile, what.feedbackFileFor);
    case 'annotated-copy':
      return about(what.annotated, what.annotatedFor);
    case 'brief':
      return about(what.brief, what.briefFor);
    case 'attachment':
      return what.attachment;
    case 'message-source':
      return what.messageSource;
    case 'credential':
      return what.credentialSource;
    case 'page-pdf':
    case 'page-screenshot':
    case 'page-source':
      return what.pagePart;
    default:
      return about(what.document, what.documentFor);
  }
}
