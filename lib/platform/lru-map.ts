/** A map that forgets the entry used longest ago once it holds more than `max`. */
export class LruMap<Key, Value> {
  private readonly map = new Map<Key, Value>();
  private readonly max: number;

  constructor(max: number) {
    this.max = max;
  }

  get(key: Key): Value | undefined {
    const value = this.map.get(key);
    if (value !== undefined) {
      this.map.delete(key);
      this.map.set(key, value);
    }
    return value;
  }

  set(key: Key, value: Value): void {
    this.map.delete(key);
    this.map.set(key, value);
    if (this.map.size > this.max) {
      const oldest = this.map.keys().next();
      if (oldest.done !== true) this.map.delete(oldest.value);
    }
  }

  clear(): void {
    this.map.clear();
  }

  get size(): number {
    return this.map.size;
  }
}
