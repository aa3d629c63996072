import type { ReactNode } from 'react';
import { SwitchButton, SwitchField } from 'react-aria-components/Switch';
import { Text } from 'react-aria-components/Text';

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
    <SwitchField className="choice-field" isSelected={value} onChange={onChange} isDisabled={isDisabled}>
      <SwitchButton className="choice choice-switch">
        <span className="choice-text">{children}</span>
        <span className="choice-track" aria-hidden="true" />
      </SwitchButton>
      {help !== undefined && (
        <Text slot="description" className="choice-help choice-help-below">
          {help}
        </Text>
      )}
    </SwitchField>
  );
}
