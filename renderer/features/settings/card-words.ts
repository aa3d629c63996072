import { defineWords } from '../../language/define-words.ts';

/** What Settings says of the vault card. */
export const words = defineWords({
  en: {
    title: 'Your vault card',
    text: 'This card says that the vault is yours. Your college or awarding body signs it. Then whoever checks your work knows whose it is.',
    none: 'No one has signed a card for this vault yet.',
    list: 'Who signed',
    signed: 'Signed {when}. It says: {said}.',
    nameMissing: 'Say who you are first',
    nameMissingText: 'A card needs your name. Add it on the page of your course.',
    toCourse: 'Go to my course',
    says: 'The card will say',
    saysHelp: 'Your name, and this number if you like. It says no more than that.',
    nameOnly: 'My name, and no number',
    step1: 'Save the card',
    step2: 'Bring back the signed card',
    fileName: 'my-vault-card.json',
    phrase: 'Whoever signs it will ask for your key words:',
    saved: 'The card is saved. Give it to your college to sign, then bring it back here.',
    added: 'The card is kept. It goes along when you send work with your name on it.',
  },
});
