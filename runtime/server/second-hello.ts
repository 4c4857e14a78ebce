/**
 * The second ClientHello (RFC 9846 4.2.2, 4.2.4): the first one, with the changes that were asked
 * for and no others. Who changes more could have two hellos judged and a third one believed.
 */
import type { ClientHelloExtensions } from '../../generated/extensions.ts';
import { type ClientHello, type Extension, ExtensionType } from '../../generated/messages.ts';
import { equalBytes } from '../bytes.ts';
import { refuse } from '../handshake/judge.ts';
import type { Tls13Answer } from './answer.ts';

/**
 * @param first the answer to the first hello
 * @throws TlsError if this hello is not what the HelloRetryRequest asked for
 */
export function judgeSecondHello(
  hello: ClientHello,
  { keyShare, cookie, earlyData }: ClientHelloExtensions,
  { hello: before, retry }: Tls13Answer,
): void {
  const group = retry?.selectedGroup;
  const change = changeOf(before, hello, group === undefined ? changeable : changeableWithShares);
  if (change !== undefined) refuseChange(`another ${change} than the first`);
  // @req 9846:4.3.10:6
  if (earlyData !== undefined) refuseChange('early_data, which is over');
  const shares = keyShare?.clientShares ?? [];
  if (group !== undefined && (shares.length !== 1 || shares[0]?.group !== group)) {
    refuseChange('not exactly the one key share that was asked for');
  }
  const asked = retry?.cookie;
  const given = cookie?.cookie;
  const isRight = asked === undefined ? given === undefined : given && equalBytes(asked, given);
  if (isRight !== true) refuseChange('not the cookie that was sent');
}

function refuseChange(what: string): never {
  return refuse('ERR_TLS_ILLEGAL_PARAMETER', `the second ClientHello has ${what}`);
}

/** What may differ (4.2.4), and ECH, whose bytes are new each time (RFC 9849 6.1.5). */
const changeable: ReadonlySet<number> = new Set([
  ExtensionType.early_data,
  ExtensionType.cookie,
  ExtensionType.pre_shared_key,
  ExtensionType.padding,
  ExtensionType.encrypted_client_hello,
]);

/** The same where a key share was asked for. */
const changeableWithShares: ReadonlySet<number> = new Set([...changeable, ExtensionType.key_share]);

/** The name of what differs and must not; undefined if nothing does. */
function changeOf(
  first: ClientHello,
  second: ClientHello,
  mayDiffer: ReadonlySet<number>,
): string | undefined {
  if (!equalBytes(first.random, second.random)) return 'random';
  if (!equalBytes(first.legacySessionId, second.legacySessionId)) return 'legacy_session_id';
  // @req 9846:4.2.4:9
  if (first.cipherSuites.join() !== second.cipherSuites.join()) return 'list of cipher_suites';
  const before = fixedExtensions(first, mayDiffer);
  const after = fixedExtensions(second, mayDiffer);
  const isSame =
    before.length === after.length &&
    before.every(({ extensionType, extensionData }, index) => {
      const other = after[index];
      return (
        other?.extensionType === extensionType && equalBytes(other.extensionData, extensionData)
      );
    });
  return isSame ? undefined : 'list of extensions';
}

function fixedExtensions(
  { extensions = [] }: ClientHello,
  mayDiffer: ReadonlySet<number>,
): readonly Extension[] {
  return extensions.filter(({ extensionType }) => !mayDiffer.has(extensionType));
}
