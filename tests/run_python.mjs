// Runs Python code, read from standard input, in an assembled runtime: node run_python.mjs FOLDER PYODIDE CONFIG.
// Prints the last value, which must be text.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { boot } from "../web/src/boot.js";

const [folder, pyodide, config] = process.argv.slice(2);
const open = async (url) => new Response(await readFile(new URL(url)));
const engine = `${pathToFileURL(pyodide)}/`;
const python = await boot(`${pathToFileURL(folder)}/`, JSON.parse(config), { engine, open });
try {
  process.stdout.write(python.runPython(await text(process.stdin)));
} catch (error) {
  process.stderr.write(error.message);
  process.exitCode = 1;
}
