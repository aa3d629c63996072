/** A message of up to so many bytes is read in memory; of a larger one only the header is read, and the raw bytes are streamed. */
export const largestReadMessage = 64 * 1024 * 1024;

/** As much of a message's header is read; a longer one is kept raw and not interpreted. */
export const longestHeader = 256 * 1024;

/** As many header fields and lines of them are read. */
export const mostHeaderLines = 5_000;

/** Characters of each text that go into the record for search; the raw message has the rest. */
export const longestText = 200_000;

/** Characters of header fields that go into the record. */
export const longestFields = 64 * 1024;

/** Attachments of one message that become items of their own. */
export const mostAttachments = 1_000;
