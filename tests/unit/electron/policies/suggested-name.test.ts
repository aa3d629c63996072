import { describe, expect, it } from 'vitest';

import { suggestName } from '../../../../electron/main/policies/suggested-name.ts';

describe('names that a save dialog suggests', () => {
  it.each([
    ['Risk assessment.docx', 'Risk assessment.docx'],
    ['Übung – Teil 1.pdf', 'Übung – Teil 1.pdf'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\Windows\\win.ini', 'C Windows win.ini'],
    ['/absolute', 'absolute'],
    ['a\u202etxt.exe', 'a txt.exe'],
    ['a\u0000b\nc', 'a b c'],
    ['.hidden', 'hidden'],
    ['trailing. . ', 'trailing'],
    ['CON', 'file CON'],
    ['nul.txt', 'file nul.txt'],
    ['COM1.log', 'file COM1.log'],
    ['a<b>:"|?*c', 'a b c'],
    ['', 'copy'],
    ['...', 'copy'],
    ['\u200b\u202e', 'copy'],
  ])('for %j is %j', (name, suggested) => {
    expect(suggestName(name, 'copy')).toBe(suggested);
  });

  it('are short, and keep their ending', () => {
    const name = suggestName(`${'é'.repeat(500)}.pdf`, 'copy');
    expect([...name]).toHaveLength(124);
    expect(name.endsWith('.pdf')).toBe(true);
  });
});
