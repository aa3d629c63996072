import { createContext, useContext } from 'react';

/** The language that screens speak; English where nothing says otherwise, as on a page without the app. */
export const LanguageContext = createContext('en');

export function useLanguage(): string {
  return useContext(LanguageContext);
}

/** The locale that dates and numbers are written in. */
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}
