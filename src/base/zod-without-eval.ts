import { z } from 'zod';

// A page's policy forbids compiling code from text, which zod otherwise tries; this must come before any schema is made.
z.config({ jitless: true });
