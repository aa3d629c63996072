import type { ReactNode } from 'react';

import { Link } from '../../ui/link.tsx';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A list of items by name, each leading to its page. @param say what stands behind a name */
export function ItemLinks({
  items,
  most,
  more,
  say,
}: {
  readonly items: readonly Named[];
  readonly most: number;
  /** Said where there are more than are shown. */
  readonly more: string;
  readonly say?: (id: string) => string | undefined;
}): ReactNode {
  return (
    <ul className="mend-items">
      {items.slice(0, most).map(({ id, name }) => {
        const said = say?.(id);
        return (
          <li key={id}>
            <Link to={`/item/${encodeURIComponent(id)}`}>
              <bdi>{name}</bdi>
            </Link>
            {said !== undefined && <span className="health-soft"> {said}</span>}
          </li>
        );
      })}
      {items.length > most && <li className="health-soft">{more}</li>}
    </ul>
  );
}
