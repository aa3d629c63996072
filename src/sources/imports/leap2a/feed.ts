/** Text of an entry as Atom carries it (RFC 4287 section 4.1.3). */
export interface FeedContent {
  /** `text`, `html`, `xhtml` or a media type. */
  readonly type: string;
  /** Decoded for `text` and `html`; the markup as it stands for `xhtml` and for XML of another type. */
  readonly value: string;
  /** Address of the content, if it lies elsewhere; then `value` says nothing. */
  readonly src?: string;
}

interface FeedLink {
  readonly rel: string;
  readonly href: string;
  readonly type?: string;
  readonly title?: string;
}

export interface FeedEntry {
  /** As written; unique in a sound feed. */
  readonly id: string;
  readonly title: string;
  /** The bare word of its Leap2A type. */
  readonly type?: string;
  readonly author?: string;
  readonly published?: string;
  readonly updated?: string;
  readonly summary?: FeedContent;
  readonly content?: FeedContent;
  readonly links: readonly FeedLink[];
  readonly categories: readonly {
    readonly term: string;
    readonly scheme?: string;
    readonly label?: string;
  }[];
  readonly dates: readonly { readonly point?: string; readonly label?: string; readonly said: string }[];
  /** The entry's own XML, character for character. */
  readonly xml: string;
}

export interface Feed {
  readonly id: string;
  readonly title: string;
  readonly updated?: string;
  /** The program that wrote it. */
  readonly generator?: string;
  /** Name of whoever the portfolio is of, as far as the feed says. */
  readonly author?: string;
  readonly entries: readonly FeedEntry[];
}
