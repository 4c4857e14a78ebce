/** x509-limbo (C2SP, Apache-2.0): its cases about CRLs, where every certificate needs a status. */
import { expect, test } from 'vitest';
import { parseAnchor } from '../../runtime/x509/certificate.ts';
import { certificatesFromPem, decodePem } from '../../runtime/x509/pem.ts';
import { checkRevocation } from '../../runtime/x509/revocation.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

interface Case {
  readonly id: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly expected_peer_name: { readonly value: string };
  readonly crls: readonly string[];
}

describeVectors('x509-limbo.json', 'CRLs of x509-limbo', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const { testcases } = vectors as { readonly testcases: readonly Case[] };
  const cases = testcases.filter(({ crls }) => crls.length > 0);

  test('there are some', () => expect(cases.length).toBeGreaterThan(1));

  test.each(cases)('$id', (limbo) => {
    const timeMs = Date.parse(limbo.validation_time);
    const by = {
      timeMs,
      purpose: 'server',
      schemes: nodeSchemes,
      verifySignature: verifyWithNode,
    } as const;
    const result = verifyChain({
      ...by,
      chain: [limbo.peer_certificate, ...limbo.untrusted_intermediates].flatMap(
        certificatesFromPem,
      ),
      anchors: limbo.trusted_certs.flatMap(certificatesFromPem).map(parseAnchor),
      name: limbo.expected_peer_name.value,
    });
    if (!result.accepted) return expect.unreachable(result.detail);
    const crls = limbo.crls.flatMap((text) => decodePem(text).map(({ der }) => der));
    const policy = { mode: 'hard-fail' } as const;
    const status = checkRevocation({ ...by, path: result.path, crls, policy, hash: hashWithNode });
    expect(status.accepted).toBe(limbo.expected_result === 'SUCCESS');
  });
});
