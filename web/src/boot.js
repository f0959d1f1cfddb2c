/**
 * Starts Python: the interpreter, with the packs of modules put in its file system before it runs.
 *
 * @typedef {object} Config what the build says of the runtime (book/runtime)
 * @property {string} folder its folder, from the root of the site
 * @property {string[]} files the names of all files in it
 * @property {[string, number][]} packs the names of the packs, and how many bytes they are
 * @property {object} lock Pyodide's list of packages: none, ours come in packs
 */

/** Bytes of the interpreter itself as transferred, roughly: its share of the progress. */
const ENGINE = 3e6;
/** The most memory that Python may take, in bytes. Beyond it Python raises MemoryError; without it a phone would close the page. */
const ROOM = 2 ** 30;
/** Bytes of a page of WebAssembly's memory. */
const PAGE = 2 ** 16;
/** How far along the start is when everything has arrived. */
const ARRIVED = 0.75;

/**
 * @param {string} base address of the runtime's folder, with a slash at the end
 * @param {Config} config
 * @param {object} [options]
 * @param {(progress: number) => void} [options.report] called with the fraction that is done
 * @param {string} [options.engine] address of Pyodide's own files; under Node they lie elsewhere
 * @param {(url: string) => Promise<Response>} [options.open]
 * @param {WebAssembly.Module} [options.module] the interpreter, if it has been compiled before
 * @param {(module: WebAssembly.Module) => void} [options.compiled] is given the interpreter that was compiled
 */
export async function boot(
  base,
  { packs, lock },
  { report = () => {}, engine = base, open = fetch, module, compiled = () => {} } = {},
) {
  const total = packs.reduce((sum, [, size]) => sum + size, ENGINE);
  let arrived = 0;
  const arrive = (/** @type {number} */ bytes) => {
    arrived += bytes;
    report(ARRIVED * Math.min(1, arrived / total));
  };
  const contents = Promise.all(packs.map(([name]) => inflate(open(base + name), name, arrive)));
  // Pyodide itself only warns when the interpreter cannot be had, and waits for ever.
  const broken = new Promise((_, fail) => {
    const { instantiate, instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (source, imports) => {
      try {
        if (module) return { module, instance: await instantiate(module, imports) };
        const started = await instantiateStreaming(source, imports);
        compiled(started.module);
        return started;
      } catch (error) {
        fail(error);
        throw error;
      }
    };
  });
  limit();
  const started = import(/* @vite-ignore */ `${engine}pyodide.mjs`).then(({ loadPyodide }) =>
    loadPyodide({
      stdLibURL: `${base}python_stdlib.zip`,
      lockFileContents: lock,
      fsInit: async (/** @type {FileSystem} */ files) => {
        arrive(ENGINE);
        for (const pack of await contents) unpack(files, pack);
      },
    }),
  );
  const [pyodide] = await Promise.race([Promise.all([started, contents]), broken]);
  return pyodide;
}

/** Pyodide makes its memory itself, and allows it all that 32 bits can address. */
function limit() {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(/** @type {WebAssembly.MemoryDescriptor} */ { initial, maximum = Infinity }) {
      super({ initial, maximum: Math.min(maximum, ROOM / PAGE) });
    }
  };
}

/**
 * @param {Promise<Response>} request
 * @param {string} name
 * @param {(bytes: number) => void} arrive
 */
export async function inflate(request, name, arrive) {
  const { ok, status, body } = await request;
  if (!ok || !body) throw new Error(`${name}: HTTP ${status}`);
  const counter = new TransformStream({
    transform(chunk, out) {
      arrive(chunk.length);
      out.enqueue(chunk);
    },
  });
  const unzipped = body.pipeThrough(counter).pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unzipped).arrayBuffer());
}

/**
 * Writes the files of a tar archive (the plain kind: names in two parts, sizes in octal).
 * @typedef {{ mkdirTree: (path: string) => void, writeFile: (path: string, data: Uint8Array, options: object) => void }} FileSystem
 * @param {FileSystem} files
 * @param {Uint8Array} tar
 */
export function unpack(files, tar) {
  const decoder = new TextDecoder();
  const text = (/** @type {number} */ from, /** @type {number} */ length) =>
    decoder.decode(tar.subarray(from, from + length)).replace(/\0.*$/s, "");
  const folders = new Set();
  for (let at = 0; tar[at]; ) {
    const path = [text(at + 345, 155), text(at, 100)].filter(Boolean).join("/");
    const size = Number.parseInt(text(at + 124, 12), 8);
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) files.mkdirTree(`/${folder}`);
    folders.add(folder);
    files.writeFile(`/${path}`, tar.subarray(at + 512, at + 512 + size), { canOwn: true });
    at += 512 * (1 + Math.ceil(size / 512));
  }
}
