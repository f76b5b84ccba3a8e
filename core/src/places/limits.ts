// Apart from the schemas, so that a page that names a limit does not carry the schema library.

/** The most ids or rows in one command; a longer list is sent in several. */
export const mostAtOnce = 500;

/** Megabytes of an uploaded table. */
export const mostImportMegabytes = 20;
