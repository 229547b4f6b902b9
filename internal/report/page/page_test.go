package page

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/report"
)

const store = `package shop

func (s *Store) Sell(id int64) error {
	p := s.load(id, "<script>alert(1)</script>")
	p.InStock--
	return s.save(p)
}

func (s *Store) Redeem(code string) error {
	c := s.coupon(code)
	if c.Redeemed {
		return ErrRedeemed
	}
	return s.redeem(c)
}

func (s *Store) rename(id int64) error { return s.save(id) }
`

// shop is a report with a finding of each kind that the page tells apart.
func shop(t *testing.T) report.Report {
	t.Helper()
	root := t.TempDir()
	file := filepath.Join(root, "store.go")
	require.NoError(t, os.WriteFile(file, []byte(store), 0o666))
	at := func(line, col int) report.Position { return report.Position{File: file, Line: line, Col: col} }
	step := func(line int, message string) report.Related {
		return report.Related{Pos: at(line, 2), End: at(line, 2), Message: message}
	}
	return report.Report{
		Findings: []report.Finding{
			{
				Check: "lostupdate", Category: "arith", Pos: at(6, 9), End: at(6, 18), Message: "stock is lost; write it (in SQL; or lock)",
				Related: []report.Related{step(4, "read Product.InStock int"), step(5, "computed -"), step(6, "written Product.InStock")},
				Fixes:   []report.Fix{{Title: "decrement in the database"}},
			},
			{
				Check: "lostupdate", Category: "check", Pos: at(14, 9), End: at(14, 20), Message: "redeemed twice",
				Related: []report.Related{step(10, "read Coupon.Redeemed"), step(11, "tested Coupon.Redeemed"), step(14, "written Coupon.Redeemed")},
			},
			{Check: "pksave", Category: "upsert", Pos: at(17, 42), End: at(17, 55), Message: "overwrites the row it meets"},
		},
		Failures: []string{"b.go:1:1: <no> package"},
		Rules:    []report.Rule{{Name: "lostupdate/arith", URL: "https://example.com/docs#arith"}},
		Root:     root, Version: "v1.2.3", Sources: &report.Sources{},
	}
}

func render(t *testing.T, r report.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, r, func(f report.Finding, fix int) string {
		return "--- a/store.go\n+++ b/store.go\n@@ -5,1 +5,1 @@\n-\tp.InStock--\n+\t" + f.Fixes[fix].Title + "\n"
	}))
	return b.String()
}

func TestPage(t *testing.T) {
	page := render(t, shop(t))
	for _, part := range []string{
		"3 findings in 1 file", "1 with a suggested fix",
		`<h2>Stock and quotas`, `<b>Product.InStock</b> <code>int</code>`, `<span class="place">store.go:6</span>`, `<code>Store.Sell</code>`, `<p>stock is lost</p>`, `<li>write it (in SQL; or lock)</li>`,
		`<a href="https://example.com/docs#arith">lostupdate/arith</a>`,
		`    4</i> <em>read    </em>     p := s.load(id, &#34;&lt;script&gt;alert(1)`,
		`<span class="ins">&#43;	decrement in the database`,
		`<li>b.go:1:1: &lt;no&gt; package</li>`,
		"v1.2.3",
	} {
		assert.Contains(t, page, part)
	}
	assert.NotContains(t, page, "<script>alert", "code of the program does not become the page's")
	assert.NotRegexp(t, `<link|<img|src=|@import|url\(`, page, "nothing is loaded")
	assert.Equal(t, 2, strings.Count(page, "<svg "), "a finding of another kind has no diagram")

	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(`<article id="(f-[0-9a-f]{12})">`).FindAllStringSubmatch(page, -1) {
		ids[id[1]] = true
		assert.Contains(t, page, `href="#`+id[1]+`"`)
	}
	assert.Len(t, ids, 3)
	assert.Equal(t, page, render(t, shop2(t, shop(t))), "the page is the same in another directory")
}

