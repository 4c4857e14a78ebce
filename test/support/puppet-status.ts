/** OCSP responses that stand beside the puppets' good certificate, by name. */
import { der, generalizedTime } from '../x509/make.ts';
import {
  certId,
  isRevoked,
  isUnknown,
  makeOcsp,
  ocspError,
  singleResponse,
} from '../x509/make-status.ts';
import { goodCertificate, puppetCertificate } from './puppet-certificates.ts';

/** DER of a response. @throws Error for an unknown name */
export function puppetStatus(name: string): Uint8Array {
  const make = Object.hasOwn(responses, name) ? responses[name] : undefined;
  if (make === undefined) throw new Error(`'${name}' is not the name of an OCSP response`);
  return make();
}

const responses: Readonly<Record<string, () => Uint8Array>> = {
  good: () => makeOcsp({ responses: [singleResponse(named())] }),
  revoked: () => makeOcsp({ responses: [singleResponse(named(), isRevoked)] }),
  unknown: () => makeOcsp({ responses: [singleResponse(named(), isUnknown)] }),
  stale: () => makeOcsp({ responses: [singleResponse(named(), undefined, lastYear)] }),
  // By somebody who may not say it.
  stranger: () => makeOcsp({ responses: [singleResponse(named())], signedBy: 'Nobody' }),
  tryLater: () => ocspError(3),
  garbage: () => Uint8Array.of(0x30, 0x03, 0x02, 0x01),
};

const lastYear = {
  thisUpdate: generalizedTime('20281231000000Z'),
  nextUpdate: der(0xa0, generalizedTime('20290107000000Z')),
};

function named(): Uint8Array {
  return certId(puppetCertificate(goodCertificate), puppetCertificate('root'));
}
