/** The traces that are drawn: the main ways of a connection, each by its file and heading. */
export const chosenTraces = [
  {
    name: 'sequence-full-handshake',
    title: 'A full handshake',
    file: 'server-full-handshake.md',
    trace: 'In middlebox compatibility mode',
  },
  {
    name: 'sequence-hello-retry-request',
    title: 'HelloRetryRequest',
    file: 'server-hello-retry.md',
    trace: 'The client has sent no key share',
  },
  {
    name: 'sequence-client-authentication',
    title: 'Client authentication: connected is not yet accepted',
    file: 'client-authentication.md',
    trace: 'A ticket proves that it was accepted',
  },
  {
    name: 'sequence-refused-client',
    title: 'A refused client certificate: deferred, told, drained',
    file: 'server-client-authentication.md',
    trace: 'Nothing is delivered and nothing is sent in between',
  },
  {
    name: 'sequence-key-update',
    title: 'Key update',
    file: 'key-update.md',
    trace: 'As a client',
  },
  {
    name: 'sequence-closing',
    title: 'Closing, each direction by itself',
    file: 'closing.md',
    trace: 'A client ends: what comes is taken',
  },
  {
    name: 'sequence-tls12-full-handshake',
    title: 'TLS 1.2: a full handshake',
    file: 'tls12-server.md',
    trace: 'A client of TLS 1.2 only',
  },
  {
    name: 'sequence-tls12-client-authentication',
    title: 'TLS 1.2: client authentication, and the server has the last word',
    file: 'tls12-client.md',
    trace: 'With a certificate',
  },
  {
    name: 'sequence-tls12-refused-client',
    title: 'TLS 1.2: a refused client certificate, told in the clear',
    file: 'tls12-server.md',
    trace: 'It is refused',
  },
  {
    name: 'sequence-tls12-renegotiation',
    title: 'TLS 1.2: renegotiation is refused, and who insists goes',
    file: 'tls12-connected.md',
    trace: 'The server insists',
  },
] as const;
