/** An address of which others may look at the screen: m…@mail.com. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return address;
  return `${[...address][0]}…${address.slice(at)}`;
}
