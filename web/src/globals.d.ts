/** What the build says of the runtime: book/web.py puts it in place of this name. */
declare const RUNTIME: import("./boot.js").Config;
