package apply

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A tree is a directory of source files and the snapshot taken of it.
type tree struct {
	t        *testing.T
	dir      string
	snapshot map[string]fs.FileInfo
}

func newTree(t *testing.T, files map[string]string) *tree {
	t.Helper()
	tr := &tree{t: t, dir: t.TempDir(), snapshot: map[string]fs.FileInfo{}}
	for name, content := range files {
		name = filepath.Join(tr.dir, name)
		require.NoError(t, os.WriteFile(name, []byte(content), 0o640))
		info, err := os.Stat(name)
		require.NoError(t, err)
		tr.snapshot[name] = info
	}
	return tr
}

func (tr *tree) path(name string) string { return filepath.Join(tr.dir, name) }

func (tr *tree) content(name string) string {
	tr.t.Helper()
	data, err := os.ReadFile(tr.path(name))
	require.NoError(tr.t, err)
	return string(data)
}

// edit replaces old, which must be in the file once; with a bar in old, inserts there: "a|b".
func (tr *tree) edit(name, old, text string) report.Edit {
	tr.t.Helper()
	content := tr.content(name)
	before, after, bar := strings.Cut(old, "|")
	require.Equal(tr.t, 1, strings.Count(content, before+after), "%q in %s", before+after, name)
	start := strings.Index(content, before+after)
	if bar {
		start += len(before)
		return report.Edit{File: tr.path(name), Start: start, End: start, New: text}
	}
	return report.Edit{File: tr.path(name), Start: start, End: start + len(old), New: text}
}

// finding is one whose first fix has these edits.
func finding(message string, edits ...report.Edit) report.Finding {
	f := report.Finding{Check: "lostupdate", Message: message, Pos: report.Position{File: edits[0].File, Line: 1, Col: 1}}
	f.Fixes = []report.Fix{{Title: "first", Edits: edits}, {Title: "second", Edits: []report.Edit{{File: edits[0].File, New: "never"}}}}
	return f
}

func messages(fs []report.Finding) []string {
	var m []string
	for _, f := range fs {
		m = append(m, f.Message)
	}
	return m
}

func reasons(ls []LeftOut) []string {
	var m []string
	for _, l := range ls {
		m = append(m, l.Finding.Message+": "+l.Reason)
	}
	return m
}

