import type { ReactNode } from 'react';
import { SwitchButton, SwitchField } from 'react-aria-components/Switch';
import { Text } from 'react-aria-components/Text';

import './choice.css';
import type { ChoiceProps } from './choice-props.ts';

/** Something that takes effect at once. */
export function Switch({ value, onChange, children, help, isDisabled = false }: ChoiceProps): ReactNode {
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
