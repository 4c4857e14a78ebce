/**
 * The other side of a siege, in a process of its own: `PORT COUNT DRAIN_MS`. So many connections to a server
 * at a time, none of which ever closes its half: what they say is no TLS, and then it never ends.
 * Whoever is thrown out comes back at once; who is silent cannot know, and comes back after a drain.
 */
import { connect, type Socket } from 'node:net';
import { garbage, record } from './hand-made.ts';

const [port = 0, count = 0, drainMs = 0] = process.argv.slice(2).map(Number);
const noTls = garbage(100, 1);
noTls[0] = 0x99;
const tinyRecord = record(23, '~');
const tinyRecordEveryMs = 50;
/** So that they come, and come back, one after the other. */
const apartMs = 5;
const lump = garbage(64 * 1024, 2);
/** @param next sends the next one */
type Manner = (socket: Socket, next: () => void) => void;

const manners: readonly Manner[] = [trickle, keepSilent, staySilent];
/**
 * One of so many pours. More would not try the server but the system, which has one memory for the
 * TCP of both sides: it drops the SYN of good clients when that is full.
 */
const pourEvery = 20;

for (let index = 0; index < count; index++) setTimeout(besiege, index * apartMs, index);
process.once('disconnect', () => process.exit());

function besiege(index: number): void {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  socket.resume();
  const manner = index % pourEvery === 0 ? pour : manners[index % manners.length];
  manner?.(socket, () => setImmediate(besiege, index));
}

/** One-byte records for ever. */
function trickle(socket: Socket, next: () => void): void {
  socket.write(noTls);
  const timer = setInterval(() => socket.write(tinyRecord), tinyRecordEveryMs);
  socket.once('close', () => {
    clearInterval(timer);
    next();
  });
}

/** Endless data. */
function pour(socket: Socket, next: () => void): void {
  socket.write(noTls);
  const more = () => {
    while (!socket.destroyed && socket.write(lump));
  };
  socket.on('drain', more);
  socket.once('connect', more);
  socket.once('close', next);
}

/** Refused, and then nothing. */
function keepSilent(socket: Socket, next: () => void): void {
  socket.write(noTls);
  staySilent(socket, next);
}

/** Never a byte. */
function staySilent(socket: Socket, next: () => void): void {
  socket.once('end', () => {
    setTimeout(() => {
      socket.destroy();
      next();
    }, drainMs);
  });
}
