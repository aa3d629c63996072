import type { ReactNode } from 'react';

/** Something that is on or off, and says what it is. */
export interface ChoiceProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly children: ReactNode;
  readonly help?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}
