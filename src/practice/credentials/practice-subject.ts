/** The recorded learner, as all of their practice credentials name them: an id that means nothing to others. */
export const practiceSubject = 'urn:uuid:5a9a3a0c-53a2-4e7e-8d3a-0f8a5c1e7b11';
