// Looks words up at build time: reads {words, own} on stdin, where `own` are the book's words, and writes [[word, suggestion]]
// on stdout, for every word that is in neither dictionary. The dictionary and the search in it are cspell's, and so is the
// form of the list: `!centre` is a word that must not be.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decodeTrie, parseDictionary } from "cspell-trie-lib";

const AMERICAN = new URL("../node_modules/@cspell/dict-en_us/en_US.trie.gz", import.meta.url);

/** @type {{words: string[], own: string[]}} */
const { words, own } = JSON.parse(readFileSync(0, "utf8"));
const book = parseDictionary(own);
const tries = [book, decodeTrie(gunzipSync(readFileSync(AMERICAN)))];

/**
 * A word that begins a sentence is one of those in small letters.
 * @param {string} word
 */
function known(word) {
  const forms = [word, word[0].toLowerCase() + word.slice(1)];
  if (forms.some((form) => book.isForbiddenWord(form))) return false;
  return tries.some((trie) => forms.some((form) => trie.hasWord(form, true)));
}

/** @param {string} word */
function nearest(word) {
  const found = tries.flatMap((trie) => trie.suggestWithCost(word, { numSuggestions: 3 }));
  return found.filter((near) => known(near.word)).sort((a, b) => a.cost - b.cost)[0]?.word ?? "";
}

const unknown = words.filter((word) => !known(word));
process.stdout.write(JSON.stringify(unknown.map((word) => [word, nearest(word)])));
