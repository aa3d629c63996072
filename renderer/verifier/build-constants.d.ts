/** The worker's whole program, which the build puts into the page: a page that may load nothing has to carry it. */
declare const __CHECK_WORKER__: string;
/** The product's version. */
declare const __VERSION__: string;
