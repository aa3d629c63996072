import type { ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';

import './choice.css';

export interface SwitchProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly children: ReactNode;
  readonly help?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** Something that takes effect at once. */
export function Switch({ value, onChange, children, help, isDisabled = false }: SwitchProps): ReactNode {
  return (
    <AriaSwitch
      className="choice choice-switch"
      isSelected={value}
      onChange={onChange}
      isDisabled={isDisabled}
    >
      <span className="choice-text">
        <span>{children}</span>
        {help !== undefined && <span className="choice-help">{help}</span>}
      </span>
      <span className="choice-track" aria-hidden="true" />
    </AriaSwitch>
  );
}
