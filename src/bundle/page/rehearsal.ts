import { html, type Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sayTime } from './words.ts';

/** That the vault was put together again as a trial, where the bundle shows it. */
export function renderRehearsal({ model: { rehearsal } }: PageContext): Markup | undefined {
  if (rehearsal === undefined) return undefined;
  const { at, items, readable, of } = rehearsal;
  return html`<section aria-labelledby="rehearsal">
    <h2 id="rehearsal">Kept safe</h2>
    <p class="soft">As the vault says.</p>
    <p>
      On ${sayTime(at)} the vault was put together again from a second copy, to see that it can be:
      ${readable} of ${items} items that were tried came back whole. It held ${of} then.
    </p>
  </section>`;
}
