package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sarifCode has characters of one, two, three and four bytes before what is reported.
const sarifCode = `package shop

func (s *Store[T]) Sell(id int64) error {
	p := s.load(id, "aä€😀")
	p.InStock--
	return save("aä€😀", p)
}
`

// sarifReport has a finding with a trace through two files, one of them outside of the root, and two fixes.
func sarifReport(t *testing.T) (r Report, root string) {
	t.Helper()
	root = t.TempDir()
	file := filepath.Join(root, "my shop", "store.go")
	require.NoError(t, os.Mkdir(filepath.Dir(file), 0o777))
	require.NoError(t, os.WriteFile(file, []byte(sarifCode), 0o666))
	line := strings.Split(sarifCode, "\n")[5]
	saved := Position{file, 6, strings.Index(line, "p)") + 1}
	offset := strings.Index(sarifCode, "p.InStock--")
	return Report{
		Findings: []Finding{{
			Package: "example.com/shop", Check: "lostupdate", Category: "arith", Pos: saved, End: Position{file, 6, saved.Col + 1},
			Message: "lost update: Product.InStock is read at line 4 <here>",
			Related: []Related{
				{Position{"/elsewhere/x y.go", 3, 1}, Position{"/elsewhere/x y.go", 3, 1}, "read Product.InStock"},
				{Position{file, 5, 2}, Position{file, 5, 2}, "computed -"},
			},
			Fixes: []Fix{
				{"native", []Edit{{file, offset, offset + len("p.InStock--"), ""}, {file, len(sarifCode) - 4, len(sarifCode) - 3, "decrement"}}},
				{"orm", []Edit{{file, strings.Index(sarifCode, "save("), strings.LastIndex(sarifCode, "p)"), "orm(€"}}},
			},
		}},
		Errors:   []CheckError{{"example.com/wallet", "lostupdate", "gave up"}},
		Failures: []string{"b.go:3:1: undefined: x"},
		Rules: []Rule{
			{Name: "lostupdate/check", Summary: "a test is lost"},
			{Name: "lostupdate/arith", Summary: "a value is lost", Help: "# Arith", URL: "https://example.com/arith"},
		},
		Root: root, Version: "v1.2.3", Sources: &Sources{},
	}, root
}

func writeSARIF(t *testing.T, r Report) (log sarifLog, text string) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteSARIF(&b, r))
	dec := json.NewDecoder(strings.NewReader(b.String()))
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&log))
	return log, b.String()
}

func TestSARIF(t *testing.T) {
	r, _ := sarifReport(t)
	log, text := writeSARIF(t, r)
	assert.Contains(t, text, "<here>", "code is not escaped")
	assert.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	run := log.Runs[0]
	assert.Equal(t, "v1.2.3", run.Tool.Driver.Version)
	assert.False(t, run.Invocations[0].Successful)
	require.Len(t, run.Invocations[0].Notifications, 2)
	assert.Equal(t, "example.com/wallet: lostupdate gave up: gave up", run.Invocations[0].Notifications[1].Message.Text)

	require.Len(t, run.Results, 1)
	res := run.Results[0]
	assert.Equal(t, "lostupdate/arith", res.RuleID)
	rule := run.Tool.Driver.Rules[res.RuleIndex]
	assert.Equal(t, res.RuleID, rule.ID)
	assert.Equal(t, "https://example.com/arith", rule.HelpURI)
	assert.Equal(t, "# Arith", rule.Help.Markdown)
	require.Len(t, res.Locations, 1)
	at := res.Locations[0]
	assert.Equal(t, sarifArtifact{"my%20shop/store.go", srcRoot}, at.Physical.Artifact)
	// return save("aä€😀", p): 14 units stand before the quote's a, which is followed by 4 of ä, € and the two of 😀.
	assert.Equal(t, 6, at.Physical.Region.StartLine)
	assert.Equal(t, 1+len(utf16.Encode([]rune("\treturn save(\"aä€😀\", "))), at.Physical.Region.StartColumn)
	assert.Equal(t, at.Physical.Region.StartColumn+1, at.Physical.Region.EndColumn)
	assert.Equal(t, []sarifLogical{{"Store.Sell", "example.com/shop.Store.Sell", "function"}}, at.Logical)

	require.Len(t, res.CodeFlows, 1)
	flow := res.CodeFlows[0].ThreadFlows[0].Locations
	require.Len(t, flow, 3)
	require.Len(t, res.Related, 3)
	assert.Equal(t, sarifArtifact{URI: "file:///elsewhere/x%20y.go"}, flow[0].Location.Physical.Artifact)
	assert.Equal(t, "written", flow[2].Location.Message.Text)
	assert.Equal(t, []int{1, 2, 3}, []int{res.Related[0].ID, res.Related[1].ID, res.Related[2].ID})
}

