import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Java's JSSE as a peer of the interop table.
 *
 * <pre>
 *   java Peer server CLIENT_AUTH TRUST CERTIFICATE KEY
 *   java Peer client PORT TRUST [CERTIFICATE KEY]
 * </pre>
 *
 * Files are PEM. A server echoes what it gets on one connection; a client sends its standard input
 * and prints what it gets. Groups and KeyUpdates are set by properties of the virtual machine; so are
 * versions, by peer.protocols.
 */
public final class Peer {
  private static final char[] NO_PASSWORD = new char[0];
  private static final String[] PROTOCOLS = System.getProperty("peer.protocols").split(",");

  public static void main(String[] args) throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(args.length > 4 ? keyStoreOf(args[3], args[4]) : null, NO_PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trustStoreOf(args[2]));
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    if (args[0].equals("server")) {
      serve(context, args[1]);
    } else {
      dial(context, Integer.parseInt(args[1]));
    }
  }

  private static void serve(SSLContext context, String clientAuth) throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket listener =
        context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      ((SSLServerSocket) listener).setEnabledProtocols(PROTOCOLS);
      ((SSLServerSocket) listener).setWantClientAuth(clientAuth.equals("request"));
      if (clientAuth.equals("require")) {
        ((SSLServerSocket) listener).setNeedClientAuth(true);
      }
      System.err.println("port " + listener.getLocalPort());
      try (Socket socket = listener.accept()) {
        copy(socket.getInputStream(), socket.getOutputStream());
      }
    }
  }

  private static void dial(SSLContext context, int port) throws Exception {
    Socket tcp = new Socket("127.0.0.1", port);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(PROTOCOLS);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      Thread sender = new Thread(() -> send(socket));
      sender.setDaemon(true);
      sender.start();
      copy(socket.getInputStream(), System.out);
    }
  }

  private static void send(SSLSocket socket) {
    try {
      copy(System.in, socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16384];
    for (int length; (length = in.read(buffer)) >= 0; ) {
      out.write(buffer, 0, length);
      out.flush();
    }
  }

  private static KeyStore trustStoreOf(String file) throws Exception {
    KeyStore store = emptyStore();
    for (Certificate authority : certificatesIn(file)) {
      store.setCertificateEntry("ca" + store.size(), authority);
    }
    return store;
  }

  private static KeyStore keyStoreOf(String certificates, String key) throws Exception {
    KeyStore store = emptyStore();
    Certificate[] chain = certificatesIn(certificates).toArray(new Certificate[0]);
    store.setKeyEntry("own", privateKeyIn(key, chain[0]), NO_PASSWORD, chain);
    return store;
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificatesIn(String file) throws Exception {
    try (InputStream in = new FileInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static PrivateKey privateKeyIn(String file, Certificate certificate)
      throws IOException, GeneralSecurityException {
    String text = Files.readString(Path.of(file));
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
    String algorithm = certificate.getPublicKey().getAlgorithm();
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
