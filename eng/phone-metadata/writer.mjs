/** Bytes as the C# ResourceReader reads them: numbers in 7-bit groups, the lowest first; texts in Latin-1 after their length. */
export class Writer {
  #bytes = [];

  number(value) {
    for (; value > 0x7f; value >>>= 7) this.#bytes.push((value & 0x7f) | 0x80);
    this.#bytes.push(value);
  }

  text(value) {
    this.list([...value], (c) => this.#bytes.push(c.charCodeAt(0)));
  }

  list(items, write) {
    this.number(items.length);
    items.forEach(write);
  }

  toBuffer() {
    return Buffer.from(this.#bytes);
  }
}
