import { useEffect } from 'react';

import { localeOf } from '../language/language.ts';
import type { Settings } from '../../src/contract/shell-contract.ts';

/** Applies what the learner chose to the whole page: light or dark, and the size of text. */
export function useAppearance({ appearance, textSize, language }: Settings): void {
  useEffect(() => {
    const { documentElement: root } = document;
    if (appearance === 'system') delete root.dataset.theme;
    else root.dataset.theme = appearance;
    root.dataset.textSize = String(textSize);
    root.lang = localeOf(language);
  }, [appearance, textSize, language]);
}
