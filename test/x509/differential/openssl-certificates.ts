/** Certificates by OpenSSL with what is legal and seldom seen. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesFromPem } from '../../../runtime/x509/pem.ts';

interface Recipe {
  readonly name: string;
  readonly key?: readonly string[];
  /** Lines of the section with the subject's attributes. */
  readonly subject?: string;
  readonly extensions?: string;
  readonly more?: readonly string[];
  /** Of X.690 string types (`string_mask`). */
  readonly strings?: string;
}

const ec = (curve: string) => ['EC', '-pkeyopt', `ec_paramgen_curve:${curve}`];
const pss = (hash: string, salt: number) => [
  'RSA-PSS',
  ...[
    'rsa_keygen_bits:2048',
    `rsa_pss_keygen_md:${hash}`,
    `rsa_pss_keygen_mgf1_md:${hash}`,
  ].flatMap((option) => ['-pkeyopt', option]),
  ...['-pkeyopt', `rsa_pss_keygen_saltlen:${salt}`],
];
const organisation = 'O = Größe\nCN = Köln';

const recipes: readonly Recipe[] = [
  { name: 'PrintableString', strings: 'MASK:0x2', subject: "CN = a'()+,-./:=? b" },
  { name: 'IA5String', strings: 'MASK:0x10', subject: 'emailAddress = a@b.c\nCN = a_b*@' },
  { name: 'TeletexString', strings: 'MASK:0x4', subject: organisation },
  { name: 'UTF8String', strings: 'MASK:0x2000', subject: `${organisation}\nOU = 漢字 🔑 \u202e` },
  { name: 'BMPString', strings: 'MASK:0x800', subject: `${organisation}\nOU = 漢字` },
  { name: 'UniversalString', strings: 'MASK:0x100', subject: `${organisation}\nOU = 🔑` },
  {
    name: 'parts of several attributes',
    subject: 'C = DE\n+ST = BW\nO = x\nCN = a\n+OU = b\n+1.2.3.4 = c',
  },
  { name: 'what is escaped', subject: 'CN = "#a, + \\"b\\" ;<c>= "\nO = "\\\\ a=b"' },
  {
    name: 'many types',
    subject:
      'title = Dr\nSN = S\nGN = G\ninitials = I\npseudonym = P\nserialNumber = 1\nname = N\ndnQualifier = Q\nUID = U\nDC = example\npostalCode = 1\nstreet = S\nbusinessCategory = B\norganizationIdentifier = X\ndescription = D',
  },
  {
    name: 'alternative names of all kinds',
    extensions:
      'subjectAltName = @alt\n[alt]\nDNS.1 = *.example\nDNS.2 = a.b.example\nIP.1 = 192.0.2.1\nIP.2 = 2001:db8::1\nIP.3 = ::ffff:1.2.3.4\nIP.4 = ::\nemail.1 = a@b.example\nURI.1 = "http://a.example/?b=c,d"\nRID.1 = 1.2.3.4\notherName.1 = 1.2.3;UTF8:x\notherName.2 = 1.3.6.1.4.1.311.20.2.3;UTF8:user@b\ndirName.1 = dn',
  },
  {
    name: 'an alternative name with a comma and a quote',
    extensions: 'subjectAltName = @alt\n[alt]\nDNS.1 = "a, DNS:b.example"\nURI.1 = "x:\\"a"',
  },
  {
    name: 'a critical alternative name alone',
    subject: '',
    extensions: 'subjectAltName = critical,DNS:a.example',
  },
  {
    name: 'all usages',
    extensions:
      'keyUsage = critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly\nextendedKeyUsage = serverAuth,clientAuth,codeSigning,emailProtection,timeStamping,OCSPSigning,1.2.3.4\nbasicConstraints = critical,CA:true,pathlen:300',
  },
  { name: 'the last usage alone', extensions: 'keyUsage = decipherOnly' },
  { name: 'no extensions: version 1', extensions: '' },
  { name: 'no CA, said so', extensions: 'basicConstraints = CA:false' },
  {
    name: 'a long list of extensions',
    extensions: `authorityInfoAccess = OCSP;URI:http://o.example/,caIssuers;URI:http://i.example/a%20b,caIssuers;URI:ldap://i.example/,1.2.3.4;URI:http://x.example\ncrlDistributionPoints = URI:http://c.example\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid:always,issuer:always\ncertificatePolicies = 1.2.3.4,1.3.5.8\nnameConstraints = permitted;DNS:example,excluded;IP:10.0.0.0/255.0.0.0\npolicyConstraints = requireExplicitPolicy:3\ninhibitAnyPolicy = 2\ntlsfeature = status_request\nbasicConstraints = CA:true\n${Array.from({ length: 60 }, (_, i) => `1.2.3.${i} = ASN1:UTF8:${i}`).join('\n')}`,
  },
  { name: 'from 1950s dates to 2081', more: ['-days', '20200'] },
  { name: 'a serial number of 20 octets', more: ['-set_serial', `0x7f${'ab'.repeat(19)}`] },
  { name: 'a serial number with a high bit', more: ['-set_serial', '0xff01'] },
  { name: 'the serial number 0', more: ['-set_serial', '0'] },
  { name: 'a serial number below 0', more: ['-set_serial', '-5'] },
  { name: 'a serial number of 21 octets', more: ['-set_serial', `0x7f${'ab'.repeat(20)}`] },
  { name: 'P-384', key: ec('P-384'), more: ['-sha384'] },
  { name: 'P-521', key: ec('P-521'), more: ['-sha512'] },
  { name: 'secp256k1', key: ec('secp256k1') },
  { name: 'P-256, spelled out', key: [...ec('P-256'), '-pkeyopt', 'ec_param_enc:explicit'] },
  { name: 'Ed25519', key: ['ED25519'] },
  { name: 'Ed448', key: ['ED448'] },
  { name: 'RSA', key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] },
  { name: 'RSA of 2049 bits', key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2049'], more: ['-sha512'] },
  { name: 'RSA-PSS', key: ['RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'] },
  { name: 'RSA-PSS for SHA-256', key: pss('sha256', 32) },
  { name: 'RSA-PSS for SHA-512 and a salt of 20', key: pss('sha512', 20), more: ['-sha512'] },
  { name: 'SHA-1', more: ['-sha1'] },
];

