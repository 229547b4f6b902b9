package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An lspSession is an editor that talks to a language server over its standard input and output.
type lspSession struct {
	t        *testing.T
	in       io.WriteCloser
	out      *bufio.Reader
	cmd      *exec.Cmd
	requests int
}

// startLSP starts a server on a module and waits until it is ready.
func startLSP(t *testing.T, m *module, server string, options map[string]any) *lspSession {
	t.Helper()
	cmd := exec.Command(server)
	cmd.Dir, cmd.Env = m.dir, append(m.env, "PWD="+m.dir)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() }) // ends a test that would wait for ever; a dead one is no matter
	s := &lspSession{t: t, in: in, out: bufio.NewReader(out), cmd: cmd}
	s.request("initialize", map[string]any{
		"rootUri":               "file://" + m.dir,
		"workspaceFolders":      []map[string]string{{"uri": "file://" + m.dir, "name": "shop"}},
		"initializationOptions": options,
		"capabilities": map[string]any{"textDocument": map[string]any{"publishDiagnostics": map[string]any{
			"relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true,
		}}},
	})
	s.send(map[string]any{"method": "initialized", "params": map[string]any{}})
	return s
}

func (s *lspSession) open(uri, text string) {
	s.send(map[string]any{"method": "textDocument/didOpen", "params": map[string]any{
		"textDocument": map[string]any{"uri": uri, "languageId": "go", "version": 1, "text": text},
	}})
}

// published waits until the server sends diagnostics of a file. Before its analyses have run it may send that there are none.
func (s *lspSession) published(uri string) []lspDiagnostic {
	s.t.Helper()
	for {
		msg := s.receive()
		if msg.Method != "textDocument/publishDiagnostics" {
			continue
		}
		var p struct {
			URI         string
			Diagnostics []lspDiagnostic
		}
		require.NoError(s.t, json.Unmarshal(msg.Params, &p))
		if p.URI == uri && len(p.Diagnostics) > 0 {
			return p.Diagnostics
		}
	}
}

// pulled asks for the diagnostics of a file. The answer comes when the analyses have run.
func (s *lspSession) pulled(uri string) []lspDiagnostic {
	s.t.Helper()
	var report struct{ Items []lspDiagnostic }
	answer := s.request("textDocument/diagnostic", map[string]any{"textDocument": map[string]string{"uri": uri}})
	require.NoError(s.t, json.Unmarshal(answer, &report))
	return report.Items
}

// request sends a request and waits for its answer.
func (s *lspSession) request(method string, params any) json.RawMessage {
	s.t.Helper()
	s.requests++
	id := strconv.Itoa(s.requests)
	s.send(map[string]any{"id": s.requests, "method": method, "params": params})
	for {
		if msg := s.receive(); msg.Method == "" && string(msg.ID) == id {
			require.NotEmpty(s.t, msg.Result, "an error")
			return msg.Result
		}
	}
}

// receive reads a message, and answers it if it is a request.
func (s *lspSession) receive() lspMessage {
	s.t.Helper()
	header, err := textproto.NewReader(s.out).ReadMIMEHeader()
	require.NoError(s.t, err)
	length, err := strconv.Atoi(header.Get("Content-Length"))
	require.NoError(s.t, err)
	body := make([]byte, length)
	_, err = io.ReadFull(s.out, body)
	require.NoError(s.t, err)
	var msg lspMessage
	require.NoError(s.t, json.Unmarshal(body, &msg))
	if msg.Method != "" && msg.ID != nil {
		s.send(map[string]any{"id": msg.ID, "result": nil})
	}
	return msg
}

func (s *lspSession) send(msg map[string]any) {
	s.t.Helper()
	msg["jsonrpc"] = "2.0"
	data, err := json.Marshal(msg)
	require.NoError(s.t, err)
	_, err = fmt.Fprintf(s.in, "Content-Length: %d\r\n\r\n%s", len(data), data)
	require.NoError(s.t, err)
}

func (s *lspSession) stop() {
	s.request("shutdown", nil)
	s.send(map[string]any{"method": "exit"})
	require.NoError(s.t, s.cmd.Wait())
}
