/**
 * An RSA key of 2048 bits that was made for these tests and serves nothing else: unlike a key on a
 * curve it does not follow from a name, so it is written down, as PKCS#8.
 */

/** In bytes of their own: whoever imports it may wipe them. */
export function rsaPrivateKey(): Uint8Array {
  return Uint8Array.from(Buffer.from(base64.join(''), 'base64'));
}

const base64 = [
  'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDXrMFY+YY1gM3/sC6KyS6f31ORBnBG7gC2sZip',
  'mwrI1AnFrc/BTIgP7xM+v5m1GfWcCu3DbXd3kNxvhRCmitLRgYXjaWRasXR0DXuqHOQJN6R3NOrCCwWR4M3x9Zlt',
  '1oZmzC6p1O/sTXKWLwBEzuKYPaIv7xd9KGP6Qoq1FuunS53ydHxjfcWqu0EAqoVmD7WlULJtAqeRcevdsWPAPoYh',
  'wzFv7nuyvDvkFzRwN9ClSwdXGQO11CW+UZQJWYPDDRsafTY5od+jYWSALplm0hQUbfIMFV3Xm1SEi8hZmYut0wS0',
  't+uFHXd989a7LN1VTeoCvyYnBxfrWa5KJD+sjPDDAgMBAAECggEAFjkt3x4vDxpLn7omwZRDYqPfd4UjUpu5pRmd',
  'snRQYys+Kolja/aX2pR29jNGAlw/a6nQoB+KfN6HaFJcydxqJr5i7nDwr0uzxTWSdY/ui2iZYNMqEX6TP1nbvr/g',
  '5GmDhdoqQMO5SS8dzI3hSDXNMYTATpIjaHkd/C6ZHlnTRHScwsj0C1nxd7qJqCvwPK/e9AkjV0njluYxEfQGE+Bp',
  'Wtyz8Var/umha2ns64ZQSRMLLz0fCaoh8mriM7v31G4Bj8dP1+4f4a/RKJHvmbOufhlF4tAY9e4CNtq0nESOeFx2',
  'i29QpjhSGEUBIDMVjjzNV/BjBqyrqrSBvuoj6uVSiQKBgQD2I+qK87iSMyrXYRx2roOqtbeiRkyDdoOCM+n4cuwt',
  'fc5i9QpyXME4iU83d8RWmBK0QK420LEYwGzgpDe/IMBPN9v9TCRV9q55NqE4CTYQ2TuQsejssspf+lL03pCxHIJn',
  'Sv9N7cVLG8nJJIxVlrxfc2R7PpdUFcJimjp+YLNG/wKBgQDgUG0ZzFhB2NaucHMDSFsKOB1QRvahBg075sVopvVF',
  'S+QsAArEUbYBiIY9vXSovayequU8eDe51hhioBL2UVUZTcP/09PACxqbNWtBdb8vU+wipbod5Pp/hRHDGtpZah6U',
  'F1mcvKXpt4gg4FouJy8bdVIjrxd2OGAe8D/G8YD6PQKBgH4JChI4liwWkztR+Jc06SrCfdNUF93BE7naB1Y20oTA',
  'xKubOcwxfqcKeEu4wgptODagYBSla+l2rsmgjQMLLC3kNntPP9Pcyp46wPbGkK6z7XI8Bz8clc/riArm5EQsiwGF',
  'P5GRzNKW2g5q7ojs9GwT1EHfXPGraqu+uXD45xPVAoGAavFNIoiO503HBEFuQ/liFhwstZIvkRN+ibl7EmrO8qu8',
  '69FVUMWYHWEGhzblAHH1c2wMgGjcQIg29gZVJAQgq0CtGjHWeW+Rzr+IFBxb+udq5BXZBtmdJ+C8WCVcRlbWn0oG',
  'mjhCbYvnpazwsaJSzid/8q1OZTl5ciaecW3ATQ0CgYA/51p4CRZGG9q/aNIRhudNKVsl8ATWujUHAHG9olRhkiQO',
  '7Lblh/KxakQoCOqlGGJ3A6Q5z3mdQsM4RYsOpRMpWnBY9iXcVM0cDFRbhPL8NYultdHXP6Qcn8y58j0rIlLeqqr8',
  'jPTWmRo8tC5oO19+UC0UPKrOV91vI+s/WHEuow==',
];
