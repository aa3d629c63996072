/** HTML that is already safe. Only `html` makes it, so that nothing reaches a page unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupPart = string | number | Markup | undefined | readonly Markup[];

/** HTML with every value escaped, whatever it is, but for what `html` itself made. */
export function html(pieces: TemplateStringsArray, ...values: readonly MarkupPart[]): Markup {
  let text = pieces[0] ?? '';
  for (const [at, value] of values.entries()) text += render(value) + (pieces[at + 1] ?? '');
  return new Markup(text);
}

function render(value: MarkupPart): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeText(String(value));
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/**
 * Text for HTML, within and outside of attributes. Characters that are not seen but change what is seen (controls, marks that
 * turn the direction of writing, invisible joiners of lines) are shown by their number: a file name may not dress up as another.
 */
export function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => escapes.get(character) ?? '')
    .replace(
      hidden,
      (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}

const hidden = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff]/gu;