// shop2 is the same report again, made elsewhere.
func shop2(t *testing.T, r report.Report) report.Report {
	t.Helper()
	again := shop(t)
	require.NotEqual(t, r.Root, again.Root)
	return again
}

func TestPageOfNothing(t *testing.T) {
	page := render(t, report.Report{Sources: &report.Sources{}})
	assert.Contains(t, page, "Nothing was found.")
	assert.NotContains(t, page, "<article")
}

func TestRisk(t *testing.T) {
	tests := map[string]string{
		"Wallet.Balance": "money", "orders.total_amount": "money", "User.Credits": "other", "User.Credit": "money",
		"Product.InStock": "stock", "tickets.state": "stock", "Coupon.UsedCount": "stock", "Post.ViewCount": "counter",
		"Payment.Note": "money", "Article.Title": "other", "Line.Value decimal.Decimal": "money", "Line.Stock decimal.Decimal": "stock", "Discount.Name": "other", "": "other",
	}
	for name, want := range tests {
		f := report.Finding{Related: []report.Related{{Message: "read " + name}}}
		assert.Equal(t, want, Risks()[riskOf(f)].ID, name)
	}
	loop := report.Finding{Check: "bulkloop", Related: []report.Related{{Message: "read Wallet.Balance"}}}
	assert.Equal(t, "loops", Risks()[riskOf(loop)].ID)
	assert.Equal(t, []string{"in", "stock", "id"}, words("InStock_ID2"))
}

func TestClauses(t *testing.T) {
	tests := map[string][]string{
		"":                                  {""},
		"stock is lost":                     {"stock is lost"},
		"read; saved":                       {"read", "saved"},
		"saved (assumed: a; b); write f(x)": {"saved (assumed: a; b)", "write f(x)"},
		"closed ) early; saved":             {"closed ) early", "saved"},
	}
	for message, want := range tests {
		assert.Equal(t, want, clauses(message), message)
	}
}

func TestDiagram(t *testing.T) {
	r := shop(t)
	tests := []struct{ op, label, first, last, want string }{
		{"-", "computed", "5", "4", "3"},
		{"+", "computed", "5", "6", "7"},
		{"append", "computed", "old", "old + B", "old + A + B"},
		{"Coupon.Redeemed", "tested", "open", "changed twice", "once"},
	}
	for _, tt := range tests {
		f := r.Findings[0]
		f.Related = []report.Related{f.Related[0], {Pos: f.Related[1].Pos, Message: tt.label + " " + tt.op}, f.Related[2]}
		beats, want := interleaving(r.Sources.Trace(f), f)
		require.Len(t, beats, 6)
		assert.Equal(t, tt.first, beats[0].row)
		assert.True(t, beats[1].second && beats[1].label == "reads", "both read before either writes")
		assert.Equal(t, tt.last, beats[5].row)
		assert.Equal(t, tt.want, want)
		assert.Contains(t, string(diagram(r.Sources, f)), ">not "+tt.want+"<")
	}
}

// Of a long function the lines near the trace are shown.
func TestCodeOfALongFunction(t *testing.T) {
	file := filepath.Join(t.TempDir(), "long.go")
	body := "package p\n\nfunc long() {\n" + strings.Repeat("\tx++\n", 60) + "}\n"
	require.NoError(t, os.WriteFile(file, []byte(body), 0o666))
	f := report.Finding{Pos: report.Position{File: file, Line: 50, Col: 2}}
	lines := code(&report.Sources{}, f)
	require.Len(t, lines, 1+near+1+near)
	assert.Equal(t, codeLine{Number: 3, Text: "func long() {"}, lines[0])
	assert.Equal(t, codeLine{Number: 46, Text: "    x++", Gap: true}, lines[1])
	assert.Equal(t, codeLine{Number: 50, Text: "    x++", Mark: "reported"}, lines[1+near])
}
