/**
 * Bytes of the texts, one a line, / their bytes after gzip, 1 or so for noise and more the more they repeat (Shaib et al. 2024,
 * arXiv:2403.00553). Once through the platform's `CompressionStream`, at its only level (zlib's 6); the reference,
 * `diversity.compression_ratio`, joins with a space and compresses at level 9 and then again, so that its value is another by a few percent. Platforms may differ in
 * the fourth digit. `null` without a text. Rises with the size of a corpus: compare corpora of as many words.
 */
export async function compressionRatio(texts: readonly string[]): Promise<number | null> {
  const bytes = new TextEncoder().encode(texts.join('\n'));
  if (bytes.length === 0) return null;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  let length = 0;
  for await (const chunk of stream) length += chunk.byteLength;
  return bytes.length / length;
}
