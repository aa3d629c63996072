import type { LucideIcon } from 'lucide-react';

/** Any icon of Lucide; parts draw it with one stroke. */
export type Icon = LucideIcon;
/** The stroke of every icon. */
export const stroke = 1.75;
