import { useWords } from '../language/use-words.ts';
import { PassphraseField } from '../ui/passphrase-field.tsx';
import { RadioCards } from '../ui/radio-cards.tsx';
import type { Unlock } from './use-unlock.ts';
import { WordFields } from './word-fields.tsx';
import { words } from './words.ts';

interface UnlockFieldsProps {
  readonly unlock: Unlock;
  readonly label: string;
  readonly passphrase: { readonly title: string; readonly text: string };
  readonly recoveryKey: { readonly title: string; readonly text: string };
}

/** The choice between passphrase and recovery key, and the fields for what was chosen. */
export function UnlockFields({ unlock, label, passphrase, recoveryKey }: UnlockFieldsProps) {
  const say = useWords(words);
  const { means, choose, typed, recovery } = unlock;
  return (
    <>
      <RadioCards
        label={label}
        value={means}
        onChange={choose}
        options={[
          { id: 'passphrase', ...passphrase },
          { id: 'key', ...recoveryKey },
        ]}
      />
      {means === 'passphrase' ? (
        <PassphraseField
          label={say.passphrase}
          error={typed.error}
          value={typed.passphrase}
          onChange={typed.type}
        />
      ) : (
        <WordFields recovery={recovery} />
      )}
    </>
  );
}
