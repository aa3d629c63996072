/** What the name of a file in Canvas's 'Download Submissions' of one assignment says. */
export interface BulkName {
  /** Canvas's id of the learner, or their number where names are hidden. */
  readonly user: string;
  /** As Canvas writes it: surname first, in small letters, without blanks; absent where names are hidden. */
  readonly person: string | undefined;
  readonly late: boolean;
  readonly part:
    | { readonly kind: 'file'; readonly id: string; readonly name: string }
    | { readonly kind: 'text' | 'link' };
}

const pattern =
  /^(?:(?!anon_|LATE_)([^_]+)_)?(LATE_)?(anon_[A-Za-z0-9]+|\d+)_(?:(\d+)_(.+)|(text|link)\.html)$/iu;

/**
 * Reads such a name: `ashworthrobin_LATE_1001_9001_essay.pdf`, `ashworthrobin_1001_text.html`, `anon_Ab3xY_9001_essay.pdf`. Undefined
 * for any other.
 *
 * Structure: `ContentZipper#get_filename` and `#add_upload_submission` of Canvas (github.com/instructure/canvas-lms,
 * lib/content_zipper.rb): the learner's name, `LATE`, the learner's id, then the file's id and its name, or `text.html`, `link.html`.
 */
export function parseBulkName(name: string): BulkName | undefined {
  const [, person, late, user, id, file, written] = pattern.exec(name) ?? [];
  if (user === undefined) return undefined;
  const shared = { user, person, late: late !== undefined };
  if (id !== undefined && file !== undefined) return { ...shared, part: { kind: 'file', id, name: file } };
  return { ...shared, part: { kind: written?.toLowerCase() === 'link' ? 'link' : 'text' } };
}
