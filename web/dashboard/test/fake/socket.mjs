import { createHash } from 'node:crypto';

/** The server's half of a WebSocket, as far as the dashboard needs one: small text frames both ways. */
export function accept(request, socket, onText) {
  const key = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  let held = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const frame = read(held);
      if (!frame) return;
      held = held.subarray(frame.size);
      if (frame.opcode === 8) socket.end();
      else if (frame.opcode === 1) onText(frame.text);
    }
  });
  return (text) => socket.writable && socket.write(frameOf(text));
}

function read(buffer) {
  if (buffer.length < 2) return undefined;
  let length = buffer[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    if (buffer.length < 4) return undefined;
    length = buffer.readUInt16BE(2);
    at = 4;
  }
  if (buffer.length < at + 4 + length) return undefined;
  const mask = buffer.subarray(at, at + 4);
  const data = Buffer.from(buffer.subarray(at + 4, at + 4 + length));
  for (let i = 0; i < data.length; i++) data[i] ^= mask[i % 4];
  return { opcode: buffer[0] & 0x0f, text: data.toString(), size: at + 4 + length };
}

function frameOf(text) {
  const data = Buffer.from(text);
  const head =
    data.length < 126
      ? Buffer.from([0x81, data.length])
      : Buffer.from([0x81, 126, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
}
