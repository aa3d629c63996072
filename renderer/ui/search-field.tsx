import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';

import { useWords } from '../language/use-words.ts';
import { stroke } from './icon.ts';
import { words } from './words.ts';
import './field.css';

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly autoFocus?: boolean | undefined;
}

export function SearchField({
  label,
  value,
  onChange,
  placeholder,
  autoFocus = false,
}: SearchFieldProps): ReactNode {
  const say = useWords(words);
  return (
    <AriaSearchField
      className="field"
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
    >
      <Group className="field-group">
        <Search className="field-lead" strokeWidth={stroke} aria-hidden="true" />
        <Input className="field-input field-search" placeholder={placeholder ?? label} />
        {value !== '' && (
          <AriaButton className="field-toggle" aria-label={say.clear}>
            <X strokeWidth={stroke} aria-hidden="true" />
          </AriaButton>
        )}
      </Group>
    </AriaSearchField>
  );
}
