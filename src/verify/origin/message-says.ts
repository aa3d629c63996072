import { listOf, objectOf, textOf } from '../../bundle/readable-json.ts';
import { decodeWords } from './mail/encoded-words.ts';
import { unfolded, valuesOf, type HeaderBlock } from './mail/header-block.ts';
import type { ShownItem } from './shown-items.ts';

/**
 * Whether a record says of sender, subject and date what the message's header says. What is not opened says nothing. The text of the record
 * is not compared: it is read out of the message's parts, and whoever wants it proven reads the message itself.
 *
 * @returns undefined where it cannot be told, since the header is written in a way that is not read here
 */
export function messageSays({ facts, view }: ShownItem, header: HeaderBlock): boolean | undefined {
  const { record } = facts;
  const opened = (name: string): boolean => !view.notShown.includes(`record.${name}`);
  // Of two fields of a name nobody can say which was read; a signature over such a header does not count.
  if (['subject', 'from', 'date'].some((name) => valuesOf(header, name).length > 1)) return undefined;
  const [rawSubject] = valuesOf(header, 'subject');
  const subject = rawSubject === undefined ? '' : decodeWords(unfolded(rawSubject));
  if (subject === undefined) return undefined;
  const shown = [
    ...(opened('subject') ? [textOf(record.subject) ?? ''] : []),
    // An e-mail without a subject is called by what it is.
    ...(facts.name === undefined || plain(subject) === '' ? [] : [facts.name]),
  ];
  const date = valuesOf(header, 'date').map(unfolded)[0];
  return (
    shown.every((text) => plain(text) === plain(subject)) &&
    (!opened('sent') || (textOf(objectOf(record.sent)?.said) ?? '') === (date ?? '')) &&
    (!opened('from') ||
      sameSenders(
        listOf(record.from).flatMap((each) => textOf(each) ?? []),
        header,
      ))
  );
}

function sameSenders(said: readonly string[], header: HeaderBlock): boolean {
  const [one, other] = [said, valuesOf(header, 'from')].map((texts) => addressesIn(texts.join(' ')));
  return one === other;
}

function addressesIn(text: string): string {
  const found = text.toLowerCase().match(/[^\s<>"',;:()@]+@[a-z0-9.-]+/g) ?? [];
  return [...new Set(found)].sort().join(' ');
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
