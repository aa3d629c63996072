import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox';
import { Text } from 'react-aria-components/Text';

import './choice.css';
import type { ChoiceProps } from './choice-props.ts';

export function Checkbox({ value, onChange, children, help, isDisabled = false }: ChoiceProps): ReactNode {
  return (
    <CheckboxField className="choice-field" isSelected={value} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton className="choice">
        <span className="choice-box" aria-hidden="true">
          <Check strokeWidth={3} />
        </span>
        <span className="choice-text">{children}</span>
      </CheckboxButton>
      {help !== undefined && (
        <Text slot="description" className="choice-help choice-help-indented">
          {help}
        </Text>
      )}
    </CheckboxField>
  );
}
