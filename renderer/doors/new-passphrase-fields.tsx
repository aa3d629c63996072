import { useWords } from '../language/use-words.ts';
import { PassphraseField } from '../ui/passphrase-field.tsx';
import { StrengthMeter } from './strength-meter.tsx';
import type { NewPassphrase } from './use-new-passphrase.ts';
import { words } from './words.ts';

/** A new passphrase, twice, and how long it would take to guess. */
export function NewPassphraseFields({ chosen }: { readonly chosen: NewPassphrase }) {
  const say = useWords(words).newPassphrase;
  return (
    <>
      <PassphraseField
        label={say.label}
        help={say.help}
        error={chosen.passphraseError}
        value={chosen.passphrase}
        onChange={chosen.type}
      />
      <StrengthMeter passphrase={chosen.passphrase} />
      <PassphraseField
        label={say.again}
        help={say.againHelp}
        error={chosen.againError}
        value={chosen.again}
        onChange={chosen.typeAgain}
      />
    </>
  );
}
