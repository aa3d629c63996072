import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';

import { stroke } from './icon.ts';
import './field.css';
import './menu.css';

export interface SelectFieldProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: string }[];
  readonly value: Id;
  readonly onChange: (value: Id) => void;
  readonly help?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** The label is said to a screen reader only. */
  readonly labelHidden?: boolean | undefined;
}

/** One of a few. */
export function SelectField<Id extends string>(props: SelectFieldProps<Id>): ReactNode {
  const { label, options, value, onChange, help, isDisabled = false, labelHidden = false } = props;
  return (
    <Select
      className="field"
      isDisabled={isDisabled}
      value={value}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      {...(labelHidden ? { 'aria-label': label } : {})}
    >
      {!labelHidden && <Label className="field-label">{label}</Label>}
      <AriaButton className="select-button">
        <SelectValue className="select-value" />
        <ChevronDown strokeWidth={stroke} aria-hidden="true" />
      </AriaButton>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <Popover className="popover" offset={4}>
        <ListBox className="menu" items={options}>
          {(option) => (
            <ListBoxItem className="menu-item" id={option.id} textValue={option.label}>
              {({ isSelected }) => (
                <>
                  <span className="menu-text">{option.label}</span>
                  {isSelected && <Check strokeWidth={stroke} aria-hidden="true" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
