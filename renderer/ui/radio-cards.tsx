import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';

import { stroke, type Icon } from './icon.ts';
import './choice.css';
import './field.css';

interface RadioCard<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly text?: string | undefined;
  readonly icon?: Icon | undefined;
}

export interface RadioCardsProps<Id extends string> {
  readonly label: string;
  readonly options: readonly RadioCard<Id>[];
  /** Undefined if nothing is chosen yet. */
  readonly value: Id | undefined;
  readonly onChange: (value: Id) => void;
  readonly help?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** One of a few, each with a sentence. */
export function RadioCards<Id extends string>(props: RadioCardsProps<Id>): ReactNode {
  const { label, options, value, onChange, help, isDisabled = false } = props;
  return (
    <RadioGroup
      className="cards"
      value={value ?? null}
      isDisabled={isDisabled}
      onChange={(chosen) => {
        const option = options.find(({ id }) => id === chosen);
        if (option !== undefined) onChange(option.id);
      }}
    >
      <Label className="field-label">{label}</Label>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <div className="cards-list">
        {options.map(({ id, title, text, icon: Icon }) => (
          <RadioField key={id} value={id} className="choice-card">
            <RadioButton className="choice">
              <span className="choice-dot" aria-hidden="true" />
              <span className="choice-title">{title}</span>
              {Icon !== undefined && <Icon className="choice-icon" strokeWidth={stroke} aria-hidden="true" />}
            </RadioButton>
            {text !== undefined && (
              <Text slot="description" className="choice-help choice-help-indented">
                {text}
              </Text>
            )}
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  );
}
