import { createElement, type ReactNode } from 'react';

import { stroke } from '../../ui/icon.ts';
import { iconOf } from './kind-icons.ts';

/** The icon of an item; what it means is always said in words beside it. */
export function ItemIcon({
  item,
  className,
}: {
  readonly item: { readonly kind: string; readonly mediaType?: string };
  readonly className: string;
}): ReactNode {
  return createElement(iconOf(item), { className, strokeWidth: stroke, 'aria-hidden': true });
}
