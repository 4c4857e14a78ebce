/**
 * What happens in the Promela model: the events and facets that an abstract network, its answers,
 * deadlines and calls can cause. Record faults that differ only in their alert are one here.
 *
 * Left out: KeyUpdate, tickets, certificate status, where records and messages begin and end, and
 * who speaks TLS 1.3 only. All of these are walked in `test/paths/pair`, if not to the last order.
 */
import type { Explorable, Role } from '../explore/machines.ts';

const common = {
  'hs.certificateVerify': ['good', 'invalid'],
  'hs.finished': ['good', 'invalid'],
  'hs.unknown': [],
  ccs: ['good'],
  'app.data': [],
  'alert.closeNotify': [],
  'alert.userCanceled': [],
  'alert.warning': [],
  'alert.fatal': [],
  'record.badMac': [],
  'record.plaintext': [],
  'io.eof': [],
  'task.failed': [],
  'local.start': [],
  'local.write': [],
  'local.close': ['write', 'full'],
  'local.abort': [],
} as const;

export const modelFacets: Readonly<Record<Role, Explorable['facets']>> = {
  client: {
    ...common,
    'hs.serverHello': ['v13', 'v12', 'retry', 'invalid'],
    'hs.encryptedExtensions': ['good'],
    'hs.certificateRequest': ['good'],
    'hs.certificate': ['good'],
    'hs.serverKeyExchange': ['good', 'invalid'],
    'hs.serverHelloDone': ['good'],
    'hs.helloRequest': ['good'],
    'hs.clientHello': [],
    'task.done': ['accepted', 'chosen', 'refused'],
  },
  server: {
    ...common,
    'hs.clientHello': ['v13', 'v12', 'retry', 'invalid'],
    'hs.certificate': ['good', 'empty'],
    'hs.clientKeyExchange': ['good'],
    'hs.serverHello': [],
    'hs.encryptedExtensions': [],
    'hs.certificateRequest': [],
    'task.done': ['accepted', 'chosen', 'refused', 'unacceptable'],
  },
};

/** Configurations that the model begins in, chosen at will. */
export const modelConfiguration: Readonly<Record<Role, Explorable['configuration']>> = {
  client: { allowsTruncation: [false], offered: ['both'] },
  server: {
    clientAuth: ['none', 'request', 'require'],
    defersAlerts: [true, false],
    allowsTruncation: [false],
  },
};
