/** What the build says of the runtime, a Config (boot.js) as JSON: book/web.py puts it in place of this name. */
declare const RUNTIME: string;