/** Self-signed each, by their names. Keys are fresh: no two runs see the same bytes. */
export function opensslCertificates(): ReadonlyMap<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-openssl-'));
  try {
    return new Map(recipes.map((recipe) => [recipe.name, make(recipe, folder)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function make({ key = ec('P-256'), more = [], ...recipe }: Recipe, folder: string): Uint8Array {
  const { subject = `CN = ${recipe.name}`, strings = 'utf8only' } = recipe;
  const { extensions = 'subjectKeyIdentifier = hash' } = recipe;
  const [config, keyFile] = [join(folder, 'config'), join(folder, 'key.pem')];
  writeFileSync(
    config,
    `[req]\nprompt = no\nutf8 = yes\nstring_mask = ${strings}\ndistinguished_name = dn\nx509_extensions = extensions\n[dn]\n${subject}\n[extensions]\n${extensions}\n`,
  );
  const [algorithm = '', ...options] = key;
  openssl('genpkey', '-out', keyFile, '-algorithm', algorithm, ...options);
  const days = more.includes('-days') ? [] : ['-days', '30'];
  const name = subject === '' ? ['-subj', '/'] : [];
  const pem = openssl(
    'req',
    '-x509',
    '-config',
    config,
    '-key',
    keyFile,
    ...name,
    ...days,
    ...more,
  );
  const [der = new Uint8Array()] = certificatesFromPem(pem);
  return der;
}

function openssl(...command: readonly string[]): string {
  return execFileSync('openssl', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
