import { html, type Markup } from './markup.ts';

/** A list of terms and values; rows without a value are left out, and so is a list without rows. */
export function definitionList(
  rows: readonly (readonly [term: string, value: Markup | undefined])[],
): Markup | undefined {
  const said = rows.flatMap(([term, value]) =>
    value === undefined
      ? []
      : [
          html`<dt>${term}</dt>
            <dd>${value}</dd>`,
        ],
  );
  return said.length === 0 ? undefined : html`<dl>${said}</dl>`;
}
