import type { ReactNode } from 'react';

import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { sayVault, type FoundVault } from './found-by-vault.ts';
import { words } from './words.ts';

/** Copies of several vaults lie there: which of them is wanted. */
export function WhichVault({
  vaults,
  value,
  onChange,
}: {
  readonly vaults: readonly FoundVault[];
  readonly value: string | undefined;
  readonly onChange: (vault: string) => void;
}): ReactNode {
  const say = useWords(words).which;
  const language = useLanguage();
  const textOf = ({ copies, lastCopied }: FoundVault): string => {
    const places = copies.map(({ name }) => name).join(', ');
    return lastCopied === undefined
      ? fill(say.places, { places })
      : fill(say.last, { when: sayDate(lastCopied, new Date(), language), places });
  };
  return (
    <RadioCards
      label={say.label}
      value={value}
      onChange={onChange}
      options={vaults.map((found) => ({
        id: found.vault,
        title: fill(say.name, { id: sayVault(found.vault) }),
        text: textOf(found),
      }))}
    />
  );
}
