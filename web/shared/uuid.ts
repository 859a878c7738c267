let last = 0;
let count = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of time, then a counter that keeps ids of one millisecond in the
 * order they were made, then random bits. It needs no secure context, unlike crypto.randomUUID.
 */
export function uuidv7(now: number = Date.now()): string {
  if (now > last) {
    last = now;
    count = 0;
  } else if (++count > 0xfff) {
    last++;
    count = 0;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x80;
  const time = last.toString(16).padStart(12, '0');
  const tail = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  const seq = count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${seq}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
