/** What kind of thing a file says of itself beside its content. */
export type SaidKind =
  | 'author'
  | 'changed-by'
  | 'company'
  | 'title'
  | 'words'
  | 'place'
  | 'time'
  | 'device'
  | 'program'
  | 'picture'
  | 'people-inside'
  | 'other';

/** Something that a file says beside what it shows. */
export interface SaidThing {
  readonly what: SaidKind;
  /** As it stands there, on one line and cut where it is long. */
  readonly text: string;
  /** True for what a copy without hidden details says all the same, since it is part of the content. */
  readonly stays?: true;
}

const longest = 200;

/** One thing, if there is anything to it. */
export function saidThing(what: SaidKind, text: string | undefined): SaidThing[] {
  const plain = (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longest);
  return plain === '' ? [] : [{ what, text: plain }];
}

/** None twice. */
export function withoutRepeats(said: readonly SaidThing[]): SaidThing[] {
  return [...new Map(said.map((one) => [`${one.what} ${one.text}`, one])).values()];
}
