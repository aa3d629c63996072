/** Words by place: nested objects of strings, with placeholders in braces. */
export interface WordTree {
  readonly [name: string]: string | WordTree;
}

/** The same tree, of which another language may lack any part. */
export type PartialWords<Tree> = {
  readonly [Name in keyof Tree]?: Tree[Name] extends string ? string : PartialWords<Tree[Name]>;
};

/** One feature's words: English complete, other languages as far as they are. */
export type Words<Tree extends WordTree> = { readonly en: Tree } & Readonly<
  Record<string, PartialWords<Tree>>
>;

/** Declares a feature's words. What another language lacks is said in English. */
export function defineWords<Tree extends WordTree>(
  languages: { readonly en: Tree } & Readonly<Record<string, PartialWords<Tree>>>,
): Words<Tree> {
  return languages;
}

/** What was put together, by the words it was put together from and the language. */
const spoken = new WeakMap<object, Map<string, WordTree>>();

/** The words in one language, each gap filled from English. */
export function wordsIn<Tree extends WordTree>(words: Words<Tree>, language: string): Tree {
  const chosen: PartialWords<WordTree> | undefined = Object.hasOwn(words, language)
    ? words[language]
    : undefined;
  if (language === 'en' || chosen === undefined) return words.en;
  const known = spoken.get(words) ?? new Map<string, WordTree>();
  spoken.set(words, known);
  const merged = known.get(language) ?? merge(words.en, chosen);
  known.set(language, merged);
  // The merged tree has every part of the English one, and only texts where that has texts.
  return merged as Tree;
}

function merge(english: WordTree, other: PartialWords<WordTree>): WordTree {
  return Object.fromEntries(
    Object.entries(english).map(([name, said]): [string, string | WordTree] => {
      const theirs: unknown = Object.hasOwn(other, name) ? other[name] : undefined;
      if (typeof said === 'string') return [name, typeof theirs === 'string' ? theirs : said];
      return [name, isTree(theirs) ? merge(said, theirs) : said];
    }),
  );
}

function isTree(value: unknown): value is PartialWords<WordTree> {
  return typeof value === 'object' && value !== null;
}
