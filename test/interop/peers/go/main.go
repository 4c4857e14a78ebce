// Command peer is Go's crypto/tls as a peer of the interop table:
//
//	peer server|client SETTINGS
//
// SETTINGS is JSON, see the struct. A server echoes what it gets on one connection; a client sends
// its standard input and prints what it gets.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"os"
)

type settings struct {
	Port       int      `json:"port"`
	CA         string   `json:"ca"`
	Cert       string   `json:"cert"`
	Key        string   `json:"key"`
	Groups     []string `json:"groups"`
	ClientAuth string   `json:"clientAuth"`
}

// Numbers from IANA's registry: not every version of Go has a name for each.
var groups = map[string]tls.CurveID{
	"X25519MLKEM768": 0x11ec,
	"x25519":         0x001d,
	"secp256r1":      0x0017,
	"secp384r1":      0x0018,
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
	conn := tls.Server(socket, config)
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
	go func() {
		_, err := io.Copy(conn, os.Stdin)
		check(err)
		check(conn.CloseWrite())
	}()
	if _, err := io.Copy(os.Stdout, conn); err != nil {
		return err
	}
	return conn.Close()
}

func configOf(s settings) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: x509.NewCertPool()}
	trust, err := os.ReadFile(s.CA)
	check(err)
	config.RootCAs.AppendCertsFromPEM(trust)
	if s.Cert != "" {
		certificate, err := tls.LoadX509KeyPair(s.Cert, s.Key)
		check(err)
		config.Certificates = []tls.Certificate{certificate}
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