func TestBuildMerges(t *testing.T) {
	const src = "package p\n\nimport \"fmt\"\n\nfunc f() {\n\tfmt.Println(1)\n\tfmt.Println(2)\n}\n"
	const group = "import (\n\t\"fmt\"\n\t\"os\"\n)"
	tests := []struct {
		name    string
		src     string
		fixes   func(tr *tree) []report.Finding
		want    string // content after; the same as before if empty
		fixed   []string
		leftOut []string
	}{
		{
			name: "edits of one fix and of several, formatted",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "Println(1)", "Println( 10,11 )"), tr.edit("p.go", "func f", "func   g")),
					finding("b", tr.edit("p.go", "Println(2)", "Print(2)")),
				}
			},
			want:  "package p\n\nimport \"fmt\"\n\nfunc g() {\n\tfmt.Println(10, 11)\n\tfmt.Print(2)\n}\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "the same import twice is added once",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "\"fmt\"|", "\nimport \"os\""), tr.edit("p.go", "Println(1)", "Fprintln(os.Stderr, 1)")),
					finding("b", tr.edit("p.go", "\"fmt\"|", "\nimport \"os\""), tr.edit("p.go", "Println(2)", "Fprintln(os.Stderr, 2)")),
				}
			},
			want:  "package p\n\nimport \"fmt\"\nimport \"os\"\n\nfunc f() {\n\tfmt.Fprintln(os.Stderr, 1)\n\tfmt.Fprintln(os.Stderr, 2)\n}\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "imports of which another fix has added some, in a file that is not formatted",
			src:  strings.Replace(src, "1)\n", "1) \n", 1),
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "\"fmt\"|", "\nimport \"os\"\nimport \"slices\"\nimport \"strings\""), tr.edit("p.go", "Println(1)", "Println(os.Args, slices.Max, strings.Cut)")),
					finding("b", tr.edit("p.go", "\"fmt\"|", "\nimport \"slices\""), tr.edit("p.go", "Println(2)", "Println(slices.Min)")),
				}
			},
			want:  "package p\n\nimport \"fmt\"\nimport \"os\"\nimport \"slices\"\nimport \"strings\"\n\nfunc f() {\n\tfmt.Println(os.Args, slices.Max, strings.Cut) \n\tfmt.Println(slices.Min)\n}\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "the same rewrite of the imports twice is made once",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "import \"fmt\"", group), tr.edit("p.go", "Println(1)", "Fprintln(os.Stderr, 1)")),
					finding("b", tr.edit("p.go", "import \"fmt\"", group), tr.edit("p.go", "Println(2)", "Fprintln(os.Stderr, 2)")),
				}
			},
			want:  "package p\n\n" + group + "\n\nfunc f() {\n\tfmt.Fprintln(os.Stderr, 1)\n\tfmt.Fprintln(os.Stderr, 2)\n}\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "different imports at one place are both added",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "\"fmt\"|", "\nimport \"os\""), tr.edit("p.go", "Println(1)", "Fprintln(os.Stderr, 1)")),
					finding("b", tr.edit("p.go", "\"fmt\"|", "\nimport \"errors\""), tr.edit("p.go", "Println(2)", "Println(errors.New(\"2\"))")),
				}
			},
			want:  "package p\n\nimport \"fmt\"\nimport \"os\"\nimport \"errors\"\n\nfunc f() {\n\tfmt.Fprintln(os.Stderr, 1)\n\tfmt.Println(errors.New(\"2\"))\n}\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "a first import",
			src:  "package p\n\nvar x = 1\n\nvar y = 2\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "package p|", "\n\nimport \"os\""), tr.edit("p.go", "1", "os.Args")),
					finding("b", tr.edit("p.go", "package p|", "\n\nimport \"os\""), tr.edit("p.go", "2", "os.Args")),
				}
			},
			want:  "package p\n\nimport \"os\"\n\nvar x = os.Args\n\nvar y = os.Args\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "of two fixes that overlap, the later one is left out whole",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "fmt.Println(1)", "fmt.Print(1)")),
					finding("b", tr.edit("p.go", "Println(1)", "Printf(`1`)"), tr.edit("p.go", "Println(2)", "Print(2)")),
				}
			},
			want:    "package p\n\nimport \"fmt\"\n\nfunc f() {\n\tfmt.Print(1)\n\tfmt.Println(2)\n}\n",
			fixed:   []string{"a"},
			leftOut: []string{"b: it overlaps another fix; run rmwlint -fix again"},
		},
		{
			name: "identical edits outside of the imports are not one: both decrement",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "(1)|", "\n\tfmt.Println(3)")),
					finding("b", tr.edit("p.go", "(1)|", "\n\tfmt.Println(3)")),
				}
			},
			want:    "package p\n\nimport \"fmt\"\n\nfunc f() {\n\tfmt.Println(1)\n\tfmt.Println(3)\n\tfmt.Println(2)\n}\n",
			fixed:   []string{"a"},
			leftOut: []string{"b: it overlaps another fix; run rmwlint -fix again"},
		},
		{
			name: "an insertion at the edge of a replacement does not overlap it",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "Println(1)", "Print(1)")),
					finding("b", tr.edit("p.go", "Println(1)|", " // b")),
					finding("c", tr.edit("p.go", "fmt.|Println(1)", "/* c */ ")),
				}
			},
			want:  "package p\n\nimport \"fmt\"\n\nfunc f() {\n\tfmt. /* c */ Print(1) // b\n\tfmt.Println(2)\n}\n",
			fixed: []string{"a", "b", "c"},
		},
		{
			name: "an import that loses its last use to two fixes together goes",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "fmt.Println(1)", "println(1)")),
					finding("b", tr.edit("p.go", "fmt.Println(2)", "println(2)")),
				}
			},
			want:  "package p\n\nfunc f() {\n\tprintln(1)\n\tprintln(2)\n}\n",
			fixed: []string{"a", "b"},
		},
		{
			name: "imports that were not used by name stay, those that still are too",
			src:  "package p\n\nimport (\n\t_ \"embed\"\n\tsql \"database/sql\"\n\t\"gopkg.in/yaml.v3\"\n\t\"github.com/jackc/pgx/v5\"\n\t\"github.com/x/go-strange\"\n)\n\nvar a, b, c, d = sql.ErrNoRows, yaml.X, pgx.X, strange.X\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "sql.ErrNoRows, yaml.X, pgx.X, strange.X", "1, 2, 3, pgx.Y"))}
			},
			want:  "package p\n\nimport (\n\t_ \"embed\"\n\t\"github.com/jackc/pgx/v5\"\n)\n\nvar a, b, c, d = 1, 2, 3, pgx.Y\n",
			fixed: []string{"a"},
		},
		{
			name: "a fix that makes no Go of a file leaves it untouched, and takes the file's others with it",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", tr.edit("p.go", "Println(1)", "Println(1")),
					finding("b", tr.edit("p.go", "Println(2)", "Print(2)")),
				}
			},
			leftOut: []string{
				"a: p.go would not be valid Go code after it (missing ',' before newline in argument list)",
				"b: p.go would not be valid Go code after it (missing ',' before newline in argument list)",
			},
		},
		{
			name: "edits outside of the file, and edits that overlap themselves",
			src:  src,
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{
					finding("a", report.Edit{File: tr.path("p.go"), Start: 10, End: 1000}),
					finding("b", tr.edit("p.go", "Println(1)", "x"), tr.edit("p.go", "(1)", "y")),
					finding("c", report.Edit{File: tr.path("p.go"), Start: 10, End: 9}),
				}
			},
			leftOut: []string{
				"a: its edit lies outside of p.go, which must have changed",
				"b: its own edits overlap",
				"c: its edit lies outside of p.go, which must have changed",
			},
		},
		{
			name: "a file that is not formatted is not formatted for the fix",
			src:  "package p\n\nvar a=1\n\nfunc f() {\n  println(1)\n\tprintln( 2 )\n}\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "println(1)", "println(3)"))}
			},
			want:  "package p\n\nvar a=1\n\nfunc f() {\n  println(3)\n\tprintln( 2 )\n}\n",
			fixed: []string{"a"},
		},
		{
			name: "Windows line ends stay",
			src:  "package p\r\n\r\nvar s = `a\r\nb`\r\n\r\nfunc f() {\r\n\tprintln(1)\r\n}\r\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "println(1)", "println(2)\n\tprintln(3)"))}
			},
			want:  "package p\r\n\r\nvar s = `a\r\nb`\r\n\r\nfunc f() {\r\n\tprintln(2)\r\n\tprintln(3)\r\n}\r\n",
			fixed: []string{"a"},
		},
		{
			name: "mixed line ends stay, each its own",
			src:  "package p\r\n\nfunc f() {\n\tprintln(1)\n}\r\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "println(1)", "println(2)\n\tprintln(3)"))}
			},
			want:  "package p\r\n\nfunc f() {\n\tprintln(2)\n\tprintln(3)\n}\r\n",
			fixed: []string{"a"},
		},
		{
			name: "a byte order mark stays",
			src:  bom + "package p\n\nvar x = 1\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "1", "2"))}
			},
			want:  bom + "package p\n\nvar x = 2\n",
			fixed: []string{"a"},
		},
		{
			name: "a file that is not UTF-8",
			src:  "package p\n\n// \xe9\nvar x = 1\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "1", "2"))}
			},
			leftOut: []string{"a: p.go cannot be parsed: %s:3:4: illegal UTF-8 encoding"},
		},
		{
			name: "a generated file",
			src:  "// Code generated by sqlc. DO NOT EDIT.\n\npackage p\n\nvar x = 1\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "1", "2"))}
			},
			leftOut: []string{"a: p.go is generated; change what generates it"},
		},
		{
			name: "a file with line directives, whose offsets mean another one",
			src:  "package p\n\n//line p.y:10\nvar x = 1\n",
			fixes: func(tr *tree) []report.Finding {
				return []report.Finding{finding("a", tr.edit("p.go", "= 1", "= 2"))}
			},
			leftOut: []string{"a: p.go has line directives; change what generates it"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := newTree(t, map[string]string{"p.go": tt.src})
			plan := Build(tt.fixes(tr), tr.snapshot)
			assert.Equal(t, tt.fixed, messages(plan.Fixed))
			for i := range tt.leftOut {
				tt.leftOut[i] = strings.ReplaceAll(tt.leftOut[i], "%s", tr.path("p.go"))
			}
			assert.Equal(t, tt.leftOut, reasons(plan.LeftOut))
			assert.Equal(t, tt.src, tr.content("p.go"), "a plan writes nothing")
			written, err := plan.Write()
			require.NoError(t, err)
			if tt.want == "" {
				assert.Empty(t, written)
				tt.want = tt.src
			} else {
				assert.Equal(t, []string{tr.path("p.go")}, written)
			}
			assert.Equal(t, tt.want, tr.content("p.go"))
			tr.assertTidy("p.go")
		})
	}
}

