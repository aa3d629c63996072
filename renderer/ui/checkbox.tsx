import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';

import './choice.css';

export interface CheckboxProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly children: ReactNode;
  readonly help?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function Checkbox({ value, onChange, children, help, isDisabled = false }: CheckboxProps): ReactNode {
  return (
    <AriaCheckbox className="choice" isSelected={value} onChange={onChange} isDisabled={isDisabled}>
      <span className="choice-box" aria-hidden="true">
        <Check strokeWidth={3} />
      </span>
      <span className="choice-text">
        <span>{children}</span>
        {help !== undefined && <span className="choice-help">{help}</span>}
      </span>
    </AriaCheckbox>
  );
}
