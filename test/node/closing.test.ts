/** The ends of a connection (RFC 9846 6.1): orderly, half by half, cut off, given up. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { ClientState } from '../support/states.ts';
import {
  closeAll,
  dial,
  dialTcp,
  errorOf,
  pattern,
  readAll,
  serve,
  serveByHand,
  serveTcp,
  sha256,
} from './network.ts';

afterEach(closeAll);

describe('orderly', () => {
  test('the end of one side ends the other one too, by default', async () => {
    const closed: Promise<unknown>[] = [];
    const { port } = await serve((socket) => closed.push(once(socket.resume(), 'close')));
    const client = await dial(port);
    client.end('that is all');
    await Promise.all([once(client, 'end'), once(client.resume(), 'close')]);
    expect(await Promise.all(closed)).toHaveLength(1);
  });

  test('the client closes its half and reads on', async () => {
    const answer = pattern(300_000);
    const { port } = await serve(
      (socket) => {
        void readAll(socket).then((question) => {
          expect(question.toString()).toBe('question');
          socket.end(answer);
        });
      },
      { allowHalfOpen: true },
    );
    const client = await dial(port);
    client.end('question');
    expect(sha256(await readAll(client))).toBe(sha256(answer));
  });

  test('the server closes its half and reads on', async () => {
    const received: Promise<Buffer>[] = [];
    const { port } = await serve(
      (socket) => {
        socket.end('go on');
        received.push(readAll(socket));
      },
      { allowHalfOpen: true },
    );
    const client = await dial(port, { allowHalfOpen: true });
    expect((await readAll(client)).toString()).toBe('go on');
    expect(client.writable).toBe(true);
    client.end(pattern(300_000));
    await once(client, 'close');
    expect(sha256((await Promise.all(received))[0] ?? Buffer.of())).toBe(sha256(pattern(300_000)));
  });

  test('an end that comes before the handshake is complete waits for it', async () => {
    const { port } = await serve((socket) => socket.resume());
    const client = await dial(port);
    client.end();
    await once(client, 'finish');
    expect(client.connection).toBeDefined();
    await once(client.resume(), 'end');
  });

  test('destroySoon says all that was written', async () => {
    const { port } = await serve((socket) => {
      socket.write(pattern(100_000));
      socket.destroySoon();
    });
    expect(sha256(await readAll(await dial(port)))).toBe(sha256(pattern(100_000)));
  });
});

describe('cut off', () => {
  /** A server behind a relay that a test can cut. */
  async function serveThroughRelay(
    onConnection: (socket: TlsSocket) => void,
  ): Promise<{ port: number; cut: (how: 'end' | 'resetAndDestroy') => void }> {
    const { port: serverPort } = await serve(onConnection);
    const legs: Socket[] = [];
    const { port } = await serveTcp((near) => {
      const far = dialTcp(serverPort);
      near.pipe(far).pipe(near);
      legs.push(near);
    });
    return {
      port,
      cut: (how) => {
        for (const leg of legs) leg.unpipe()[how]();
      },
    };
  }

  test.each(['end', 'resetAndDestroy'] as const)(
    'a connection that ends without close_notify (%s) is an error, not an end',
    async (how) => {
      const relay = await serveThroughRelay((socket) => socket.write('some data'));
      const client = await dial(relay.port);
      client.on('end', () => expect.unreachable('the peer did not say that this is all'));
      await once(client, 'data');
      const error = errorOf(client);
      relay.cut(how);
      const expected = how === 'end' ? 'ERR_TLS_TRUNCATED' : 'ERR_TLS_TRANSPORT';
      expect((await error).code).toBe(expected);
    },
  );

  test('a cut in the handshake is told too', async () => {
    const { port } = await serveTcp((socket) => socket.once('data', () => socket.end()));
    const error = await errorOf(await dial(port));
    expect(error).toMatchObject({ code: 'ERR_TLS_TRUNCATED', state: ClientState.WAIT_SH });
  });

  test('data that came before the cut is read before the error is told', async () => {
    const { port } = await serveByHand(({ socket, engine, send }) => {
      send(engine.write(pattern(50_000)));
      socket.end();
    });
    const client = await dial(port);
    let length = 0;
    const reading = (async () => {
      for await (const chunk of client) {
        length += chunk.length;
        // Slower than the network: the end overtakes what is still to be read.
        await new Promise(setImmediate);
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ERR_TLS_TRUNCATED' });
    expect(length).toBe(50_000);
  });

  test('nobody listens on the port', async () => {
    const { server, port } = await serveTcp(() => {});
    server.close();
    await once(server, 'close');
    const error = await errorOf(await dial(port));
    expect(error).toMatchObject({ code: 'ERR_TLS_TRANSPORT', cause: { code: 'ECONNREFUSED' } });
    server.listen(0);
  });
});

describe('given up', () => {
  test('destroy closes at once and says goodbye in the background', async () => {
    const ends: string[] = [];
    const { server, port } = await serve((socket) => {
      socket
        .resume()
        .on('end', () => ends.push('end'))
        .on('error', () => ends.push('error'));
      socket.on('close', () => server.emit('test:closed'));
    });
    const client = await dial(port);
    await once(client, 'secureConnect');
    const closed = once(server, 'test:closed');
    client.on('error', () => expect.unreachable('destroy() is not an error'));
    client.destroy();
    await once(client, 'close');
    await closed;
    expect(ends).toEqual(['end']);
  });

  // @req 9846:6.1:2 9846:6.1:3
  test('destroy in the handshake: the server hears user_canceled and close_notify', async () => {
    const received = new Promise<Buffer>((resolve) => {
      void serveTcp((socket) => {
        socket.once('data', () => client.destroy());
        socket.on('error', () => {});
        void readAll(socket).then(resolve);
      }).then(async ({ port }) => {
        client = await dial(port);
      });
    });
    let client: TlsSocket;
    const alerts = (await received).subarray(-14).toString('hex');
    expect(alerts).toBe(`150303000201${'5a'}150303000201${'00'}`);
  });

  test('destroy before there is a TCP connection', async () => {
    const { port } = await serve();
    const client = await dial(port);
    client.destroy();
    expect(client.destroyed).toBe(true);
    await once(client, 'close');
  });

  test('destroy(error) is told as this error', async () => {
    const { port } = await serve();
    const client = await dial(port);
    await once(client, 'secureConnect');
    const error = errorOf(client);
    client.destroy(new Error('enough'));
    expect((await error).message).toBe('enough');
  });

  test('a write that was under way is told of', async () => {
    const { port } = await serve((socket) => socket.pause());
    const client = await dial(port);
    const written = new Promise<unknown>((resolve) => client.write('never sent', resolve));
    client.destroy();
    expect(await written).toMatchObject({ code: 'ERR_TLS_ABORTED' });
  });

  test('a peer that does not answer the handshake costs no more than the deadline', async () => {
    const { port } = await serveTcp((socket) => socket.resume());
    const client = await dial(port, { handshakeTimeout: 20, drainTimeout: 20 });
    expect((await errorOf(client)).code).toBe('ERR_TLS_HANDSHAKE_TIMEOUT');
  });
});

/**
 * A server that sends a fatal alert and then does what it must not: closes with unread input, so
 * that TCP answers with a reset. The client is busy until then, and writes before it reads.
 */
test('an alert wins over the failure of a write', async () => {
  const badRecord = Buffer.from(`1703030013${'00'.repeat(19)}`, 'hex');
  const { port } = await serveByHand(({ socket, engine, send }) => {
    socket.pause();
    client.write(pattern(200_000), () => {
      send(engine.receive(badRecord));
      socket.destroySoon();
    });
    socket.on('close', () => client.write('the client writes before it reads'));
  });
  const client = await dial(port);
  expect(await errorOf(client)).toMatchObject({
    code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE',
    alert: 'bad_record_mac',
    origin: 'peer',
  });
});
