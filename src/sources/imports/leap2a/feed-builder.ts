import type { SaxesTagNS } from 'saxes';

import { VaultError } from '../../../base/errors.ts';
import type { Feed, FeedContent, FeedEntry } from './feed.ts';
import { feedLimits } from './feed-limits.ts';
import { atomNamespace, bareTerm, isLeapNamespace, rdfNamespace } from './vocabulary.ts';

type Draft<Type> = { -readonly [Name in keyof Type]: Type[Name] };
interface EntryDraft extends Draft<Omit<FeedEntry, 'links' | 'categories' | 'dates' | 'xml'>> {
  readonly links: FeedEntry['links'][number][];
  readonly categories: FeedEntry['categories'][number][];
  readonly dates: FeedEntry['dates'][number][];
}

interface OpenElement {
  readonly uri: string;
  readonly local: string;
  /** Where its tag begins in the text. */
  readonly start: number;
  /** Where its content begins. */
  inside: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly words: string[];
}

/** Puts a feed together out of the elements of its XML, as they open and close. */
export class FeedBuilder {
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  readonly #feed: Draft<Omit<Feed, 'entries'>> = { id: '', title: '' };
  readonly #entries: FeedEntry[] = [];
  #entry: EntryDraft | undefined;
  #start = 0;
  #isFeed = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** A tag was begun; `position` is behind its name, in which there can be no `<`. */
  begin(position: number): void {
    this.#start = this.#text.lastIndexOf('<', Math.min(position, this.#text.length) - 1);
  }

  open(tag: SaxesTagNS, position: number): void {
    const attributes = new Map<string, string>();
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (uri === '' || uri === rdfNamespace || isLeapNamespace(uri)) attributes.set(local, value);
    }
    this.#open.push({
      uri: tag.uri,
      local: tag.local,
      start: this.#start,
      inside: position,
      attributes,
      words: [],
    });
    const depth = this.#open.length;
    if (depth === 1) this.#isFeed = isAtom(tag, 'feed');
    if (depth === 2 && this.#isFeed && isAtom(tag, 'entry')) {
      if (this.#entries.length >= feedLimits.entries)
        throw new VaultError('input.too-large', { what: 'entries', limit: feedLimits.entries });
      this.#entry = { id: '', title: '', links: [], categories: [], dates: [] };
    }
  }

  text(said: string): void {
    // Words count for the element of the feed or entry that they stand in, at whatever depth.
    const holder = this.#open[this.#entry === undefined ? 1 : 2];
    holder?.words.push(said);
    const inner = this.#open[3];
    if (inner !== undefined && inner !== holder) inner.words.push(said);
    const author = this.#open[2];
    if (this.#entry === undefined && author !== undefined) author.words.push(said);
  }

  close(position: number): void {
    const element = this.#open.pop();
    if (element === undefined || !this.#isFeed) return;
    const depth = this.#open.length;
    if (this.#entry === undefined) {
      this.#closeInFeed(element, depth);
      return;
    }
    if (depth === 1) this.#closeEntry(element, position);
    if (depth === 2) this.#closeInEntry(element, position, this.#entry);
    if (depth === 3 && isNamed(this.#open[2], 'author') && isNamed(element, 'name'))
      this.#entry.author = words(element);
  }

  /** Throws `format.malformed` if it was no Atom feed. */
  finish(): Feed {
    if (!this.#isFeed) throw new VaultError('format.malformed', { problem: 'no-feed' });
    return { ...this.#feed, entries: this.#entries };
  }

  #closeInFeed(element: OpenElement, depth: number): void {
    if (depth === 1 && isNamed(element, 'id')) this.#feed.id = words(element);
    if (depth === 1 && isNamed(element, 'title')) this.#feed.title = words(element);
    if (depth === 1 && isNamed(element, 'updated')) this.#feed.updated = words(element);
    if (depth === 1 && isNamed(element, 'generator')) this.#feed.generator = words(element);
    if (depth === 2 && isNamed(this.#open[1], 'author') && isNamed(element, 'name'))
      this.#feed.author = words(element);
  }

  #closeEntry(element: OpenElement, position: number): void {
    if (this.#entry !== undefined && isNamed(element, 'entry'))
      this.#entries.push({ ...this.#entry, xml: this.#text.slice(element.start, position) });
    this.#entry = undefined;
  }

  #closeInEntry(element: OpenElement, position: number, entry: EntryDraft): void {
    const { attributes, local, uri } = element;
    if (uri === rdfNamespace && local === 'type') {
      entry.type = bareTerm(attributes.get('resource') ?? '');
      return;
    }
    if (isLeapNamespace(uri)) {
      if (local === 'date' && hasRoom(entry.dates))
        entry.dates.push({ ...picked(attributes, ['point', 'label']), said: words(element) });
      return;
    }
    if (uri !== atomNamespace) return;
    if (local === 'id') entry.id = words(element);
    if (local === 'title') entry.title = words(element);
    if (local === 'published') entry.published = words(element);
    if (local === 'updated') entry.updated = words(element);
    if (local === 'summary') entry.summary = this.#contentOf(element, position);
    if (local === 'content') entry.content = this.#contentOf(element, position);
    if (local === 'link' && attributes.has('href') && hasRoom(entry.links))
      entry.links.push({
        // RFC 4287 section 4.2.7.2: no relation is `alternate`.
        rel: bareTerm(cut(attributes.get('rel') ?? 'alternate')),
        href: cut(attributes.get('href') ?? ''),
        ...picked(attributes, ['type', 'title']),
      });
    if (local === 'category' && hasRoom(entry.categories))
      entry.categories.push({
        term: cut(attributes.get('term') ?? ''),
        ...picked(attributes, ['scheme', 'label']),
      });
  }

  #contentOf(element: OpenElement, position: number): FeedContent {
    const { attributes, inside } = element;
    const type = (attributes.get('type') ?? 'text').trim().toLowerCase();
    const src = attributes.get('src');
    const isMarkup = type === 'xhtml' || /[+/]xml$/.test(type);
    const end = this.#text.lastIndexOf('</', position);
    const value = isMarkup ? this.#text.slice(inside, Math.max(inside, end)) : element.words.join('');
    return { type, value, ...(src === undefined ? {} : { src: cut(src) }) };
  }
}

function isAtom({ uri, local }: { uri: string; local: string }, name: string): boolean {
  return uri === atomNamespace && local === name;
}

function isNamed(element: OpenElement | undefined, name: string): boolean {
  return element !== undefined && isAtom(element, name);
}

function words(element: OpenElement): string {
  return cut(element.words.join('').trim());
}

function cut(text: string): string {
  return text.slice(0, feedLimits.word).toWellFormed();
}

function hasRoom(list: readonly unknown[]): boolean {
  return list.length < feedLimits.parts;
}

function picked<Name extends string>(
  attributes: ReadonlyMap<string, string>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined && value !== '') found[name] = cut(value);
  }
  return found;
}
