import { z } from 'zod';

// The page's policy forbids compiling code from text, which zod otherwise tries; this must come before any schema is made.
z.config({ jitless: true });
