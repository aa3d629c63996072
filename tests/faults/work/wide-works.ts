import type { WideWork } from '../schedule/wide-work.ts';
import { checkCopy, copyTo, otherLaptop } from './copy-work.ts';
import { erase, exportPlain } from './erase-work.ts';
import type { Hands } from './hands.ts';
import { damage, mischief } from './mischief-work.ts';
import { makeParity, repair, restore } from './restore-work.ts';
import { serve } from './server-work.ts';

/** Does one thing that is about more than the vault itself. */
export async function doWide(hands: Hands, work: WideWork): Promise<void> {
  switch (work.do) {
    case 'copy':
      return copyTo(hands, work.places);
    case 'check-copy':
      return checkCopy(hands, work);
    case 'other-laptop':
      return otherLaptop(hands, work);
    case 'mischief':
      return mischief(hands.world, work);
    case 'restore':
      return restore(hands, work);
    case 'damage':
      return damage(hands, work);
    case 'parity':
      return makeParity(hands);
    case 'repair':
      return repair(hands, work);
    case 'erase':
      return erase(hands, work);
    case 'export-all':
      return exportPlain(hands, work);
    case 'serve':
      return serve(hands, work);
  }
}