// assertTidy checks that a directory holds these files and no temporary ones.
func (tr *tree) assertTidy(names ...string) {
	tr.t.Helper()
	entries, err := os.ReadDir(tr.dir)
	require.NoError(tr.t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	assert.Equal(tr.t, names, got)
}

// A fix over two files is one: if one of them cannot be edited, the other is not.
func TestBuildAcrossFiles(t *testing.T) {
	files := map[string]string{"a.go": "package p\n\nvar a = 1\n", "b.go": "package p\n\nvar b = 1\n"}
	tests := []struct {
		name    string
		spoil   func(tr *tree)
		bEdit   string
		reason  string
		content map[string]string
	}{
		{name: "both", bEdit: "2", content: map[string]string{"a.go": "package p\n\nvar a = 3\n", "b.go": "package p\n\nvar b = 2\n"}},
		{name: "read-only", bEdit: "2", reason: "b.go is read-only (-r--r--r--)", spoil: func(tr *tree) {
			require.NoError(tr.t, os.Chmod(tr.path("b.go"), 0o444))
		}},
		{name: "no Go after it", bEdit: "(", reason: "b.go would not be valid Go code after it (expected operand, found '}')"},
		{name: "not in the snapshot", bEdit: "2", reason: "b.go is vendored, belongs to another module or uses cgo: it cannot be edited", spoil: func(tr *tree) {
			delete(tr.snapshot, tr.path("b.go"))
		}},
		{name: "edited since the analysis", bEdit: "2", reason: "b.go changed since the analysis; run rmwlint -fix again", spoil: func(tr *tree) {
			info := tr.snapshot[tr.path("b.go")]
			require.NoError(tr.t, os.WriteFile(tr.path("b.go"), []byte("package p\n\nvar b = 9\n"), 0o640))
			require.NoError(tr.t, os.Chtimes(tr.path("b.go"), time.Time{}, info.ModTime().Add(time.Millisecond)))
		}},
		{name: "replaced since the analysis by one of the same size and time", bEdit: "2", reason: "b.go changed since the analysis; run rmwlint -fix again", spoil: func(tr *tree) {
			info := tr.snapshot[tr.path("b.go")]
			other := tr.path("other")
			require.NoError(tr.t, os.WriteFile(other, []byte("package p\n\nvar b = 9\n"), 0o640))
			require.NoError(tr.t, os.Chtimes(other, info.ModTime(), info.ModTime()))
			require.NoError(tr.t, os.Rename(other, tr.path("b.go")))
		}},
		{name: "grown since the analysis with the time kept", bEdit: "2", reason: "b.go changed since the analysis; run rmwlint -fix again", spoil: func(tr *tree) {
			info := tr.snapshot[tr.path("b.go")]
			require.NoError(tr.t, os.WriteFile(tr.path("b.go"), []byte("package p\n\nvar b = 19\n"), 0o640))
			require.NoError(tr.t, os.Chtimes(tr.path("b.go"), time.Time{}, info.ModTime()))
		}},
		{name: "gone since the analysis", bEdit: "2", reason: "b.go cannot be read: ", spoil: func(tr *tree) {
			require.NoError(tr.t, os.Remove(tr.path("b.go")))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := newTree(t, files)
			findings := []report.Finding{
				finding("both", tr.edit("a.go", "1", "3"), tr.edit("b.go", "1", tt.bEdit)),
			}
			if tt.bEdit == "(" {
				findings[0].Fixes[0].Edits[1] = tr.edit("b.go", "var b = 1", "func b() { x = }")
			}
			if tt.spoil != nil {
				tt.spoil(tr)
			}
			plan := Build(findings, tr.snapshot)
			_, err := plan.Write()
			require.NoError(t, err)
			if tt.reason == "" {
				assert.Equal(t, []string{"both"}, messages(plan.Fixed))
			} else {
				require.Len(t, plan.LeftOut, 1)
				assert.Contains(t, plan.LeftOut[0].Reason, tt.reason)
				assert.Equal(t, files["a.go"], tr.content("a.go"))
			}
			for name, want := range tt.content {
				assert.Equal(t, want, tr.content(name))
			}
		})
	}
}

func TestBuildSortsFindings(t *testing.T) {
	tr := newTree(t, map[string]string{"a.go": "package p\n\nvar a = 1\n"})
	plain := report.Finding{Message: "no fix", Pos: report.Position{File: tr.path("a.go"), Line: 1, Col: 1}}
	empty := finding("no edits", report.Edit{})
	empty.Fixes[0].Edits = nil
	plan := Build([]report.Finding{plain, finding("a", tr.edit("a.go", "1", "2")), empty}, tr.snapshot)
	assert.Equal(t, []string{"no fix", "no edits"}, messages(plan.Unfixed))
	assert.Equal(t, []string{"a"}, messages(plan.Fixed))
	assert.True(t, plan.Changed(tr.path("a.go")))
	assert.False(t, plan.Changed(tr.path("b.go")))
}

func TestPackageNames(t *testing.T) {
	for importPath, want := range map[string]string{
		"fmt":                            "fmt",
		"database/sql":                   "sql",
		"gopkg.in/yaml.v3":               "yaml",
		"github.com/jackc/pgx/v5":        "pgx",
		"github.com/mattn/go-sqlite3":    "sqlite3",
		"github.com/go-sql-driver/mysql": "mysql",
		"example.com/v2x":                "v2x",
	} {
		assert.Contains(t, packageNames(importPath), want, importPath)
	}
}
