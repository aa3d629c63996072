import { z } from 'zod';

const fieldPattern = /<input type="hidden" name="([^"]*)" value="([^"]*)"/g;
const decoded = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

export interface BrowserChoice {
  readonly username?: string;
  readonly password?: string;
  readonly answer?: 'yes' | 'no';
}

/**
 * Does what somebody does at the practice provider's sign-in page: opens it, fills the form in and sends it.
 * @returns the address to which the page led
 */
export async function signInAtPractice(address: string, choice: BrowserChoice = {}): Promise<string> {
  const { username = 'learner1', password = 'practice-learner1', answer = 'yes' } = choice;
  const opened = await fetch(address, { redirect: 'manual' });
  const straight = opened.headers.get('location');
  if (straight !== null) return straight;
  const page = await opened.text();
  if (opened.status !== 200) throw new Error(`the sign-in page answered ${opened.status}`);
  const fields = [...page.matchAll(fieldPattern)].map(([, name = '', value = '']): [string, string] => [
    name,
    decoded(value),
  ]);
  const form = new URLSearchParams([
    ...fields,
    ['username', username],
    ['password', password],
    ['answer', answer],
  ]);
  const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? '';
  const sent = await fetch(new URL(action, address), { method: 'POST', body: form, redirect: 'manual' });
  return z.string().parse(sent.headers.get('location'));
}
