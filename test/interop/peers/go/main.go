// Command peer is Go's crypto/tls as a peer of the interop table:
//
//	peer server|client SETTINGS
//
// SETTINGS is JSON, see the struct. A server echoes what it gets on one connection; a client sends
// its standard input and prints what it gets.
//
// With `halves` both do the same, half by half: `first` sends its standard input, closes its half
// and prints what it gets until the other end closes its own; `second` does that the other way round.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
)

type pair struct {
	Cert string `json:"cert"`
	Key  string `json:"key"`
}

type versions struct {
	Min string `json:"min"`
	Max string `json:"max"`
}

type settings struct {
	Port       int      `json:"port"`
	CA         string   `json:"ca"`
	Cert       string   `json:"cert"`
	Key        string   `json:"key"`
	Others     []pair   `json:"others"`
	CRL        string   `json:"crl"`
	Groups     []string `json:"groups"`
	ClientAuth string   `json:"clientAuth"`
	Halves     string   `json:"halves"`
	Versions   versions `json:"versions"`
}

// Numbers from IANA's registry: not every version of Go has a name for each.
var groups = map[string]tls.CurveID{
	"X25519MLKEM768": 0x11ec,
	"x25519":         0x001d,
	"secp256r1":      0x0017,
	"secp384r1":      0x0018,
}

var protocols = map[string]uint16{
	"TLSv1.1": tls.VersionTLS11,
	"TLSv1.2": tls.VersionTLS12,
	"TLSv1.3": tls.VersionTLS13,
}

var clientAuth = map[string]tls.ClientAuthType{
	"none":    tls.NoClientCert,
	"request": tls.VerifyClientCertIfGiven,
	"require": tls.RequireAndVerifyClientCert,
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: peer server|client SETTINGS")
	}
	var s settings
	check(json.Unmarshal([]byte(os.Args[2]), &s))
	if os.Args[1] == "server" {
		check(serve(s))
	} else {
		check(dial(s))
	}
}

func serve(s settings) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", s.Port))
	if err != nil {
		return err
	}
	log.Printf("port %d", listener.Addr().(*net.TCPAddr).Port)
	socket, err := listener.Accept()
	if err != nil {
		return err
	}
	config := configOf(s)
	config.ClientAuth = clientAuth[s.ClientAuth]
	config.ClientCAs = config.RootCAs
	if s.CRL != "" {
		config.VerifyPeerCertificate = judgeBy(s.CRL)
	}
	conn := tls.Server(socket, config)
	if s.Halves != "" {
		return converse(conn, s.Halves)
	}
	if _, err := io.Copy(conn, conn); err != nil {
		return err
	}
	return conn.Close()
}

func dial(s settings) error {
	config := configOf(s)
	config.ServerName = "localhost"
	conn, err := tls.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.Port), config)
	if err != nil {
		return err
	}
	if s.Halves != "" {
		return converse(conn, s.Halves)
	}
	go func() { check(send(conn)) }()
	if _, err := io.Copy(os.Stdout, conn); err != nil {
		return err
	}
	return conn.Close()
}

// judgeBy refuses whom the CRL in a file lists: crypto/tls leaves that to programs.
func judgeBy(path string) func([][]byte, [][]*x509.Certificate) error {
	text, err := os.ReadFile(path)
	check(err)
	block, _ := pem.Decode(text)
	crl, err := x509.ParseRevocationList(block.Bytes)
	check(err)
	return func(_ [][]byte, chains [][]*x509.Certificate) error {
		for _, chain := range chains {
			for _, entry := range crl.RevokedCertificateEntries {
				if entry.SerialNumber.Cmp(chain[0].SerialNumber) == 0 {
					return errors.New("this certificate is revoked")
				}
			}
		}
		return nil
	}
}

// converse carries one half after the other.
func converse(conn *tls.Conn, order string) error {
	halves := []func(*tls.Conn) error{send, receive}
	if order == "second" {
		halves = []func(*tls.Conn) error{receive, send}
	}
	for _, half := range halves {
		if err := half(conn); err != nil {
			return err
		}
	}
	return conn.Close()
}

// send sends the standard input and closes our half.
func send(conn *tls.Conn) error {
	if _, err := io.Copy(conn, os.Stdin); err != nil {
		return err
	}
	return conn.CloseWrite()
}

// receive prints what comes until the peer has closed its half.
func receive(conn *tls.Conn) error {
	_, err := io.Copy(os.Stdout, conn)
	return err
}

func configOf(s settings) *tls.Config {
	config := &tls.Config{
		MinVersion: protocols[s.Versions.Min],
		MaxVersion: protocols[s.Versions.Max],
		RootCAs:    x509.NewCertPool(),
	}
	trust, err := os.ReadFile(s.CA)
	check(err)
	config.RootCAs.AppendCertsFromPEM(trust)
	owned := s.Others
	if s.Cert != "" {
		owned = append([]pair{{s.Cert, s.Key}}, owned...)
	}
	for _, one := range owned {
		certificate, err := tls.LoadX509KeyPair(one.Cert, one.Key)
		check(err)
		config.Certificates = append(config.Certificates, certificate)
	}
	for _, name := range s.Groups {
		config.CurvePreferences = append(config.CurvePreferences, groups[name])
	}
	return config
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
