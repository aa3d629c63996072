import type { Answer } from '../answer.ts';
import { htmlAnswer } from '../answer.ts';
import { practiceSiteName } from '../practice-mark.ts';

/** Text that is HTML already. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** A template whose texts are escaped and whose markup is not. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    strings.map((text, place) => text + (place < parts.length ? written(parts[place]) : '')).join(''),
  );
}

function written(part: Part | undefined): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(({ html: inner }) => inner).join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem}
header,footer{border-block:1px solid #8888;padding:.5rem 0}nav a{margin-inline-end:1rem}label{display:block;margin-top:1rem}
input,button{font:inherit;padding:.4rem .6rem}button{margin-top:1rem}.error{border-inline-start:4px solid #b3261e;padding-inline-start:.8rem}`;

/** Whose page it is, so that it can offer to sign out. */
export interface PageFrame {
  readonly title: string;
  readonly signedIn?: { readonly name: string; readonly sesskey: string } | undefined;
}

/** A whole page, marked as practice. */
export function pageAnswer(
  { title, signedIn }: PageFrame,
  body: Markup,
  headers: readonly (readonly [string, string])[] = [],
  status = 200,
): Answer {
  const nav =
    signedIn === undefined
      ? html``
      : html`<nav aria-label="Site">
          <a href="/my/">My courses</a><a href="/practice/downloads.php">Odd downloads</a
          ><a href="/login/logout.php?sesskey=${signedIn.sesskey}">Sign out ${signedIn.name}</a>
        </nav>`;
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} | ${practiceSiteName}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <header><strong>${practiceSiteName}</strong> ${nav}</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer><p>This is a practice portal on this computer. Nothing here is real.</p></footer>
      </body>
    </html> `;
  return htmlAnswer(status, page.html, [['Cache-Control', 'no-store'], ...headers]);
}

/** Leads the browser on. Paths of this site only. */
export function leadTo(
  path: string,
  headers: readonly (readonly [string, string])[] = [],
  status = 303,
): Answer {
  return htmlAnswer(
    status,
    `<!DOCTYPE html>\n<html lang="en"><head><title>Redirect</title></head><body></body></html>\n`,
    [['Location', path], ...headers],
  );
}