// The regions of a fix lead to the bytes that it edits.
func TestSARIFFixes(t *testing.T) {
	r, _ := sarifReport(t)
	log, _ := writeSARIF(t, r)
	for i, fix := range log.Runs[0].Results[0].Fixes {
		want, got := sarifCode, sarifCode
		for _, e := range backwards(r.Findings[0].Fixes[i].Edits) {
			want = want[:e.Start] + e.New + want[e.End:]
		}
		require.Len(t, fix.Changes, 1)
		for _, rep := range backwards(fix.Changes[0].Replacements) {
			start, end := offsetOf(got, rep.Deleted.StartLine, rep.Deleted.StartColumn), offsetOf(got, rep.Deleted.EndLine, rep.Deleted.EndColumn)
			inserted := ""
			if rep.Inserted != nil {
				inserted = rep.Inserted.Text
			}
			got = got[:start] + inserted + got[end:]
		}
		assert.Equal(t, want, got)
		assert.NotEqual(t, sarifCode, got)
	}
}

func backwards[T any](list []T) []T {
	var out []T
	for i := len(list) - 1; i >= 0; i-- {
		out = append(out, list[i])
	}
	return out
}

// offsetOf finds the byte of a line and a column in UTF-16 code units.
func offsetOf(text string, line, col int) int {
	offset := 0
	for ; line > 1; line-- {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	for _, r := range text[offset:] {
		if col <= 1 {
			break
		}
		col -= utf16.RuneLen(r)
		offset += len(string(r))
	}
	return offset
}

func TestSARIFOfNothing(t *testing.T) {
	log, text := writeSARIF(t, Report{Sources: &Sources{}})
	assert.True(t, log.Runs[0].Invocations[0].Successful)
	assert.Contains(t, text, `"results": []`)
	assert.Contains(t, text, `"rules": []`)

	log, _ = writeSARIF(t, Report{Findings: []Finding{{Check: "pksave", Message: "m"}}, Sources: &Sources{}})
	assert.Equal(t, "pksave", log.Runs[0].Tool.Driver.Rules[0].ID, "a class without a page is a rule all the same")
}

func TestGitHub(t *testing.T) {
	r, _ := sarifReport(t)
	r.Findings[0].Category = "a,b:c"
	r.Findings[0].Message = "100% lost\r\n"
	var b bytes.Buffer
	require.NoError(t, WriteGitHub(&b, r))
	assert.Equal(t, "::warning file=my shop/store.go,line=6,endLine=6,col=28,endColumn=29,title=lostupdate/a%2Cb%3Ac::100%25 lost%0D%0A"+
		"%0Aread /elsewhere/x y.go:3%0Acomputed my shop/store.go:5  p.InStock--%0Awritten my shop/store.go:6  p%0Afix: native%0Afix: orm\n", b.String())
}

func TestGitLab(t *testing.T) {
	r, _ := sarifReport(t)
	r.Findings = append(r.Findings, r.Findings[0]) // as two of one kind in one function
	var b bytes.Buffer
	require.NoError(t, WriteGitLab(&b, r))
	var issues []gitlabIssue
	require.NoError(t, json.Unmarshal(b.Bytes(), &issues))
	require.Len(t, issues, 2)
	assert.Equal(t, "my shop/store.go", issues[0].Location.Path)
	assert.Equal(t, 6, issues[0].Location.Lines.Begin)
	assert.NotEqual(t, issues[0].Fingerprint, issues[1].Fingerprint)

	b.Reset()
	require.NoError(t, WriteGitLab(&b, Report{Sources: &Sources{}}))
	assert.Equal(t, "[]\n", b.String())
}

// A finding keeps its fingerprint when the code around it moves, and changes it with its function, column or class.
func TestFingerprints(t *testing.T) {
	r, root := sarifReport(t)
	f := r.Findings[0]
	before := r.Sources.Fingerprints([]Finding{f}, root)[0]

	moved := f
	require.NoError(t, os.WriteFile(f.Pos.File, []byte(strings.Replace(sarifCode, "\nfunc", "\n// Sell sells.\n\nfunc", 1)), 0o666))
	moved.Pos.Line += 2
	moved.Message = strings.Replace(f.Message, "line 4", "line 6", 1) + "; what to do about it, which a later version may say otherwise"
	assert.Equal(t, before, (&Sources{}).Fingerprints([]Finding{moved}, root)[0])

	for _, other := range []Finding{
		{Check: f.Check, Category: "check", Pos: f.Pos, Message: f.Message},
		{Check: f.Check, Category: f.Category, Pos: f.Pos, Message: "lost update: Product.Price is read at line 4 <here>"},
		{Check: f.Check, Category: f.Category, Pos: Position{f.Pos.File, 1, 1}, Message: f.Message},
		{Check: f.Check, Category: f.Category, Pos: Position{filepath.Join(root, "b.go"), 6, 1}, Message: f.Message},
	} {
		assert.NotEqual(t, before, r.Sources.Fingerprints([]Finding{other}, root)[0])
	}
	assert.Equal(t, Identity{"my shop/store.go", "Store.Sell", "lostupdate/arith", "lost update: Product.InStock is read at line ? <here>"},
		(&Sources{}).Identify(f, root))
}
