/**
 * The silent challenge before a refusal: finds a nonce so that sha256(salt + nonce) begins with the
 * asked number of zero bits. Own SHA-256, because crypto.subtle is missing on plain http and is slow
 * for many tiny inputs; worked in slices of 8 ms, so that typing stays smooth.
 */

const K = new Uint32Array(64);
const H0 = new Uint32Array(8);
{
  // The constants are the fractional parts of the roots of the first primes (FIPS 180-4).
  let n = 0;
  for (let p = 2; n < 64; p++) {
    let prime = true;
    for (let d = 2; d * d <= p; d++) if (p % d === 0) prime = false;
    if (!prime) continue;
    if (n < 8) H0[n] = (Math.sqrt(p) % 1) * 2 ** 32;
    K[n++] = (Math.cbrt(p) % 1) * 2 ** 32;
  }
}

const w = new Uint32Array(64);
const rotate = (x: number, n: number) => (x >>> n) | (x << (32 - n));

/** SHA-256 of a byte string, as eight 32-bit words. */
export function sha256(bytes: Uint8Array): Uint32Array {
  const length = (((bytes.length + 8) >> 6) + 1) << 6;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 4, bytes.length * 8);
  const h = H0.slice();
  for (let at = 0; at < length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15] as number;
      const b = w[i - 2] as number;
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
      w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1;
    }
    let [a, b, c, d, e, f, g, z] = h as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (z + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      z = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, z].forEach((v, i) => {
      h[i] = (h[i] as number) + v;
    });
  }
  return h;
}

const zeroBits = (h: Uint32Array): number => {
  let bits = 0;
  for (const word of h) {
    bits += Math.clz32(word);
    if (word) break;
  }
  return bits;
};

/** The nonce; refuses a difficulty no guest's phone should be asked for. */
export async function solve(salt: string, difficulty: number): Promise<string> {
  if (!(difficulty <= 24)) throw new Error('challenge too hard');
  const encoder = new TextEncoder();
  for (let n = 0; ; ) {
    const until = performance.now() + 8;
    while (performance.now() < until) {
      for (let i = 0; i < 50; i++, n++) {
        if (zeroBits(sha256(encoder.encode(salt + n))) >= difficulty) return `${n}`;
      }
    }
    await new Promise((next) => setTimeout(next));
  }
}
