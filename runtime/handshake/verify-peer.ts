/** The verification of the peer's certificates that both roles do unless told otherwise. */
import type { CryptoProvider } from '../crypto/provider.ts';
import type { EngineOptions } from '../engine/options.ts';
import type { PeerVerdict, VerifyPeerRequest } from '../engine/tasks.ts';
import { verifyChain } from '../x509/verify.ts';

/** A path to one of the anchors, and the name that was asked for. */
export function verifyByPath(
  { certificates, name, purpose }: VerifyPeerRequest,
  { anchors = [], now = Date.now }: EngineOptions,
  crypto: CryptoProvider,
): PeerVerdict {
  const timeMs = now();
  if (!Number.isFinite(timeMs)) throw new Error('the option now gave no time');
  const result = verifyChain({
    chain: certificates,
    anchors,
    timeMs,
    purpose,
    name,
    schemes: crypto.signatureSchemes,
    verifySignature: (scheme, key, message, signature) =>
      crypto.verify(scheme, key, message, signature),
  });
  if (result.accepted) return { accepted: true, authorized: true, path: result.path };
  return { accepted: false, code: result.code, detail: result.detail };
}
