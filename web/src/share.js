/**
 * Data in an address: JSON, made small, in letters that an address may hold.
 */

const MOST = 200_000; // bytes that are unpacked: what comes in a link is not trusted

/**
 * @param {unknown} data
 * @returns {Promise<string>}
 */
export async function encode(data) {
  const stream = new Blob([JSON.stringify(data)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text
 * @returns {Promise<any>} null where it cannot be read: damaged, cut short, or too large
 */
export async function decode(text) {
  try {
    const packed = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await read(stream.getReader()));
  } catch {
    return null;
  }
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function read(reader) {
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > MOST) throw new RangeError("too large");
    text += decoder.decode(value, { stream: true });
  }
}
