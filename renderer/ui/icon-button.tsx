import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

import { stroke, type Icon } from './icon.ts';
import './button.css';

export interface IconButtonProps {
  /** What it does, said on hover and to a screen reader. */
  readonly label: string;
  readonly icon: Icon;
  readonly onPress?: (() => void) | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function IconButton({ label, icon: Icon, onPress, isDisabled = false }: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        className="icon-button"
        aria-label={label}
        isDisabled={isDisabled}
        {...(onPress === undefined ? {} : { onPress: () => onPress() })}
      >
        <Icon strokeWidth={stroke} aria-hidden="true" />
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
