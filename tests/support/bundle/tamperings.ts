import type { Tampering } from './tamper-edits.ts';
import { tamperedFiles } from './tamper-files.ts';
import { tamperedProofs } from './tamper-proofs.ts';
import { tamperedRows } from './tamper-rows.ts';

export const tamperings: readonly Tampering[] = [...tamperedFiles, ...tamperedProofs, ...tamperedRows];
