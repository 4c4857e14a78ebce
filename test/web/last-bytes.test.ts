/**
 * The last bytes of a connection, over a transport that takes its time or takes nothing at all: what
 * is said to be closed has left, and whoever waits for a transport that is stuck gets his answer.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ByteStreams, ClientStartOptions } from '../../runtime/web/index.ts';
import { pattern } from '../node/network.ts';
import { closeAll, memoryPair, readAll, startClient, startServer } from './streams.ts';

afterEach(closeAll);

/** Lets everything happen that can happen without a clock. */
async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** A transport whose writes stay under way from `stop` on; it has room for everything. */
function stoppable({ readable, writable }: ByteStreams) {
  const writer = writable.getWriter();
  let go: () => void = () => {};
  let isOpen = Promise.resolve();
  const roomy = new WritableStream<Uint8Array>(
    {
      write: async (chunk) => {
        await isOpen;
        await writer.write(chunk);
      },
      close: async () => {
        await isOpen;
        await writer.close();
      },
    },
    { highWaterMark: Infinity },
  );
  return {
    streams: { readable, writable: roomy },
    stop: () => {
      isOpen = new Promise((resolve) => {
        go = resolve;
      });
    },
    go: () => go(),
  };
}

/** A client over such a transport, connected. */
async function startStoppable(options: Partial<ClientStartOptions> = {}) {
  const { near, far } = memoryPair();
  const transport = stoppable(near);
  const client = await startClient(transport.streams, { drainTimeout: 20, ...options });
  const server = await startServer(far);
  await Promise.all([client.opened, server.opened]);
  return { client, server, ...transport };
}

test('the writable is closed when the transport has taken the last bytes, not before', async () => {
  const { client, server, stop, go } = await startStoppable();
  stop();
  const writer = client.writable.getWriter();
  await writer.write(pattern(1_000));
  let isClosed = false;
  const closed = writer.close().then(() => {
    isClosed = true;
  });
  await turns();
  expect(isClosed).toBe(false);
  go();
  expect(await readAll(server)).toHaveLength(1_000);
  await closed;
  await server.writable.close();
  await client.closed;
});

describe('a transport that takes nothing any more', () => {
  const late = { message: 'the last bytes were not taken in time' };

  test('close() waits closeTimeout for it', async () => {
    const { client, stop } = await startStoppable({ closeTimeout: 30 });
    stop();
    void client.writable.getWriter().write(pattern(1_000));
    await expect(client.close()).rejects.toMatchObject({ code: 'ERR_TLS_TRANSPORT', cause: late });
    await expect(client.closed).rejects.toMatchObject({ code: 'ERR_TLS_TRANSPORT' });
  });

  test.each([
    ['no closeTimeout', {}],
    ['closeTimeout: Infinity', { closeTimeout: Infinity }],
  ])('%s: close() waits five seconds for it', async (_, options) => {
    const { client, stop } = await startStoppable(options);
    stop();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const outcome = expect(client.close()).rejects.toMatchObject({ cause: late });
      await turns();
      vi.advanceTimersByTime(5_000);
      await outcome;
    } finally {
      vi.useRealTimers();
    }
  });

  test('one that takes a little from time to time is waited for', async () => {
    const { client, server, stop, go } = await startStoppable({ closeTimeout: 300 });
    const received = readAll(server);
    stop();
    const closed = client.close();
    await turns();
    go();
    expect(await received).toHaveLength(0);
    await server.writable.close();
    await closed;
  });

  test('abort() does not wait for what is under way', async () => {
    const { near, far } = memoryPair();
    const client = await startClient(near, { drainTimeout: 20, closeTimeout: 20 });
    const server = await startServer(far);
    await Promise.all([client.opened, server.opened]);
    // Nobody reads at the server: the stream is full, and this write stays under way.
    const writer = client.writable.getWriter();
    writer.write(pattern(2_000_000)).catch(() => {});
    await turns();
    writer.abort().catch(() => {});
    await expect(client.closed).rejects.toMatchObject({ code: 'ERR_TLS_ABORTED' });
  });
});
