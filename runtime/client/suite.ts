/** The cipher suite of a ServerHello: one that was offered, and of the version that was chosen. */
import { cipherSuiteName, type ServerHello } from '../../generated/messages.ts';
import type { ProtocolName } from '../../generated/registries.ts';
import { refuse } from '../handshake/judge.ts';
import { suiteOf } from '../handshake/preferences.ts';
import { spokenVersions } from '../handshake/version.ts';
import type { Legacy } from '../legacy/legacy.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';
import type { Offer } from './offer.ts';

/** @throws TlsError */
export function judgeSuite(
  { cipherSuite }: ServerHello,
  { hello }: Offer,
  version: ProtocolName,
  legacy?: Legacy,
): AnyCipherSuite {
  const suite = suiteOf(cipherSuite, { legacy });
  // @req 9846:4.2.3:6
  if (suite?.protocol === version && hello.cipherSuites.includes(cipherSuite)) return suite;
  const name = suite?.name ?? cipherSuiteName(cipherSuite);
  const problem =
    suite === undefined || suite.protocol === version
      ? 'which was not offered'
      : `which is not for ${spokenVersions([version])}`;
  return refuse('ERR_TLS_ILLEGAL_PARAMETER', `the server chose ${name}, ${problem}`);
}
