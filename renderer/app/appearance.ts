import { useEffect } from 'react';

import type { Settings } from '../../src/contract/shell-contract.ts';

/** Applies what the learner chose to the whole page: light or dark, and the size of text. */
export function useAppearance({ appearance, textSize, language }: Settings): void {
  useEffect(() => {
    const { documentElement: root } = document;
    if (appearance === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = appearance;
    root.dataset['textSize'] = String(textSize);
    root.lang = language === 'en' ? 'en-GB' : language;
  }, [appearance, textSize, language]);
}
